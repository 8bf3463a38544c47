"""Rewrites ``package-lock.json`` from ``package.json``: integrity hashes of every package, no registry's addresses."""

from __future__ import annotations

import sys

from tools.node import NPM, QUIET, ROOT, node


def main() -> int:
    """Resolve the pinned packages; gives npm's exit code."""
    return node(NPM, "install", "--package-lock-only", "--omit-lockfile-registry-resolved", *QUIET, folder=ROOT)


if __name__ == "__main__":
    sys.exit(main())

"""Rewrites ``package-lock.json`` from ``package.json``: integrity hashes of every package, no addresses."""

from __future__ import annotations

import json
import sys

from tools.node import NPM, QUIET, ROOT, node


def main() -> int:
    """Resolve the pinned packages; gives npm's exit code."""
    code = node(NPM, "install", "--package-lock-only", "--omit-lockfile-registry-resolved", *QUIET, folder=ROOT)
    lock = ROOT / "package-lock.json"
    whole = json.loads(lock.read_text(encoding="utf-8"))
    for package in whole["packages"].values():
        package.pop("funding", None)  # addresses of the authors' pages
    lock.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())

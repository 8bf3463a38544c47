"""Checks the page's types: TypeScript reads the JSDoc of ``explorer/`` strictly; nothing is compiled."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tools.node import ROOT, node, packages

EXPLORER = ROOT / "explorer"


def main() -> int:
    """Print what TypeScript finds in the page; 0 when that is nothing."""
    try:
        return check(EXPLORER)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


def check(sources: Path) -> int:
    """Print what TypeScript finds in the scripts below ``sources``; gives its exit code.

    The options are those of ``tsconfig.json``; the bundles' types come from the locked packages.
    Raises ``RuntimeError`` when these can't be installed.
    """
    modules = packages() / "node_modules"
    config = {
        "extends": str(ROOT / "tsconfig.json"),
        "compilerOptions": {"paths": {"*": [f"{modules}/@types/*", f"{modules}/*"]}, "typeRoots": []},
        "include": [str(sources)],
        "exclude": [str(EXPLORER / "vendor")],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tsconfig.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        return node(modules / "typescript" / "bin" / "tsc", "--project", str(file), "--pretty", "false", folder=ROOT)


if __name__ == "__main__":
    sys.exit(main())

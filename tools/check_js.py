"""Checks the page's types: TypeScript reads the JSDoc of ``explorer/`` strictly; nothing is compiled."""

from __future__ import annotations

import json
import sys

from tools.node import ROOT, node, packages


def main() -> int:
    """Print TypeScript's findings; 0 when there are none."""
    folder = packages()
    modules = folder / "node_modules"
    options = {"paths": {"*": [f"{modules}/*"]}, "typeRoots": []}
    config = {
        "extends": str(ROOT / "tsconfig.json"),
        "compilerOptions": options,
        "include": [str(ROOT / "explorer")],
        "exclude": [str(ROOT / "explorer" / "vendor")],
    }
    file = folder / "tsconfig.check.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    return node(modules / "typescript" / "bin" / "tsc", "--project", str(file), "--pretty", "false", folder=ROOT)


if __name__ == "__main__":
    sys.exit(main())

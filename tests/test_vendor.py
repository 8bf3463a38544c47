"""What the page ships from others: as the lock gives it, licensed, and asking nothing of other hosts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.chromium import launch
from tools import vendor

EXPLORER = Path(__file__).parents[1] / "explorer"
MANIFEST = json.loads((EXPLORER / "vendor" / "manifest.json").read_text(encoding="utf-8"))


def test_files_are_those_of_the_manifest() -> None:
    found = vendor.digests(EXPLORER / "vendor") | vendor.digests(EXPLORER / "fonts")
    assert found == MANIFEST["files"]


def test_files_are_what_the_lock_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["vendor", "--check"])
    assert vendor.main() == 0


def test_every_package_has_its_licence() -> None:
    lock = json.loads((EXPLORER.parent / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, entry in MANIFEST["packages"].items():
        assert lock[f"node_modules/{name}"]["integrity"] == entry["integrity"]
        if name != vendor.FONT:
            assert (EXPLORER / "vendor" / "LICENSES" / f"{name.replace('/', '__')}.txt").stat().st_size > 40
    assert "SIL Open Font License" in (EXPLORER / "fonts" / "LICENSE.txt").read_text(encoding="utf-8")


def test_nothing_is_imported_or_fetched_from_elsewhere() -> None:
    for file in (EXPLORER / "vendor").glob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"""(?:import|from|fetch\()\s*["'`]https?:""", text), file.name
        assert not re.search(r"""(?:^|[;}])(?:import|export)[^;"'`]*from\s*["'][^./]""", text), (
            f"{file.name} has a bare import"
        )
    assert "http" not in (EXPLORER / "fonts" / "noto-sans-sc.css").read_text(encoding="utf-8")


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = json.loads((EXPLORER.parent / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    others = {name: entry for name, entry in lock.items() if name}
    assert all("integrity" in entry and "resolved" not in entry for entry in others.values())


def test_the_browser_draws_webgl_and_chinese(tmp_path: Path) -> None:
    page_file = EXPLORER / "fonts" / "noto-sans-sc.css"
    html = f'<link rel="stylesheet" href="{page_file.as_uri()}"><p style="font: 40px Noto Sans SC">科转图谱</p>'
    (tmp_path / "page.html").write_text(f"<meta charset=utf-8>{html}", encoding="utf-8")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        page.evaluate("document.fonts.ready")
        loaded = page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').length")
        webgl = page.evaluate("Boolean(document.createElement('canvas').getContext('webgl2'))")
        browser.close()
    assert loaded >= 1
    assert webgl is True

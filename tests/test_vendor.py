"""What the page ships from others: as the lock gives it, licensed, typed, and asking nothing of other hosts."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tools import check_js, vendor
from tools.node import LOCK

EXPLORER = vendor.EXPLORER
LOCKED = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
MANIFEST = json.loads((EXPLORER / vendor.MANIFEST).read_text(encoding="utf-8"))
GOOD = """import { signal } from "{vendor}/preact.js"; import { Graph, Sigma } from "{vendor}/graph.js";
export const twice = () => signal(1).value * 2;
export const hear = (/** @type {Sigma} */ sigma) => sigma.on("clickNode", ({ node }) => node.trim());
export const size = () => new Graph().order.toFixed();
"""
BAD = GOOD.replace("signal(1)", 'signal("1")').replace("node.trim", "node.nothing").replace("toFixed", "trim")


def test_files_are_those_of_the_manifest() -> None:
    found = vendor.digests(EXPLORER / "vendor") | vendor.digests(EXPLORER / "fonts")
    assert found == MANIFEST["files"]


def test_files_are_what_the_lock_gives(tmp_path: Path) -> None:
    vendor.build(tmp_path)
    assert vendor.differences(tmp_path) == []
    with (tmp_path / "vendor" / "graph.js").open("a", encoding="utf-8") as file:
        file.write("// changed")
    (tmp_path / "fonts" / "LICENSE.txt").unlink()
    assert vendor.differences(tmp_path) == ["fonts/LICENSE.txt", "vendor/graph.js"]


def test_every_package_has_its_licence_and_the_integrity_of_the_lock() -> None:
    for name, entry in MANIFEST["packages"].items():
        assert LOCKED[f"node_modules/{name}"]["integrity"] == entry["integrity"]
        if name != vendor.FONT:
            text = (EXPLORER / "vendor" / "LICENSES" / f"{name.replace('/', '__')}.txt").read_text(encoding="utf-8")
            assert re.search("Permission is hereby granted|Apache License", text), name
    assert "SIL OPEN FONT LICENSE" in (EXPLORER / "fonts" / "LICENSE.txt").read_text(encoding="utf-8")


def test_the_lock_has_hashes_and_no_addresses() -> None:
    others = [entry for name, entry in LOCKED.items() if name]
    assert others
    assert all("integrity" in entry and "resolved" not in entry for entry in others)
    wanted = LOCKED[""]["devDependencies"].values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted)


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in [*(EXPLORER / "vendor").glob("*.js"), *(EXPLORER / "fonts").glob("*.css")]:
        text = file.read_text(encoding="utf-8")
        addresses = re.findall(r"https?://[^\s\"'`)]*", text)
        assert [url for url in addresses if not url.startswith("http://www.w3.org/")] == [], file.name


def test_the_type_check_knows_the_bundles(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = os.path.relpath(EXPLORER / "vendor", tmp_path)
    (tmp_path / "good.js").write_text(GOOD.replace("{vendor}", folder), encoding="utf-8")
    (tmp_path / "bad.js").write_text(BAD.replace("{vendor}", folder), encoding="utf-8")
    assert check_js.check(tmp_path) != 0
    found = capfd.readouterr().out
    assert "good.js" not in found
    assert re.findall(r"bad\.js\((\d+),", found) == ["2", "3", "4"]

"""The invented province: the same on every run, refused where it says, and its truth is about its own rows."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from api.bench.etl_changes import CHANGED, change
from api.bench.province import FILES, TRUTH, Province, generate
from api.bench.province_twins import DIFFERENT, HOWS, spelled
from api.bench.province_world import world
from etl.files.manifest import read_manifest
from etl.files.read import tables
from etl.rows.columns import ColumnValidator
from etl.rows.columns_batch import Batch
from etl.rows.headers import find_header
from etl.rows.records import Record
from graph.vocabulary import Vocabulary

ROWS = 5_000


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    return generate(tmp_path_factory.mktemp("province"), ROWS)


@pytest.fixture(scope="module")
def batches(province: Province, vocabulary: Vocabulary) -> dict[str, Batch]:
    found = {}
    for file in read_manifest(province.folder):
        table, label = next(tables(file.path)), vocabulary.label(file.kind or "")
        header = find_header(table.head, label, file)
        assert header.unknown == ()
        validator = ColumnValidator(label, header, file, table.sheet)
        found[file.name] = validator.read([row for row in table.rows if row.number > header.row])
    return found


def test_every_row_is_accepted_or_refused_as_it_was_made(province: Province, batches: dict[str, Batch]) -> None:
    assert sum(province.rows.values()) == ROWS
    assert {path: len(batches[path]) + len(batches[path].refused) for path in FILES} == province.rows
    assert {path: len(batches[path].refused) for path in FILES} == province.refused
    codes = {fault.code for batch in batches.values() for row in batch.refused for fault in row.faults}
    assert codes >= {"USCC_DIGIT", "PATENT_DIGIT", "CELL_DATE"}


def test_the_same_seed_gives_the_same_bytes(province: Province, tmp_path: Path) -> None:
    again, other = generate(tmp_path / "a", ROWS), generate(tmp_path / "b", ROWS, seed=8)
    same = {path: (again.folder / path).read_bytes() == (province.folder / path).read_bytes() for path in FILES}
    assert all(same.values())
    assert (other.folder / "patents.csv").read_bytes() != (province.folder / "patents.csv").read_bytes()


def test_files_of_many_chunks_have_one_heading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.bench.province.CHUNK", 100)
    made = generate(tmp_path, 2_000)
    lines = (tmp_path / "patents.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == made.rows["patents.csv"] + 1
    assert len({line.split(",")[0] for line in lines}) > made.rows["patents.csv"] * 0.9


def test_the_truth_names_uids_of_the_rows(province: Province, batches: dict[str, Batch]) -> None:
    uids = {path: {_uid(record) for record in batches[path].records()} for path in ("enterprises.csv", "registry.csv")}
    with (province.folder / TRUTH).open(encoding="utf-8", newline="") as lines:
        pairs = list(csv.DictReader(lines))
    assert len(pairs) == province.pairs > 50
    assert {pair["left"].partition("@")[0] for pair in pairs} <= uids["enterprises.csv"]
    assert {pair["right"].partition("@")[0] for pair in pairs} <= uids["registry.csv"]
    assert {pair["how"] for pair in pairs} == {"code", "brackets", "form", "short", "script", "region"}
    assert all(pair["left"] == pair["right"] for pair in pairs if pair["how"] == "code")


def _uid(record: Record) -> str:
    said = record.properties
    return f"org:uscc:{said['uscc']}" if "uscc" in said else f"org:name:{said['name']}"


def test_another_spelling_keeps_the_fancy_name_of_its_enterprise() -> None:
    known, at = world(ROWS, 7), np.arange(100)
    spellings = spelled(known, at).to_list()
    step = known.sizes["enterprises.csv"] // known.sizes["registry.csv"]
    fancy = known.short_name(at * step % known.sizes["enterprises.csv"]).str.slice(0, 2).to_list()
    same = [row for row in range(100) if row % len(HOWS) < DIFFERENT and HOWS[row % len(HOWS)] != "script"]
    assert all(fancy[row] in spellings[row] for row in same)


def test_a_share_of_the_rows_is_changed_and_no_key(tmp_path: Path) -> None:
    made = generate(tmp_path, 2_000)
    before = {path: _rows(tmp_path / path) for path in CHANGED}
    changed = change(tmp_path, 100)
    after = {path: _rows(tmp_path / path) for path in CHANGED}
    assert changed == sum(-(-made.rows[path] // 100) for path in CHANGED)
    for path, heading in CHANGED.items():
        other = [(old, new) for old, new in zip(before[path], after[path], strict=True) if old != new]
        assert len(other) == -(-made.rows[path] // 100)
        assert all({key for key in old if old[key] != new[key]} == {heading} for old, new in other)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

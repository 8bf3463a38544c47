"""Damaged files: whatever is done to one, reading it ends in tables or in a coded error that names it."""

from __future__ import annotations

import io
import random
import zlib
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from etl.files.discover import plan
from etl.files.read import tables
from etl.files.spool import Spool
from etl.files.standard_input import spool_stream
from graph.errors import InputError
from tests.mangled_files import (
    BYTES,
    METADATA,
    TEXT,
    Mangle,
    cut,
    flip,
    insert,
    mangled,
    mix,
    packed,
    real,
    repacked,
    shuffle,
)

SEED = 20_240_101
ROWS_AT_MOST = 5_000  # an input of a few kilobytes that gives more is read in a circle


def outcome(path: Path) -> str:
    """How reading a file ends: "tables", or the code of its error; anything else fails the test."""
    try:
        for table in tables(path):
            found = list(islice(table.rows, ROWS_AT_MOST))
            assert len(found) < ROWS_AT_MOST
            assert {row.error.code for row in found if row.error} <= {"ROW_JSON"}
            assert table.head[0] == found[0]
    except InputError as error:
        told = error
    else:
        return "tables"
    assert path.name in told.words.zh
    assert path.name in told.words.en
    return told.code


CASES = [("csv", 4_000, TEXT), ("tsv", 1_000, TEXT), ("jsonl", 2_500, TEXT), ("json", 1_500, TEXT)]


@pytest.mark.parametrize(("form", "count", "ways"), CASES, ids=[form for form, _, _ in CASES])
def test_mangled_text(tmp_path: Path, form: str, count: int, ways: tuple[Mangle, ...]) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    for _ in range(count):
        data = mangled(chance, chance.choice(real(form)), ways)
        path = tmp_path / (f"a.{form}.gz" if chance.random() < 0.15 else f"a.{form}")
        path.write_bytes(packed(chance, data) if path.suffix == ".gz" else data)
        ends[outcome(path)] += 1
    assert ends["tables"] > count / 25, ends
    assert len(ends) > 3, ends


def test_mangled_workbooks(tmp_path: Path) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    (data,) = real("xlsx")
    for number in range(900):
        path = tmp_path / ("a.xlsx.gz" if number % 20 == 0 else "a.xlsx")
        odd = repacked(chance, data) if number % 3 else mangled(chance, data, BYTES)
        path.write_bytes(packed(chance, odd) if path.suffix == ".gz" else odd)
        ends[outcome(path)] += 1
    assert ends["tables"] > 90, ends
    assert {"FILE_UNREADABLE", "WORKBOOK_HUGE"} <= ends.keys(), ends


def test_mangled_parquet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    path = tmp_path / "a.parquet"
    for _ in range(600):
        path.write_bytes(mangled(chance, chance.choice(real("parquet")), METADATA))
        ends[outcome(path)] += 1
    capfd.readouterr()  # what polars prints when it panics
    assert {"tables", "FILE_UNREADABLE"} <= ends.keys(), ends


def test_mangled_standard_input() -> None:
    chance, ends, spool = random.Random(SEED), Counter[str](), Spool()
    forms = ("csv", "tsv", "jsonl", "json")
    for _ in range(400):
        data = mangled(chance, chance.choice(real(chance.choice(forms))), TEXT)
        try:
            path = spool_stream(io.BytesIO(packed(chance, data) if chance.random() < 0.2 else data), spool)
        except InputError as error:
            ends[error.code] += 1
        else:
            ends[outcome(path)] += 1
    assert ends["tables"] > 40, ends


DECLARATIONS = {
    "sources.toml": """
[[source]]
id = "s"
refresh = "daily"
fictitious = true
[[source.file]]
path = "a.csv"
kind = "Patent"
columns = { x = "name", y = "" }
units = { x = "万元" }
""",
    "columns.toml": """
kind = "Patent"
minimum = 3
columns = { x = "name", y = "" }
[units]
z = "万元"
[constants]
a = "b"
""",
}


@pytest.mark.parametrize("name", DECLARATIONS)
def test_mangled_declarations(tmp_path: Path, name: str) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    (tmp_path / "a.csv").write_text("name\nx\n", encoding="utf-8")
    text = DECLARATIONS[name].encode()
    for _ in range(300):
        (tmp_path / name).write_bytes(mangled(chance, text, (flip, cut, insert, shuffle, mix)))
        try:
            plan([tmp_path])
            ends["plan"] += 1
        except InputError as error:
            ends[error.code] += 1
    assert ends["plan"] > 0, ends
    assert ends["MANIFEST_INVALID"] > 100, ends


def test_a_gzip_bomb_is_read_in_pieces(tmp_path: Path) -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    zeros = b"".join([squeeze.compress(b"0" * (1 << 20)) for _ in range(64)])
    (tmp_path / "a.csv.gz").write_bytes(zeros + squeeze.flush())
    assert outcome(tmp_path / "a.csv.gz") == "FILE_LINE_LONG"

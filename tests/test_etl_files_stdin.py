"""Standard input: its format found out or given, read twice, named in errors."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from etl.files.discover import plan
from etl.files.read import tables
from etl.files.standard_input import sniff
from graph.errors import InputError

ROWS = [{"name": "甲", "city": "杭州"}, {"name": "乙", "city": "宁波"}]
LINES = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)


def excel() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for cells in (list(ROWS[0]), *(list(row.values()) for row in ROWS)):
        sheet.append(cells)
    book.save(stream)
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(ROWS).write_parquet(stream)
    return stream.getvalue()


CONTENTS = {
    "csv": "name,city\n甲,杭州\n乙,宁波\n".encode(),
    "tsv": "name\tcity\n甲\t杭州\n乙\t宁波\n".encode("gb18030"),
    "jsonl": LINES.encode(),
    "json": json.dumps(ROWS, indent=1).encode("utf-8-sig"),
    "xlsx": excel(),
    "parquet": parquet(),
}


@pytest.mark.parametrize(
    ("form", "packed"),
    [*((form, "plain") for form in CONTENTS), *((form, "gzip") for form in CONTENTS if form != "parquet")],
)
@pytest.mark.parametrize("given", ["given", "sniffed"])
def test_every_format_can_be_piped(form: str, packed: str, given: str) -> None:
    data = gzip.compress(CONTENTS[form]) if packed == "gzip" else CONTENTS[form]
    found = plan([Path("-")], stdin=io.BytesIO(data), form=form if given == "given" else None, kind="Organization")
    (file,) = found.files
    assert (file.source.id, file.kind) == ("stdin", "Organization")
    table = next(iter(tables(file.path)))
    for _ in range(2):
        assert [row.cells for row in table.rows] == [["name", "city"], ["甲", "杭州"], ["乙", "宁波"]]


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (LINES, ".jsonl"),
        (LINES.splitlines()[0], ".jsonl"),
        ('{"name": "甲", "tags": ["x"]}', ".jsonl"),
        ('{"name": 1\n{"name": 2}', ".jsonl"),
        ('{"data": [{"a": 1}]}', ".json"),
        ('{"code": 0, "data": {"list": [{"a": 1}]}}', ".json"),
        ('{\n "data": [\n', ".json"),
        ('{"data": [{"a": "' + "x" * 70_000, ".json"),
        ('{"a": "' + "x" * 70_000, ".jsonl"),
        ("\n [", ".json"),
        ("name;city", ".csv"),
        ("", ".csv"),
    ],
)
def test_what_a_text_looks_like(text: str, suffix: str) -> None:
    assert sniff(text[: 1 << 16].encode()) == suffix
    assert sniff(text[: 1 << 16].encode("utf-16")) == suffix


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(InputError, match="STDIN_EMPTY"):
        plan([Path("-")], stdin=io.BytesIO())
    with pytest.raises(InputError, match="FILE_FORMAT"):
        plan([Path("-")], stdin=io.BytesIO(b"x"), form="pdf")
    with pytest.raises(InputError, match="FILE_UNREADABLE"):
        plan([Path("-")], stdin=io.BytesIO(b"\x1f\x8b\x08\x00" + bytes(20) + b"broken"))
    (file,) = plan([Path("-")], stdin=io.BytesIO(b'a,b\n"1,2\n')).files
    with pytest.raises(InputError, match=r"CSV_QUOTE.*stdin\.csv 第 2 行"):
        list(tables(file.path))


def test_it_stands_beside_files_and_is_gone_afterwards(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CONTENTS["csv"])
    found = plan([Path("-"), tmp_path, Path("-")], stdin=io.BytesIO(CONTENTS["jsonl"]), source="here")
    assert [(file.name, file.source.id) for file in found.files] == [("a.csv", "here"), ("stdin.jsonl", "here")]
    path = found.files[1].path
    del found
    assert not path.exists()

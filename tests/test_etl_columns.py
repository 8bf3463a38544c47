"""Validation by column says of every row what validation by row says: same values, same types, same faults."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.files.manifest import InputFile, Source
from etl.files.read import RawRow
from etl.rows.clean import EMPTY, line, many, prose
from etl.rows.coded import companions
from etl.rows.columns import ColumnValidator
from etl.rows.columns_batch import Batch
from etl.rows.columns_cells import ColumnReader
from etl.rows.headers import Column, Header, find_header
from etl.rows.records import Record
from etl.rows.slots import slot_for
from etl.rows.validate import RowValidator
from graph.errors import InputError
from graph.ontology import load_vocabulary
from graph.words import Words
from tests.cells import CELLS, NEAR

VOCABULARY = load_vocabulary()
KINDS = ("Enterprise", "Researcher", "Patent", "Achievement", "Demand", "Case", "IPC", "Industry", "Term")


def _file(kind: str, **more: Any) -> InputFile:
    return InputFile(Path("a.csv"), "a.csv", Source("s", Words("s", "s")), kind, **more)


def _both(kind: str, header: Header, rows: Sequence[RawRow], file: InputFile) -> tuple[Batch, list[Any], list[Any]]:
    label = VOCABULARY.label(kind)
    by_row = RowValidator(label, header, file, "a|b")
    outcomes = [by_row.read(row) for row in rows]
    kept = [(row, record) for row, record in zip(rows, outcomes, strict=True) if isinstance(record, Record)]
    notes = [note for _, record in kept for note in by_row.notes(record)]
    notes += [remark for row, _ in kept for remark in by_row.remarks(row)]
    return ColumnValidator(label, header, file, "a|b").read(rows), outcomes, notes


def _compare(kind: str, header: Header, rows: Sequence[RawRow], file: InputFile) -> Batch:
    batch, outcomes, notes = _both(kind, header, rows, file)
    records = [record for record in outcomes if isinstance(record, Record)]
    assert list(map(_said, batch.records())) == list(map(_said, records))
    assert batch.refused == [row for row in outcomes if not isinstance(row, Record)]
    assert batch.notes == notes
    assert len(batch) == len(records)
    return batch


def _said(record: Record) -> str:
    """Everything a record says, with the types of its values."""
    told = sorted([*record.properties.items(), *record.links.items()])
    return repr((record.place, record.explicit, told))


def _header(kind: str, extra: Sequence[str] = ()) -> Header:
    label = VOCABULARY.label(kind)
    targets = ["uid", *label.properties, *label.links, *companions(label), *extra]
    columns = (Column(index, f"h{index}", name, 1e4 if name in extra else 1.0) for index, name in enumerate(targets))
    return Header(1, tuple(columns), ())


@settings(max_examples=60, deadline=None)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_arbitrary_cells_mean_the_same_by_column_and_by_row(data: st.DataObject, kind: str) -> None:
    header = _header(kind)
    row = st.lists(CELLS | NEAR, max_size=len(header.columns) + 1)
    cells = data.draw(st.lists(row, max_size=6))
    rows = [RawRow(number, list(row)) for number, row in enumerate(cells, 2)]
    _compare(kind, header, rows, _file(kind))


@settings(max_examples=200, deadline=None)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_nearly_clean_columns_mean_the_same_by_column_and_by_row(data: st.DataObject, kind: str) -> None:
    label = VOCABULARY.label(kind)
    name = data.draw(st.sampled_from([*label.properties, *label.links]))
    header = Header(1, (Column(0, "h", name, data.draw(st.sampled_from([1.0, 1e3, 1e4]))),), ())
    cells = data.draw(st.lists(NEAR, min_size=1, max_size=30))
    _compare(kind, header, [RawRow(number, [cell]) for number, cell in enumerate(cells, 2)], _file(kind))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_several_columns_of_one_property_and_constants(data: st.DataObject) -> None:
    header = _header("Achievement", ["uid", "name", "funding", "keywords", "completers", "trl"])
    file = _file(
        "Achievement", constants={"category": "基础研究", "keywords": "储能；电池", "uid": "ach:x", "form": "/"}
    )
    row = st.lists(NEAR, min_size=len(header.columns), max_size=len(header.columns))
    rows = [RawRow(number, cells) for number, cells in enumerate(data.draw(st.lists(row, max_size=5)), 2)]
    _compare("Achievement", header, rows, file)


def test_a_row_that_cannot_be_read_is_refused_with_its_reason() -> None:
    rows = [RawRow(2, ["D1", "甲"]), RawRow(3, [], InputError("ROW_JSON", why="x", column=1)), RawRow(4, [])]
    head = RawRow(1, ["需求编号", "需求名称"])
    file = _file("Demand")
    batch = _compare("Demand", find_header([head], VOCABULARY.label("Demand"), file), rows, file)
    assert [row.number for row in batch.refused] == [3, 4]
    assert batch.kept.columns.to_dict(as_series=False) == {"source_id": ["D1"], "title": ["甲"]}


def test_of_a_secret_row_nothing_is_remembered() -> None:
    file = _file("Achievement")
    head = RawRow(1, ["成果名称", "密级", "完成日期", "底价"])
    header = find_header([head], VOCABULARY.label("Achievement"), file)
    validator = ColumnValidator(VOCABULARY.label("Achievement"), header, file, "")
    batch = validator.read(
        [RawRow(2, ["隐形Ｘ", "秘密", "2020年5月", "77"]), RawRow(3, ["甲", "公开", "2020年6月", "1"])]
    )
    assert [(f.code, f.value) for row in batch.refused for f in row.faults] == [("SECRET", None)]
    kept = repr([vars(validator), [reader.memory for reader in validator._readers], batch.kept.columns.to_dicts()])
    kept = re.sub(r"0x[0-9a-f]+", "", kept)  # addresses of objects
    assert not any(text in kept for text in ("隐形", "2020年5月", "2020-05", "77"))


def test_columns_are_typed() -> None:
    head = RawRow(1, ["专利名称", "申请日", "评估价值（万元）", "关键词", "申请人"])
    file = _file("Patent")
    header = find_header([head], VOCABULARY.label("Patent"), file)
    rows = [
        RawRow(2, ["甲", "2020-01-31", "1.2", "储能；电池", "A公司"]),
        RawRow(3, ["乙", None, "3亿", "", "B大学、C大学"]),
    ]
    batch = _compare("Patent", header, rows, file)
    assert {name: str(dtype) for name, dtype in batch.kept.columns.schema.items()} == {
        "title": "String",
        "filed": "String",
        "valuation": "Float64",
        "keywords": "List(String)",
        "applicants": "List(String)",
    }
    assert batch.kept.columns["valuation"].to_list() == [1.2 * 1e4, 3 * 1e8]
    assert batch.kept.columns["applicants"].to_list() == [["A公司"], ["B大学", "C大学"]]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.rows.columns_memory.MOST", 10)
    reader = ColumnReader(slot_for(VOCABULARY.label("Demand"), Column(0, "h", "deadline")), VOCABULARY.label("Demand"))
    for year in range(1900, 2000, 5):
        reader.take([[f"{year + n}年"] for n in range(5)])
        assert len(reader.memory.places([f"{year + n}年" for n in range(5)])) == 5
        assert len(reader.memory) < 20


@pytest.mark.parametrize("target", ["title", "abstract", "keywords", "applicants", "filed", "valuation"])
def test_no_empty_marker_is_taken_for_a_value(target: str) -> None:
    markers = [marker for known in EMPTY for marker in {known, known.upper(), known.title(), f" {known}"}]
    cells = [*markers, *(f"{marker}；储能" for marker in markers), *(f"储能；{marker}" for marker in markers)]
    header = Header(1, (Column(0, "h", target),), ())
    _compare("Patent", header, [RawRow(number, [cell]) for number, cell in enumerate(cells, 2)], _file("Patent"))


def test_signs_that_pass_as_clean_are_left_alone_by_the_converters() -> None:
    from etl.rows.columns_plain import FULL_WIDTH, SIGNS

    han = [chr(code) for code in range(0x4E00, 0xA000)]
    for char in [*map(chr, range(0x21, 0x7F)), *SIGNS, *han]:
        assert line(f"字{char}字字字字") == f"字{char}字字字字"
        assert prose(f"字{char}字字字字") == f"字{char}字字字字"
    assert all(prose(f"字{char}字字字字") == f"字{char}字字字字" for char in FULL_WIDTH)
    assert all(many(f"字{char}字") == [f"字{char}字"] for char in [*han, *"()./&+-"])


def test_a_number_that_is_none_is_no_number() -> None:
    header = Header(1, (Column(0, "h", "valuation"), Column(1, "t", "title"), Column(2, "f", "filed")), ())
    rows = [RawRow(2, [math.nan, "甲", math.nan]), RawRow(3, [math.inf, "乙", -math.inf]), RawRow(4, [10**400, 1, 1])]
    batch = _compare("Patent", header, rows, _file("Patent"))
    assert [row.number for row in batch.refused] == [3, 4]
    assert [record.properties for record in batch.records()] == [{"title": "甲"}]


def test_excel_cells_of_a_column_are_not_mixed_up() -> None:
    header = Header(1, (Column(0, "h", "anonymous"), Column(1, "n", "source_id"), Column(2, "t", "title")), ())
    rows = [RawRow(n, [cell, cell, datetime(2020, 1, 2)]) for n, cell in enumerate([1, True, 1.0, 0, False, "1"], 2)]
    batch = _compare("Demand", header, rows, _file("Demand"))
    assert batch.kept.columns["source_id"].to_list() == ["1", "True", "1", "0", "False", "1"]
    assert batch.kept.columns["title"].to_list() == [str(datetime(2020, 1, 2))] * 6
    assert date(2020, 1, 2).isoformat() in batch.kept.columns["title"][0]

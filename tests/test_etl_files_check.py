"""The same rows in every format: read, validated and refused alike."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from etl.files.asked_query import Query
from etl.files.discover import Plan, plan
from etl.run import check
from graph.vocabulary import Vocabulary

HEAD = ("成果名称", "成果登记号", "资助金额", "完成日期", "随便")
ROWS: list[tuple[object, ...]] = [
    ("一种石墨烯散热膜", "9332024Y0001", 12.5, "2024-01-02", "x"),
    ("", "9332024Y0002", 3, "2024-02", "y"),
    ("深海采矿机器人", "9332024Y0003", 0, "2023年5月", "z"),
]


def objects() -> list[dict[str, object]]:
    return [dict(zip(HEAD, row, strict=True)) for row in ROWS]


def as_csv(folder: Path) -> Plan:
    with (folder / "a.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([HEAD, *ROWS])
    return plan([folder])


def as_packed_tsv(folder: Path) -> Plan:
    with gzip.open(folder / "a.tsv.gz", "wt", encoding="utf-8") as stream:
        csv.writer(stream, delimiter="\t").writerows([HEAD, *ROWS])
    return plan([folder / "a.tsv.gz"])


def as_workbook(folder: Path) -> Plan:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("基本信息", None, "完成情况", None, None), HEAD, *ROWS):
        sheet.append(list(row))
    for one in ("A1:B1", "C1:E1"):
        sheet.merge_cells(one)
    book.save(folder / "a.xlsx")
    return plan([folder])


def as_json(folder: Path) -> Plan:
    (folder / "a.json").write_text(json.dumps({"data": objects()}, ensure_ascii=False), encoding="utf-8")
    return plan([folder])


def as_json_lines(folder: Path) -> Plan:
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, objects())), encoding="utf-8")
    return plan([folder])


def as_parquet(folder: Path) -> Plan:
    pl.DataFrame(objects()).with_columns(pl.col("资助金额").cast(pl.Float64)).write_parquet(folder / "a.parquet")
    return plan([folder])


def as_query(folder: Path) -> Plan:
    with sqlite3.connect(folder / "a.db") as database:
        database.execute(f"create table a ({', '.join(HEAD)})")
        database.executemany("insert into a values (?, ?, ?, ?, ?)", ROWS)
    database.close()
    (folder / "sources.toml").write_text(
        '[[source]]\nid = "s"\n[[source.file]]\nquery = "select * from a order by 2"\ndatabase = "sqlite:///a.db"',
        encoding="utf-8",
    )
    return plan([folder])


def as_call(folder: Path) -> Plan:
    as_query(folder)
    query = Query("select * from a order by 2", "成果/2024|a", database="sqlite:///a.db", folder=folder)
    return plan([], sql=[query], source="s")


def as_stream(folder: Path) -> Plan:
    return plan([Path("-")], stdin=io.BytesIO(as_csv(folder).files[0].path.read_bytes()))


@pytest.mark.parametrize(
    ("made", "row"),
    [
        (as_csv, 3),
        (as_packed_tsv, 3),
        (as_workbook, 4),
        (as_json, 2),
        (as_json_lines, 2),
        (as_parquet, 2),
        (as_query, 2),
        (as_call, 2),
        (as_stream, 3),
    ],
)
def test_every_format_says_the_same(
    tmp_path: Path, vocabulary: Vocabulary, made: Callable[[Path], Plan], row: int
) -> None:
    (tmp_path / "in").mkdir()
    report = check(made(tmp_path / "in"), vocabulary, rejects=tmp_path / "out")
    (one,) = report.files
    assert (one.kind, one.read, one.rejected) == ("Achievement", 3, 1)
    assert [heading.rpartition(" › ")[2] for heading in one.unknown_columns] == ["随便"]
    assert [(fault.row, fault.code) for fault in report.faults] == [(row, "CELL_REQUIRED")]
    assert "|" not in one.file
    with Path(report.rejects[0]).open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.reader(stream))
    assert [cells[1] for cells in found[1:]] == ["9332024Y0002"]

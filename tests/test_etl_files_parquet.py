"""Parquet: types of values, row numbers over batches, damage."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from etl.files.discover import plan
from etl.files.parquet import BATCH
from etl.files.read import tables
from graph.errors import InputError


def cells(path: Path) -> list[tuple[int, list[object]]]:
    return [(row.number, row.cells) for table in tables(path) for row in table.rows]


def test_values_become_cells(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "名称": ["甲", None],
            "day": [date(2024, 1, 2), None],
            "at": [datetime(2024, 1, 2, 3, 4), None],
            "clock": [time(1, 2), None],
            "whole": [Decimal("12.00"), Decimal("0.57")],
            "share": [float("nan"), float("-inf")],
            "tags": [["x", None], []],
            "place": [{"city": "杭州"}, None],
            "raw": [b"\xff\x00", "乙".encode()],
            "yes": [True, False],
            "big": pl.Series([2**100, 7], dtype=pl.Int128),
        }
    )
    frame.write_parquet(tmp_path / "a=b [1].parquet")
    head, first, second = cells(tmp_path / "a=b [1].parquet")
    assert head == (0, frame.columns)
    assert first[1][:7] == ["甲", date(2024, 1, 2), datetime(2024, 1, 2, 3, 4), "01:02:00", 12, None, ["x", None]]
    assert first[1][7:] == [{"city": "杭州"}, "ff00", True, str(2**100)]
    assert second == (2, [None, None, None, None, 0.57, "-inf", [], None, "乙", False, 7])


def test_rows_keep_their_place_over_batches(tmp_path: Path) -> None:
    count = 2 * BATCH + 7
    pl.DataFrame({"i": range(count)}).write_parquet(tmp_path / "a.parquet", row_group_size=BATCH // 3)
    found = cells(tmp_path / "a.parquet")
    assert found == [(0, ["i"]), *((number + 1, [number]) for number in range(count))]


def test_columns_without_rows_are_a_table(tmp_path: Path) -> None:
    pl.DataFrame({"name": pl.Series([], dtype=pl.String)}).write_parquet(tmp_path / "a.parquet")
    assert cells(tmp_path / "a.parquet") == [(0, ["name"])]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + bytes(30) + b"PAR1", b"a,b\n1,2\n3,4\n5,6\n", b"PK" * 20])
def test_what_is_no_parquet_file_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    with pytest.raises(InputError, match=r"FILE_UNREADABLE.*a\.parquet"):
        cells(tmp_path / "a.parquet")


def test_it_is_not_packed_twice(tmp_path: Path) -> None:
    (tmp_path / "a.parquet.gz").write_bytes(b"")
    with pytest.raises(InputError, match=r"FILE_FORMAT.*a\.parquet\.gz"):
        plan([tmp_path / "a.parquet.gz"])
    assert plan([tmp_path]).ignored == ["a.parquet.gz"]

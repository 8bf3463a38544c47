"""Parquet to a table, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from etl.files.parquet_frame import sound
from etl.files.reading import reading
from etl.files.table import RawRow, Rows, Table, cell, check_width
from graph.errors import InputError
from graph.words import message

BATCH = 5_000
DAMAGE = (pl.exceptions.PolarsError, ValueError, OverflowError)


def parquet(path: Path) -> Iterator[Table]:
    """The one table of a Parquet file; its rows count from 1, the names of its columns are row 0.

    Raises ``InputError`` (FILE_UNREADABLE, FILE_DENIED, TABLE_WIDE), also while rows are read.
    """
    with reading(path, *DAMAGE):
        if not sound(path):
            raise InputError("FILE_UNREADABLE", file=path.name, why=message("WHY_PARQUET"))
        names = list(_scan(path).collect_schema())
    check_width(len(names), file=path.name)
    header = RawRow(0, list(names))
    yield Table("", [header], Rows(lambda: _rows(path, header)))


def _rows(path: Path, header: RawRow) -> Iterator[RawRow]:
    yield header
    number = 0
    for batch in _batches(path):
        for values in batch:
            number += 1
            yield RawRow(number, [cell(value) for value in values])


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)  # [1] and a=b in a path are only names


def _batches(path: Path) -> Iterator[list[tuple[Any, ...]]]:
    with reading(path, *DAMAGE):
        for batch in _scan(path).collect_batches(chunk_size=BATCH, maintain_order=True):
            yield batch.rows()

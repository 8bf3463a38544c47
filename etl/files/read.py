"""Files to tables: every format ends in the same ``Table`` of ``RawRow``s."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from etl.files.delimited import delimited
from etl.files.forms import LOOSE, SPOOLED, form, unknown
from etl.files.json_array import json_array
from etl.files.json_lines import json_lines
from etl.files.parquet import parquet
from etl.files.spool import spooled
from etl.files.table import Cell, RawRow, Table
from etl.files.workbook import workbook

__all__ = ["Cell", "RawRow", "Table", "tables"]

READERS: dict[str, Callable[[Path], Iterator[Table]]] = {
    ".csv": delimited,
    ".tsv": delimited,
    LOOSE: delimited,
    ".xlsx": workbook,
    ".jsonl": json_lines,
    ".json": json_array,
    ".parquet": parquet,
    SPOOLED: spooled,
}


def tables(path: Path) -> Iterator[Table]:
    """The tables of a file, empty sheets left out. Of a workbook one sheet at a time is held, of all else a batch.

    Raises ``InputError``, each naming the file: FILE_FORMAT, FILE_OLD_EXCEL, FILE_UNREADABLE, FILE_DENIED, FILE_BINARY,
    FILE_ENCODING, FILE_MIXED, FILE_LINE_LONG, CSV_QUOTE, CSV_LINE, JSON_SHAPE, TABLE_WIDE, WORKBOOK_HUGE; those of a
    single line also while rows are read.
    """
    found = form(path)
    if found is None:
        raise unknown(path)
    return READERS[found](path)

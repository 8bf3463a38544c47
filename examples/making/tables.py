"""A table on its way to a source file of any format, the same bytes on every run."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from examples.making.workbook import workbook

Cell = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Table:
    """One source file: its ``source`` in the manifest, what ``kind`` its rows are, header and rows.

    The suffix of ``path`` decides the format: .csv, .tsv, .xlsx or .jsonl, each but Excel also .gz.
    ``constants``: values of every row; ``columns``: header → property where the vocabulary does not know the header,
    "" = kept in the file for people, not loaded.
    """

    source: str
    path: str
    kind: str
    header: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    constants: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    sheet: str = ""


def write(table: Table, folder: Path) -> Path:
    """Write ``table`` below ``folder`` and return its path. Raises ``ValueError`` for a format that is not known."""
    target = folder / table.path
    target.write_bytes(_zipped(content(table)) if target.suffix == ".gz" else content(table))
    return target


def content(table: Table) -> bytes:
    """The bytes of ``table`` before compression. Raises ``ValueError`` for a format that is not known."""
    suffix = table.path.removesuffix(".gz").rpartition(".")[2]
    if suffix == "xlsx":
        return workbook(table.sheet, table.header, [[_text(c) for c in row] for row in table.rows])
    if suffix == "jsonl":
        return _jsonl(table)
    if suffix in {"csv", "tsv"}:
        return _separated(table, {"csv": ",", "tsv": "\t"}[suffix])
    raise ValueError(f"no such format: {table.path}")


def _separated(table: Table, delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows([_text(c) for c in row] for row in table.rows)
    return out.getvalue().encode(table.encoding)


def _jsonl(table: Table) -> bytes:
    named = ({h: c for h, c in zip(table.header, row, strict=True) if c not in (None, "", ())} for row in table.rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in named).encode(table.encoding)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return "；".join(cell) if isinstance(cell, tuple) else str(cell)


def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)

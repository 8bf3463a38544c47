"""What comes but once, a query's result or standard input, is written down: two readings then see the same rows."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson

from etl.files.decode import lines
from etl.files.table import Cell, RawRow, Rows, Table
from graph.errors import InputError


class Spool:
    """A folder that only its owner can read, gone when nothing holds the spool any more, at the latest at exit."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kezhuan-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def __repr__(self) -> str:  # a part of what a load is known by: the same in every run
        return "Spool()"

    def place(self, name: str) -> Path:
        """A path for a file called ``name`` that is not taken."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        return folder / name


def write_spooled(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows down for ``spooled`` to read: a JSON array a line, the header first."""
    with path.open("wb") as stream:
        stream.write(_line(header))
        for row in rows:
            stream.write(_line(row))


def spooled(path: Path) -> Iterator[Table]:
    """The table that ``write_spooled`` wrote; rows count from 1, the header is row 0."""
    rows = Rows(lambda: _rows(path))
    yield Table("", rows.first()[:1], rows)


def _rows(path: Path) -> Iterator[RawRow]:
    for number, line in enumerate(lines(path, "utf-8")):
        try:
            yield RawRow(number, orjson.loads(line))
        except orjson.JSONDecodeError as error:  # the disk was full, or somebody else's hand was in it
            raise InputError("CSV_LINE", file=path.name, line=number, why=error.msg) from error


def _line(row: Sequence[Cell]) -> bytes:
    try:
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # half a surrogate pair, which some drivers let through
        cells = [one.encode("utf-8", "replace").decode() if isinstance(one, str) else one for one in row]
        return orjson.dumps(cells, default=str, option=orjson.OPT_APPEND_NEWLINE)

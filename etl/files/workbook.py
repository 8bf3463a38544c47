"""Excel workbooks to tables: a sheet is held at a time; merged cells are read as they are meant."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from etl.files.decode import open_bytes
from etl.files.merged import filled, spread
from etl.files.reading import reading
from etl.files.table import RawRow, Rows, Table, check_width
from etl.files.workbook_size import LARGEST, check_size

DAMAGE = (CalamineError, ValueError, OverflowError)


def workbook(path: Path) -> Iterator[Table]:
    """The sheets of a workbook that hold anything, in its order; rows keep the numbers that Excel shows.

    A value merged over several rows stands in each of them; of a header in two rows, group titles above, one is made
    (``merged.py``). Raises ``InputError``: FILE_UNREADABLE, FILE_DENIED, WORKBOOK_HUGE, TABLE_WIDE.
    """
    book = _Book(path)
    for name in book.names:
        rows = Rows(partial(book.rows, name))
        if head := rows.first():
            yield Table(name, head, rows)


class _Book:
    """A workbook, opened, and the sheet that was asked for last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with reading(path), open_bytes(path) as stream:
            data = stream.read(LARGEST + 1)
        check_size(data, path.name)
        with reading(path, *DAMAGE):
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            self.names = list(self._book.sheet_names)
        self._last: tuple[str, CalamineSheet] | None = None

    def rows(self, name: str) -> Iterator[RawRow]:
        """The filled rows of a sheet."""
        with reading(self._path, *DAMAGE):
            sheet = self._sheet(name)
            left = [""] * (sheet.start[1] if sheet.start else 0)  # calamine begins with the first column in use
            rows = ([*left, *cells] for cells in sheet.iter_rows())
            for number, cells in spread(rows, sheet.merged_cell_ranges or ()):
                check_width(len(cells), file=self._path.name)
                if any(map(filled, cells)):
                    yield RawRow(number, cells)

    def _sheet(self, name: str) -> CalamineSheet:
        if self._last is None or self._last[0] != name:
            self._last = None  # let go of one before the next is read
            self._last = (name, self._book.get_sheet_by_name(name))
        return self._last[1]

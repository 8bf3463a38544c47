"""The tables of a file handed in or kept: kind, header and rows, as a load would take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from etl.files.manifest import InputFile
from etl.files.marks import CODES, EXAMPLE, GUIDE
from etl.files.read import Cell, RawRow, Table, tables
from etl.rows.gather import header_of, marks_of
from etl.rows.headers import Header
from etl.rows.validate import RowValidator
from graph.vocabulary import Label, Vocabulary


@dataclass(frozen=True, slots=True)
class HandedTable:
    """One table whose rows can be queued. ``sheet`` is named as in references, ``titles`` are its headings."""

    file: InputFile
    sheet: str
    label: Label
    header: Header
    table: Table

    @property
    def titles(self) -> list[Cell]:
        """The cells of the header."""
        return next(row.cells for row in self.table.head if row.number == self.header.row)

    def rows(self) -> Iterator[RawRow]:
        """The rows below the header."""
        return (row for row in self.table.rows if row.number > self.header.row)

    def validator(self) -> RowValidator:
        """What tells a row's record, or why it is refused."""
        return RowValidator(self.label, self.header, self.file, self.sheet)

    def cells(self, row: RawRow) -> dict[str, Cell]:
        """The filled cells of a row by their headings, of columns that are understood.

        A heading that comes twice gets a space at its end: headings are read without spaces, and no cell is lost.
        """
        found: dict[str, Cell] = {}
        for column in self.header.columns:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if cell is None or cell == "" or column.again:
                continue
            heading = column.heading
            while heading in found:
                heading += " "
            found[heading] = cell
        return found


@dataclass(frozen=True, slots=True)
class Handed:
    """The tables of a file: those that can be queued, and those that are of no kind (a cover, a guide)."""

    known: list[HandedTable]
    other: list[Table]


def handed(file: InputFile, vocabulary: Vocabulary) -> Handed:
    """The tables of ``file``. Raises ``InputError`` as ``etl.files.read.tables`` does."""
    known, other, marks = [], [], marks_of(file)
    for table in tables(file.path):
        skipped = table.sheet in (CODES, EXAMPLE, GUIDE) or file.sheet not in (None, table.sheet)
        found = None if skipped else header_of(table, file, vocabulary, marks, alone=False)
        if found is None:
            other.append(table)
        else:
            header, label = found
            known.append(HandedTable(file, table.sheet.replace("|", "¦"), label, header, table))
    return Handed(known, other)


def as_sheet(found: HandedTable, sheet: str) -> HandedTable:
    """The same table under the name of the sheet that it was copied from."""
    return replace(found, sheet=sheet)

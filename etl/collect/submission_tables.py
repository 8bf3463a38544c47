"""The tables of a file handed in or kept: kind, header and rows, as a load would take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from etl.files.discover import stem
from etl.files.manifest import InputFile
from etl.files.marks import CODES, EXAMPLE, GUIDE
from etl.files.read import Cell, RawRow, Table, tables
from etl.rows.headers import Header, find_header
from etl.rows.kinds import fits, guess_kind, kind_named
from etl.rows.validate import RowValidator
from graph.errors import InputError
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
            if cell is None or cell == "":
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
    known, other = [], []
    for table in tables(file.path):
        found = _known(table, file, vocabulary)
        if found is None:
            other.append(table)
        else:
            known.append(found)
    return Handed(known, other)


def as_sheet(found: HandedTable, sheet: str) -> HandedTable:
    """The same table under the name of the sheet that it was copied from."""
    return replace(found, sheet=sheet)


def _known(table: Table, file: InputFile, vocabulary: Vocabulary) -> HandedTable | None:
    if table.sheet in (GUIDE, EXAMPLE, CODES) or file.sheet not in (None, table.sheet):
        return None
    kind = _kind(table, file, vocabulary)
    if kind is None:
        return None
    label = vocabulary.label(kind)
    try:
        header = find_header(table.head, label, file)
    except InputError:
        return None
    return HandedTable(file, table.sheet.replace("|", "¦"), label, header, table)


def _kind(table: Table, file: InputFile, vocabulary: Vocabulary) -> str | None:
    """As a load finds it: by the manifest or caller, else the sheet's name, the file's name, the headings."""
    if file.kind is not None:
        return file.kind
    for text in (table.sheet, stem(file.path)):
        named = kind_named(text, vocabulary)
        if named is not None and fits(table.head, vocabulary.label(named)):
            return named
    return guess_kind(table.head, vocabulary)

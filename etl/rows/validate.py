"""Rows to records: every cell is converted and checked, and all faults of a row are found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from etl.files.manifest import InputFile
from etl.files.read import Cell, RawRow
from etl.rows import clean
from etl.rows.coded import folded
from etl.rows.codes import org_code
from etl.rows.faults import Fault, Place
from etl.rows.headers import UID, Column, Header
from etl.rows.listed import unlisted
from etl.rows.records import Record
from etl.rows.slots import Slot, slot_for
from graph.errors import InputError
from graph.vocabulary import Label, Level, Link, Property

SECRET = "SECRET"  # noqa: S105 - the code of a message
WHOLE_ROW = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was refused: its number and why. Its cells are not kept; ``rejects.py`` reads them again."""

    number: int
    faults: tuple[Fault, ...]


class RowValidator:
    """Turns the rows of one table into records, and is what ``ColumnValidator`` must equal.

    Parameters: the kind, the table's header, the file it is from and the sheet's name. ``slots``: its columns as they
    are read; ``constants``: what the manifest says of every row that says nothing itself; ``headings`` by target.
    Raises ``VocabularyError`` (CHECK_UNKNOWN) when the kind asks for a check that does not exist.
    """

    def __init__(self, label: Label, header: Header, file: InputFile, sheet: str) -> None:
        self._label, self._file = label, file
        self.sheet = sheet.replace("|", "¦")  # "|" parts the fields of a SourceRef
        self.slots = [slot_for(label, column) for column in header.columns]
        self.constants = [_constant(label, file, name) for name in file.constants]
        parts: list[Property | Link] = [*label.properties.values(), *label.links.values()]
        self._required = [part for part in parts if part.required]
        self.headings = {slot.column.target: slot.column.heading for slot in self.slots}
        self._unlisted = unlisted(label)

    def read(self, row: RawRow) -> Record | Refused:
        """The record of a row, or why it was refused."""
        place = Place(self._file.source.id, self._file.name, self.sheet, row.number)
        if row.error:
            return Refused(row.number, (place.fault(WHOLE_ROW, row.error),))
        record = Record(self._label, place, {}, {}, self.headings)
        faults = list(self._fill(record, row.cells))
        folded(record.links)
        faults += self._missing(record, {fault.column for fault in faults})
        if not faults:
            return record
        # Of a secret row nothing is kept, not even what its other faults would give away.
        secret = [_bare(fault) for fault in faults if fault.code == SECRET]
        return Refused(row.number, tuple(secret or faults))

    def notes(self, record: Record) -> Iterator[Fault]:
        """What is odd about a record that is kept, as warnings."""
        for prop, text, error in self._unlisted(record.properties):
            value = clean.shown(text) if prop.level < Level.CORE else None
            yield record.place.warning(
                self.headings.get(prop.name, prop.words.zh), error.code, value=value, **error.values
            )
        uscc = next((p.name for p in self._label.properties.values() if p.check == "uscc"), None)
        if uscc and (code := record.properties.get(uscc)):
            try:
                org_code(code[8:17])
            except InputError:
                yield record.place.warning(self.headings.get(uscc, uscc), "ORG_CODE_INNER", value=code)

    def remarks(self, row: RawRow) -> Iterator[Fault]:
        """What is odd about how the cells of a row that is kept were understood, as warnings."""
        place = Place(self._file.source.id, self._file.name, self.sheet, row.number)
        for slot in self.slots:
            index = slot.column.index
            cell = row.cells[index] if slot.remark is not None and index < len(row.cells) else None
            if slot.remark is not None and (error := slot.remark(cell)) is not None:
                value = clean.shown(cell) if slot.shown else None
                yield place.warning(slot.column.heading, error.code, value=value)

    def _fill(self, record: Record, cells: Sequence[Cell]) -> Iterator[Fault]:
        for slot in self.slots:
            index = slot.column.index
            cell = cells[index] if index < len(cells) else None
            if cell is None or cell == "":
                continue
            try:
                _put(record, slot, slot.convert(cell))
            except InputError as error:
                value = clean.shown(cell) if slot.shown else None
                yield record.place.fault(slot.column.heading, error, value=value)
        for slot, value in self.constants:
            target = slot.column.target
            if target not in record.properties and target not in record.links:
                _put(record, slot, value)

    def _missing(self, record: Record, faulty: Iterable[str]) -> Iterator[Fault]:
        for part in self._required:
            filled = part.name in record.properties or part.name in record.links
            heading = self.headings.get(part.name, part.words.zh)
            if not filled and heading not in faulty:
                yield record.place.fault(heading, InputError("CELL_REQUIRED", name=part.words))


def _put(record: Record, slot: Slot, value: Any) -> None:
    target = slot.column.target
    if value is None or value == []:
        return
    if target == UID:
        record.explicit = record.explicit or value
    elif slot.link:
        record.links[target] = [*record.links.get(target, []), *value]
    elif slot.several:
        record.properties[target] = [*record.properties.get(target, []), *value]
    else:
        record.properties.setdefault(target, value)


def _constant(label: Label, file: InputFile, name: str) -> tuple[Slot, Any]:
    slot = slot_for(label, Column(-1, name, name))
    try:
        return slot, slot.convert(file.constants[name])
    except InputError as error:
        raise InputError("MANIFEST_INVALID", file=file.name, faults=f"constants.{name}: {error}") from error


def _bare(fault: Fault) -> Fault:
    return Fault(fault.source, fault.file, fault.sheet, fault.row, fault.column, fault.code, fault.words)

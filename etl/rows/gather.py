"""Files to records: finds each table's kind and header, validates its rows, and counts what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.files.discover import stem
from etl.files.manifest import InputFile
from etl.files.read import Cell, Table, tables
from etl.reports.report import FileReport, LoadReport
from etl.rows.faults import Fault
from etl.rows.headers import EXAMPLE, GUIDE, Header, find_header
from etl.rows.kinds import fits, guess_kind, kind_named
from etl.rows.records import Record
from etl.rows.validate import SECRET, Refused, RowValidator
from graph.errors import InputError
from graph.vocabulary import Vocabulary


@dataclass(slots=True)
class Gathered:
    """One table's records and refused rows, with its report."""

    file: InputFile
    report: FileReport
    header: list[Cell]
    records: list[Record] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def held(self) -> Iterator[str]:
        """``source|file|sheet|row|`` of refused rows that keep what they said before: all but the secret ones."""
        at = f"{self.report.source}|{self.report.file}|{self.report.sheet}|"
        for row in self.refused:
            if all(fault.code != SECRET for fault in row.faults):
                yield f"{at}{row.number}|"


def gather(file: InputFile, vocabulary: Vocabulary, report: LoadReport) -> list[Gathered]:
    """The tables of one file, read and validated; faults go to ``report``.

    Raises ``InputError`` when the file as a whole cannot be read (see ``read.tables``) or its kind or header is not
    found (KIND_UNKNOWN, HEADER_MISSING, SHEET_MISSING), or when it falls short of its promise (SOURCE_SHORT).
    """
    found = list(tables(file.path))
    if not found:
        report.ignored_files.append(file.name)
    if file.sheet is not None:
        known = "、".join(table.sheet for table in found)
        found = [table for table in found if table.sheet == file.sheet]
        if not found:
            raise InputError("SHEET_MISSING", file=file.name, sheet=file.sheet, known=known)
    gathered = [one for table in found if (one := _table(table, file, vocabulary, alone=len(found) == 1)) is not None]
    if found and not gathered:
        raise InputError("KIND_UNKNOWN", file=file.name, sheet="、".join(table.sheet for table in found))
    skipped = {table.sheet for table in found} - {one.report.sheet for one in gathered}
    report.ignored_sheets.extend(f"{file.name}: {sheet}" for sheet in sorted(skipped))
    rows = sum(one.report.read for one in gathered)
    if rows < file.minimum:
        raise InputError("SOURCE_SHORT", file=file.name, rows=rows, minimum=file.minimum)
    for one in gathered:
        report.files.append(one.report)
        report.faults.extend(fault for row in one.refused for fault in row.faults)
        report.faults.extend(one.notes)
    return gathered


def _table(table: Table, file: InputFile, vocabulary: Vocabulary, *, alone: bool) -> Gathered | None:
    """One table; None for a sheet among several that holds no data of any kind (a cover, a guide)."""
    if table.sheet in (GUIDE, EXAMPLE):
        return None
    kind = _kind(table, file, vocabulary)
    if kind is None:
        if not alone:
            return None
        raise InputError("KIND_UNKNOWN", file=file.name, sheet=table.sheet)
    label = vocabulary.label(kind)
    try:
        header = find_header(table.head, label, file)
    except InputError:
        if alone or file.sheet is not None:
            raise
        return None
    return _rows(table, header, RowValidator(label, header, file, table.sheet), _start(file, table, kind, header))


def _start(file: InputFile, table: Table, kind: str, header: Header) -> Gathered:
    head = next(row.cells for row in table.head if row.number == header.row)
    report = FileReport(file.source.id, file.name, table.sheet.replace("|", "¦"), kind, unknown_columns=header.unknown)
    return Gathered(file, report, head)


def _rows(table: Table, header: Header, validator: RowValidator, found: Gathered) -> Gathered:
    for row in table.rows:
        if row.number <= header.row:
            continue
        found.report.read += 1
        result = validator.read(row)
        if isinstance(result, Record):
            found.records.append(result)
            found.notes.extend(validator.notes(result))
        else:
            found.refused.append(result)
    return found


def _kind(table: Table, file: InputFile, vocabulary: Vocabulary) -> str | None:
    """The kind of a table: by the manifest or caller, else its sheet's name, its file's name, its headings."""
    if file.kind is not None:
        return vocabulary.label(file.kind).name
    for text in (table.sheet, stem(file.path)):
        named = kind_named(text, vocabulary)
        if named is not None and fits(table.head, vocabulary.label(named)):
            return named
    return guess_kind(table.head, vocabulary)

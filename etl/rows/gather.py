"""Files to records: finds each table's kind and header, and has its rows validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from etl.files.forms import form, stem
from etl.files.manifest import InputFile
from etl.files.marks import CODES, EXAMPLE, GUIDE, Mark, read_marks
from etl.files.read import Table, tables
from etl.reports.report import LoadReport
from etl.rows.clean import shown
from etl.rows.headers import Header, find_header
from etl.rows.kinds import fits, guess_kind, kind_named
from etl.rows.rivals import settled
from etl.rows.table import Gathered, read_rows, start
from graph.errors import InputError
from graph.vocabulary import Label, Vocabulary


def gather(file: InputFile, vocabulary: Vocabulary, report: LoadReport, folder: Path) -> list[Gathered]:
    """The tables of one file, read and validated; faults go to ``report``, records to files in ``folder``.

    Raises ``InputError`` when the file as a whole cannot be read (see ``read.tables``) or its kind or header is not
    found (KIND_UNKNOWN, HEADER_MISSING, SHEET_MISSING), or when it falls short of its promise (SOURCE_SHORT).
    """
    found = [table for table in _tables(file, report) if table.sheet not in (CODES, EXAMPLE, GUIDE)]
    marks = marks_of(file)
    gathered: list[Gathered] = []
    for table in found:
        known = header_of(table, file, vocabulary, marks, alone=len(found) == 1)
        if known is not None:
            path = folder / f"rows-{len(report.files) + len(gathered):04}"
            gathered.append(read_rows(table, start(table, *known, file, path), report.faults))
    if found and not gathered:
        raise _kind_unknown(file, found)
    skipped = {table.sheet for table in found} - {one.report.sheet for one in gathered}
    report.ignored_sheets.extend(f"{file.name}: {sheet}" for sheet in sorted(skipped))
    rows = sum(one.report.read for one in gathered)
    if rows < file.minimum:
        raise InputError("SOURCE_SHORT", file=file.name, rows=rows, minimum=file.minimum)
    report.files.extend(one.report for one in gathered)
    return gathered


def _tables(file: InputFile, report: LoadReport) -> list[Table]:
    found = list(tables(file.path))
    if not found:
        report.ignored_files.append(file.name)
    if file.sheet is not None:
        known = "、".join(table.sheet for table in found)
        found = [table for table in found if table.sheet == file.sheet]
        if not found:
            raise InputError("SHEET_MISSING", file=file.name, sheet=file.sheet, known=known)
    return found


def marks_of(file: InputFile) -> Mapping[str, Mark]:
    """What templates put into the sheets of ``file``, by sheet."""
    return read_marks(file.path) if form(file.path) == ".xlsx" else {}


def header_of(
    table: Table, file: InputFile, vocabulary: Vocabulary, marks: Mapping[str, Mark], *, alone: bool
) -> tuple[Header, Label] | None:
    """A table's header and kind; None for a sheet among several that holds no data of any kind (a cover, a guide).

    Raises ``InputError`` (KIND_UNKNOWN, HEADER_MISSING) when it is ``alone``, or asked for.
    """
    mark = marks.get(table.sheet) if file.kind is None else None
    kind = mark.kind if mark is not None and mark.kind in vocabulary.labels else _kind(table, file, vocabulary)
    if kind is None:
        if not alone:
            return None
        raise _kind_unknown(file, [table])
    label = vocabulary.label(kind)
    try:
        header = find_header(table.head, label, file)
    except InputError:
        if alone or file.sheet is not None:
            raise
        return None
    below = [row for row in table.head if row.number > header.row]
    return settled(header, label, below, file.columns), label


def _kind_unknown(file: InputFile, found: Sequence[Table]) -> InputError:
    cells = (cell for table in found for row in table.head[:1] for cell in row.cells if cell not in (None, ""))
    headings = "、".join(shown(cell) for cell in islice(cells, 12))
    where = " · ".join([file.name, *(table.sheet for table in found if table.sheet)])
    return InputError("KIND_UNKNOWN", file=where, headings=headings)


def _kind(table: Table, file: InputFile, vocabulary: Vocabulary) -> str | None:
    """The kind of a table: by the manifest or caller, else its sheet's name, its file's name, its headings."""
    if file.kind is not None:
        return vocabulary.label(file.kind).name
    for text in (table.sheet, stem(file.path)):
        named = kind_named(text, vocabulary)
        if named is not None and fits(table.head, vocabulary.label(named)):
            return named
    return guess_kind(table.head, vocabulary)

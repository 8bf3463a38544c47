"""One table's rows, validated: records on disk, refused rows and remarks."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from etl.files.manifest import InputFile
from etl.files.nearest import nearest
from etl.files.read import Cell, Table
from etl.reports.fault_log import FaultLog
from etl.reports.report import FileReport
from etl.rows.asides import Asides
from etl.rows.columns import ColumnValidator
from etl.rows.faults import Fault, Place
from etl.rows.headers import Header
from etl.rows.records import Record
from etl.rows.validate import SECRET
from etl.staging.spool import Spool
from graph.vocabulary import Label

CHUNK = 20_000  # rows that are validated at once


@dataclass(slots=True)
class Gathered:
    """One table's records, with its report and the numbers of its refused rows, which are ``secret`` or ``refused``.

    ``first`` is the entry of its first record in a load.
    """

    file: InputFile
    label: Label
    report: FileReport
    header: Header
    titles: list[Cell]
    spool: Spool
    refused: array[int] = field(default_factory=lambda: array("I"))
    secret: array[int] = field(default_factory=lambda: array("I"))
    first: int = 0

    def records(self) -> Iterator[Record]:
        """The rows that passed validation, in order."""
        headings = {column.target: column.heading for column in self.header.columns}
        for row, explicit, properties, links in self.spool:
            yield Record(self.label, self.place(row), properties, links, headings, explicit)

    def place(self, row: int) -> Place:
        """Where the row with that number stands."""
        return Place(self.report.source, self.report.file, self.report.sheet, row)

    def refuse(self, row: int, faults: Sequence[Fault]) -> None:
        """Note that a row is refused, for those faults."""
        secret = any(fault.code == SECRET for fault in faults)
        (self.secret if secret else self.refused).append(row)

    @property
    def rejected(self) -> int:
        """How many rows are refused."""
        return len(self.refused) + len(self.secret)


def start(table: Table, header: Header, label: Label, file: InputFile, path: Path) -> Gathered:
    """A table about to be read; its records will lie in ``path``."""
    titles = next(row.cells for row in table.head if row.number == header.row)
    sheet = table.sheet.replace("|", "¦")  # "|" parts the fields of a SourceRef
    meant = {name: known for name in header.unknown if (known := nearest(name, label)) is not None}
    report = FileReport(file.source.id, file.name, sheet, label.name, unknown_columns=header.unknown, nearest=meant)
    return Gathered(file, label, report, header, titles, Spool(path))


def read_rows(table: Table, found: Gathered, faults: FaultLog) -> Gathered:
    """Validate all rows of ``table`` below its header; what is wrong with them, or odd, goes to ``faults``.

    Rows of sums (合计), and what is said below a table, are no rows of data; the report names them.
    """
    asides = Asides.of(found.header, found.label)
    validator = ColumnValidator(found.label, found.header, found.file, table.sheet)
    rows = (row for row in table.rows if row.number > found.header.row)
    while chunk := list(islice(rows, CHUNK)):
        data = asides.without(chunk)
        found.report.read += len(data)
        batch = validator.read(data)
        for record in batch.records():
            found.spool.add((record.place.row, record.explicit, record.properties, record.links))
        for row in batch.refused:
            found.refuse(row.number, row.faults)
            faults.extend(row.faults)
        faults.extend(batch.notes)
    found.spool.close()
    found.report.totals, found.report.notes = asides.sums, asides.notes
    return found

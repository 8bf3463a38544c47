"""What a load did, per file and in all, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from rich.console import Console

from etl.reports.fault_log import FaultLog
from etl.reports.report_table import print_report
from graph.words import Lang

LISTED = 1_000  # faults that a report lists one by one; a file has them all, see ``fault_list.py``


@dataclass(slots=True)
class FileReport:
    """One sheet or file: how many rows were read, what became of them, and what of it was not understood."""

    source: str
    file: str
    sheet: str
    kind: str
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0  # state an entity that another row of the load stated already
    rejected: int = 0
    stubs: int = 0
    edges: int = 0
    faults: int = 0
    unknown_columns: tuple[str, ...] = ()
    nearest: dict[str, str] = field(default_factory=dict)  # known headings that unknown ones may mean
    totals: list[int] = field(default_factory=list)  # rows of sums (合计), which are no rows of data
    notes: list[int] = field(default_factory=list)  # rows of remarks (注：…), which are none either

    @property
    def at(self) -> str:
        """``source|file|sheet|``: what the references to all rows of the sheet begin with."""
        return f"{self.source}|{self.file}|{self.sheet}|"

    @property
    def asides(self) -> dict[str, str]:
        """The numbers of the rows that are no rows of data, as told, by what they are: SUMS, NOTES."""
        found = {"SUMS": self.totals, "NOTES": self.notes}
        return {name: ", ".join(map(str, rows)) for name, rows in found.items() if rows}


@dataclass(slots=True)
class LoadReport:
    """What a load did. Counts are of nodes and edges; ``files`` count rows; ``seconds`` are per stage."""

    load_id: str = ""
    changes: int = 0
    nodes_created: int = 0
    nodes_updated: int = 0
    nodes_removed: int = 0
    edges_created: int = 0
    edges_updated: int = 0
    edges_removed: int = 0
    nodes: int = 0  # that the files state or refer to
    edges: int = 0
    recovered: bool = False  # an earlier load had been killed; this one did its work too
    files: list[FileReport] = field(default_factory=list)
    faults: FaultLog = field(default_factory=FaultLog)
    fault_file: str = ""  # where all faults are listed
    ignored_files: list[str] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)
    would: list[list[str]] = field(default_factory=list)  # a dry run's examples: statement, what it would change
    rejects: list[str] = field(default_factory=list)  # files of refused rows
    seconds: dict[str, float] = field(default_factory=dict)  # by stage; terms are found while nodes are written
    elapsed: float = 0.0  # seconds in all

    @property
    def rejected(self) -> int:
        """Rows refused in all files."""
        return sum(file.rejected for file in self.files)

    @property
    def failed(self) -> bool:
        """Whether rows were read and not one of them could be loaded."""
        read = sum(file.read for file in self.files)
        return read > 0 and self.rejected == read

    def print(self, console: Console, lang: Lang) -> None:
        """Write the report to a terminal, see ``report_table.py``."""
        print_report(self, console, lang)

    def plain(self) -> dict[str, Any]:
        """The report as plain data: all sorts of faults with their counts, and ``LISTED`` faults at most.

        Faults carry both languages; values of core properties are not among them.
        """
        faults = [asdict(fault) for fault in self.faults.some(LISTED)]
        sorts = [sort.plain() for sort in self.faults.sorts]
        return {**self.summary(), "faults": faults, "fault_count": len(self.faults), "fault_sorts": sorts}

    def summary(self) -> dict[str, Any]:
        """The report with the number of its faults, as kept in the ``Load`` node."""
        data = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("files", "faults")}
        return {**data, "files": [asdict(file) for file in self.files], "faults": len(self.faults)}

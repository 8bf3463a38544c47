"""What a load did, per file and in all, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console

from etl.reports.report_table import print_report
from etl.rows.faults import Fault
from graph.words import Lang


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
    faults: list[Fault] = field(default_factory=list)
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
        """The report as plain data. Faults carry both languages; values of core properties are not among them."""
        data = asdict(self)
        data["faults"] = [{**asdict(fault), "words": asdict(fault.words)} for fault in self.faults]
        return data

    def summary(self) -> dict[str, Any]:
        """The report without its fault lines, as kept in the ``Load`` node."""
        return {**self.plain(), "faults": len(self.faults)}

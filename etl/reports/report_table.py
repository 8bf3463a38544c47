"""A load report on a terminal: a table of files, the totals, and the first faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from graph.words import Lang, message

if TYPE_CHECKING:
    from etl.reports.report import LoadReport
    from etl.rows.faults import Fault

SHOWN_FAULTS = 20  # sorts of faults
SHOWN_ROWS = 3  # rows of each
COLUMNS = ("read", "created", "updated", "unchanged", "merged", "rejected", "stubs", "edges", "faults")


def print_report(report: LoadReport, console: Console, lang: Lang) -> None:
    """Write ``report`` to ``console`` in ``lang``."""
    console.print(_files(report, lang))
    console.print(_totals(report, lang), markup=False)
    for file in report.files:
        if file.unknown_columns:
            names = ("、" if lang == "zh" else ", ").join(
                _asked(name, file.nearest, lang) for name in file.unknown_columns
            )
            words = message("REPORT_UNKNOWN", file=file.file, columns=names)
            console.print(words.text(lang), style="yellow", markup=False)
    for name in (*report.ignored_files, *report.ignored_sheets):
        console.print(message("REPORT_IGNORED", name=name).text(lang), style="dim", markup=False)
    if report.faults:
        groups = _sorts(report.faults)
        console.print(_faults(groups[:SHOWN_FAULTS], lang))
        more = len(groups) - SHOWN_FAULTS
        if more > 0:
            console.print(message("REPORT_MORE", count=more).text(lang), style="dim", markup=False)


def _asked(name: str, nearest: Mapping[str, str], lang: Lang) -> str:
    """An unknown heading, and the known one that may be meant."""
    return message("REPORT_MEANT", name=name, known=nearest[name]).text(lang) if name in nearest else name


def _files(report: LoadReport, lang: Lang) -> Table:
    table = Table(title=message("REPORT_TITLE").text(lang), title_justify="left", header_style="bold")
    for name in ("source", "file", "kind"):
        table.add_column(message(f"REPORT_{name.upper()}").text(lang), overflow="fold")
    for name in COLUMNS:
        table.add_column(message(f"REPORT_{name.upper()}").text(lang), justify="right")
    for file in report.files:
        where = f"{file.file} · {file.sheet}" if file.sheet else file.file
        table.add_row(file.source, where, file.kind, *(_count(getattr(file, name)) for name in COLUMNS))
    return table


def _totals(report: LoadReport, lang: Lang) -> str:
    nodes = f"+{report.nodes_created:,} ~{report.nodes_updated:,} -{report.nodes_removed:,}"
    edges = f"+{report.edges_created:,} ~{report.edges_updated:,} -{report.edges_removed:,}"
    seconds = f"{report.elapsed:.1f}"
    return message("REPORT_TOTALS", nodes=nodes, edges=edges, changes=report.changes, seconds=seconds).text(lang)


def _faults(groups: Sequence[Sequence[Fault]], lang: Lang) -> Table:
    """A line for each sort of fault: its rows, and the value and words of the first."""
    table = Table(title=message("REPORT_FAULT_TITLE").text(lang), title_justify="left", header_style="bold")
    for name in ("file", "row", "column", "value", "code", "fix"):
        table.add_column(message(f"REPORT_{name.upper()}").text(lang), overflow="fold")
    for group in groups:
        fault = group[0]
        where = f"{fault.file} · {fault.sheet}" if fault.sheet else fault.file
        style = "red" if fault.severity == "error" else "yellow"
        cells = (where, _rows(group), fault.column, fault.value or "", fault.code, fault.words.text(lang))
        table.add_row(*cells, style=style)
    return table


def _sorts(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Faults of the same column and code together, in the order of their first."""
    groups: dict[tuple[str, ...], list[Fault]] = defaultdict(list)
    for fault in faults:
        groups[fault.source, fault.file, fault.sheet, fault.column, fault.code].append(fault)
    return list(groups.values())


def _rows(group: Sequence[Fault]) -> str:
    first = ", ".join(str(fault.row) for fault in group[:SHOWN_ROWS])
    return first if len(group) <= SHOWN_ROWS else f"{first} … ({len(group):,})"


def _count(number: int) -> str:
    return f"{number:,}" if number else "·"

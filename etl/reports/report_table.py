"""A load report on a terminal: a table of files, the totals, and the first faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from etl.reports.fault_sorts import Sort
from graph.words import Lang, Words, message

if TYPE_CHECKING:
    from etl.reports.report import LoadReport

SHOWN_SORTS = 20  # sorts of faults
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
    for file in report.files:
        for name, rows in file.asides.items():
            words = message(f"REPORT_{name}", file=file.file, rows=rows)
            console.print(words.text(lang), style="dim", markup=False)
    for name in (*report.ignored_files, *report.ignored_sheets):
        console.print(message("REPORT_IGNORED", name=name).text(lang), style="dim", markup=False)
    if report.faults:
        sorts = sorted(report.faults.sorts, key=lambda sort: sort.first.severity)  # errors first
        console.print(_faults(sorts[:SHOWN_SORTS], lang))
        for line in _after(report, len(sorts) - SHOWN_SORTS):
            console.print(line.text(lang), style="dim", markup=False)


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


def _after(report: LoadReport, more: int) -> Iterator[Words]:
    """What stands below the table of faults: how many sorts it leaves out, and what to do next."""
    if more > 0:
        yield message("REPORT_MORE", count=more)
    count = f"{len(report.faults):,}"
    if report.fault_file:
        yield message("REPORT_LISTED", count=count, file=report.fault_file)
    else:
        yield message("REPORT_LIST", count=count)
    if report.rejects:
        yield message("REPORT_REJECTS", count=f"{report.rejected:,}", files="\n  ".join(report.rejects))
    elif report.rejected:
        yield message("REPORT_REJECT", count=f"{report.rejected:,}")


def _faults(sorts: Sequence[Sort], lang: Lang) -> Table:
    """A line for each sort of fault: its rows, and the value and words of the first."""
    table = Table(title=message("REPORT_FAULT_TITLE").text(lang), title_justify="left", header_style="bold")
    for name in ("file", "row", "column", "value", "code", "fix"):
        table.add_column(message(f"REPORT_{name.upper()}").text(lang), overflow="fold")
    for sort in sorts:
        fault = sort.first
        where = f"{fault.file} · {fault.sheet}" if fault.sheet else fault.file
        style = "red" if fault.severity == "error" else "yellow"
        cells = (where, _rows(sort), fault.column, fault.value or "", fault.code, fault.words.text(lang))
        table.add_row(*cells, style=style)
    return table


def _rows(sort: Sort) -> str:
    first = ", ".join(str(fault.row) for fault in sort.examples)
    return first if sort.count <= len(sort.examples) else f"{first} … ({sort.count:,})"


def _count(number: int) -> str:
    return f"{number:,}" if number else "·"

"""The faults of a load as HTML: counted by rule and by column, and line by line with how to mend them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from etl.reports.fault_sorts import Sort
from etl.reports.html_figures import place
from etl.reports.html_tags import Html, both, many, number, right, said, section, table, tag
from etl.reports.report import LISTED, LoadReport
from etl.rows.faults import Fault

COLUMNS = 1_000  # that are listed


def by_rule(sorts: Sequence[Sort]) -> Html:
    """How often each rule was broken, most often first, with one of its texts."""
    counts: Counter[str] = Counter()
    first: dict[str, Fault] = {}
    for sort in sorts:
        counts[sort.first.code] += sort.count
        first.setdefault(sort.first.code, sort.first)
    rows = [
        tag(
            "tr",
            tag("td", tag("code", code)),
            tag("td", number(count), class_="n"),
            tag("td", _outcome(first[code])),
            tag("td", both(first[code].words)),
        )
        for code, count in counts.most_common()
    ]
    head = [said("REPORT_CODE"), right(said("HTML_COUNT")), said("HTML_SEVERITY"), said("HTML_FIRST")]
    return section(said("HTML_BY_RULE"), table(head, rows, name="rules") if rows else "")


def by_column(sorts: Sequence[Sort]) -> Html:
    """How many faults each column of each file has, most first."""
    counts: Counter[tuple[str, str]] = Counter()
    for sort in sorts:
        counts[place(sort.first.file, sort.first.sheet), sort.first.column] += sort.count
    rows = [
        tag("tr", tag("td", where), tag("td", column or "—"), tag("td", number(count), class_="n"))
        for (where, column), count in counts.most_common(COLUMNS)
    ]
    head = [said("REPORT_FILE"), said("REPORT_COLUMN"), right(said("HTML_COUNT"))]
    return section(said("HTML_BY_COLUMN"), table(head, rows, name="columns") if rows else "")


def lines(report: LoadReport) -> Html:
    """``LISTED`` faults at most, of every sort some, one line each; what may not be shown is empty."""
    faults = list(report.faults.some(LISTED))
    if not faults:
        return section(said("HTML_LINES"), tag("p", said("HTML_NO_FAULTS"), class_="note"))
    notes = [said("HTML_HIDDEN")]
    if len(report.faults) > len(faults):
        notes.append(_more(report, len(faults)))
    head = [said("REPORT_FILE"), right(said("REPORT_ROW"))]
    head += [said(f"REPORT_{name}") for name in ("COLUMN", "VALUE", "CODE", "FIX")]
    body = table(head, [_line(fault) for fault in faults], name="lines")
    return section(said("HTML_LINES"), many(tag("p", note, class_="note") for note in notes), body)


def _more(report: LoadReport, shown: int) -> Html:
    """How many there are, and the file that has them all."""
    counts = {"shown": f"{shown:,}", "count": f"{len(report.faults):,}"}
    return said("HTML_MORE_IN", file=report.fault_file, **counts) if report.fault_file else said("HTML_MORE", **counts)


def _line(fault: Fault) -> Html:
    return tag(
        "tr",
        tag("td", place(fault.file, fault.sheet)),
        tag("td", fault.row, class_="n"),
        tag("td", fault.column),
        tag("td", fault.value or "", class_="value"),
        tag("td", tag("code", fault.code), _outcome(fault)),
        tag("td", both(fault.words)),
    )


def _outcome(fault: Fault) -> Html:
    return tag("em", said("HTML_REFUSED" if fault.severity == "error" else "HTML_KEPT"), class_=fault.severity)

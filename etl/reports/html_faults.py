"""The faults of a load as HTML: counted by rule and by column, and line by line with how to mend them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from etl.reports.html_figures import place
from etl.reports.html_tags import Html, both, many, number, right, said, section, table, tag
from etl.rows.faults import Fault

LINES = 1_000


def by_rule(faults: Sequence[Fault]) -> Html:
    """How often each rule was broken, most often first, with one of its texts."""
    counts, first = Counter(fault.code for fault in faults), {fault.code: fault for fault in reversed(faults)}
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


def by_column(faults: Sequence[Fault]) -> Html:
    """How many faults each column of each file has, most first."""
    counts = Counter((place(fault.file, fault.sheet), fault.column) for fault in faults)
    rows = [
        tag("tr", tag("td", where), tag("td", column or "—"), tag("td", number(count), class_="n"))
        for (where, column), count in counts.most_common(LINES)
    ]
    head = [said("REPORT_FILE"), said("REPORT_COLUMN"), right(said("HTML_COUNT"))]
    return section(said("HTML_BY_COLUMN"), table(head, rows, name="columns") if rows else "")


def lines(faults: Sequence[Fault]) -> Html:
    """The first faults, one line each; what may not be shown is empty."""
    if not faults:
        return section(said("HTML_LINES"), tag("p", said("HTML_NO_FAULTS"), class_="note"))
    notes = [said("HTML_HIDDEN")]
    if len(faults) > LINES:
        notes.append(said("HTML_MORE", shown=f"{LINES:,}", count=f"{len(faults):,}"))
    head = [said("REPORT_FILE"), right(said("REPORT_ROW"))]
    head += [said(f"REPORT_{name}") for name in ("COLUMN", "VALUE", "CODE", "FIX")]
    body = table(head, [_line(fault) for fault in faults[:LINES]], name="lines")
    return section(said("HTML_LINES"), many(tag("p", note, class_="note") for note in notes), body)


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

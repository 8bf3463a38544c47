"""The figures of a load as HTML: what became of the rows, by source, file and kind, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from etl.reports.html_tags import Html, Node, both, many, number, right, said, section, table, tag
from etl.reports.report import FileReport, LoadReport
from graph.words import Words, message

# What becomes of a row; each has a colour of its own.
FATES = ("created", "updated", "unchanged", "merged", "rejected")
COUNTS = ("read", *FATES, "edges", "faults")
WORDS = {"merged": "HTML_MERGED"}
BAR = 96


def tiles(report: LoadReport) -> Html:
    """The sums of all files, and what they changed in the graph."""
    read = sum(file.read for file in report.files)
    rows = [_tile(said("REPORT_READ"), number(read)), *(_tile(_word(n), number(_sum(report.files, n))) for n in FATES)]
    rows.append(_tile(said("REPORT_FAULTS"), number(len(report.faults))))
    if (conflicts := getattr(report, "conflicts", None)) is not None:
        rows.append(
            _tile(said("HTML_CONFLICTS"), number(len(conflicts) if hasattr(conflicts, "__len__") else conflicts))
        )
    graph = [
        _change("HTML_ENTITIES", (report.nodes_created, report.nodes_updated, report.nodes_removed)),
        _change("HTML_RELATIONS", (report.edges_created, report.edges_updated, report.edges_removed)),
    ]
    return many([tag("dl", *rows, class_="tiles"), tag("p", *graph, class_="graph")])


def by_source(report: LoadReport) -> Html:
    """A line per file and sheet, below the sums of their source."""
    files = sorted(report.files, key=lambda file: file.source)
    rows: list[Html] = []
    for source, group in groupby(files, key=lambda file: file.source):
        found = list(group)
        rows.append(_line([tag("th", source, colspan="2", scope="rowgroup")], found, name="sum"))
        rows += [_line([tag("td", place(file.file, file.sheet)), tag("td", file.kind)], [file]) for file in found]
    head = [said("REPORT_FILE"), said("REPORT_KIND"), *_heads()]
    return section(said("HTML_BY_SOURCE"), table(head, rows, name="figures") if rows else "", _legend() if rows else "")


def by_kind(report: LoadReport) -> Html:
    """A line per kind; nothing when there is but one."""
    kinds: dict[str, list[FileReport]] = {}
    for file in report.files:
        kinds.setdefault(file.kind, []).append(file)
    rows = [_line([tag("td", kind)], files) for kind, files in kinds.items()]
    head = [said("REPORT_KIND"), *_heads()]
    return section(said("HTML_BY_KIND"), table(head, rows, name="figures") if len(rows) > 1 else "")


def stages(report: LoadReport) -> Html:
    """How long each stage took, longest bar first in time."""
    longest = max(report.seconds.values(), default=0.0) or 1.0
    rows = [
        tag("tr", tag("td", both(_stage(name))), tag("td", f"{took:.1f}", class_="n"), tag("td", _part(took / longest)))
        for name, took in report.seconds.items()
    ]
    head = [said("HTML_STAGE"), right(said("HTML_SECONDS")), ""]
    note = tag("p", said("HTML_OVERLAP"), class_="note")
    return section(said("HTML_STAGES"), table(head, rows, name="stages") if rows else "", note if rows else "")


def place(file: str, sheet: str) -> str:
    """A file and its sheet."""
    return f"{file} · {sheet}" if sheet else file


def _line(names: Iterable[Html], files: Sequence[FileReport], name: str = "") -> Html:
    cells = [tag("td", number(_sum(files, count)), class_=f"n {count}") for count in COUNTS]
    bar = tag("td", _bar([_sum(files, fate) for fate in FATES]))
    return tag("tr", *names, *cells, bar, **({"class_": name} if name else {}))


def _heads() -> list[Node]:
    return [*(right(_word(count)) for count in COUNTS), said("HTML_SHARE")]


def _word(count: str) -> Html:
    return said(WORDS.get(count, f"REPORT_{count.upper()}"))


def _sum(files: Iterable[FileReport], name: str) -> int:
    return sum(int(getattr(file, name, 0)) for file in files)


def _tile(name: Node, value: Node) -> Html:
    return tag("div", tag("dt", name), tag("dd", value))


def _change(code: str, counts: tuple[int, int, int]) -> Html:
    created, updated, removed = (f"{count:,}" for count in counts)
    told = said("HTML_CHANGES", created=created, updated=updated, removed=removed)
    return tag("span", tag("b", said(code)), " ", told)


def _bar(counts: Sequence[int]) -> Html:
    total, start, parts = sum(counts) or 1, 0.0, []
    for fate, count in zip(FATES, counts, strict=True):
        width = BAR * count / total
        parts.append(tag("rect", x=f"{start:.1f}", width=f"{width:.1f}", height="8", class_=fate) if count else "")
        start += width
    return _drawing(parts)


def _part(share: float) -> Html:
    return _drawing([tag("rect", x="0", width=f"{max(1.0, BAR * share):.1f}", height="8", class_="took")])


def _drawing(parts: Iterable[Any]) -> Html:
    return tag("svg", *parts, width=str(BAR), height="8", viewBox=f"0 0 {BAR} 8", aria_hidden="true")


def _legend() -> Html:
    marks = [tag("span", tag("i", class_=fate), _word(fate)) for fate in FATES]
    return tag("p", *marks, class_="legend")


def _stage(name: str) -> Words:
    try:
        return message(f"STAGE_{name.upper()}")
    except KeyError:
        return Words(name, name)

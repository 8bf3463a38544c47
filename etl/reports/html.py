"""A load report as one page that needs nothing else: no script, no other file, both languages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.reports import html_faults
from etl.reports.html_figures import by_kind, by_source, place, stages, tiles
from etl.reports.html_tags import Html, Node, many, said, section, table, tag
from etl.reports.report import LoadReport
from graph.words import Lang, message

STYLE = Path(__file__).with_name("html.css")


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new a source is: the date of its newest content, of its last load, and what its owner promised."""

    source: str
    newest: str = ""
    loaded: str = ""
    refresh: str = ""
    overdue: bool = False


def write_html(report: LoadReport, path: Path, lang: Lang, *, fresh: Sequence[Freshness] = ()) -> None:
    """Write ``report`` to ``path`` as a page that opens in ``lang`` and can be switched to the other language.

    It holds what ``LoadReport.plain`` holds, values of core properties never; ``fresh`` adds a line per source on how
    new it is. Its content policy forbids scripts and everything from elsewhere. Raises ``OSError``.
    """
    path.write_text(page(report, lang, fresh), encoding="utf-8")


def page(report: LoadReport, lang: Lang, fresh: Sequence[Freshness] = ()) -> str:
    """The page as text, see ``write_html``."""
    head = tag("head", *_head(lang))
    body = tag("body", *_switch(lang), tag("main", *_content(report, fresh)))
    return f"<!doctype html>\n{tag('html', head, body, lang=lang)}\n"


def _content(report: LoadReport, fresh: Sequence[Freshness]) -> Iterable[Node]:
    yield _top(report)
    yield tiles(report)
    yield by_source(report)
    yield by_kind(report)
    yield html_faults.by_rule(report.faults.sorts)
    yield html_faults.by_column(report.faults.sorts)
    yield html_faults.lines(report)
    yield _unused(report)
    yield _freshness(fresh)
    yield stages(report)


def _head(lang: Lang) -> Iterable[Html]:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield tag("meta", charset="utf-8")
    yield tag("meta", http_equiv="Content-Security-Policy", content=policy)
    yield tag("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield tag("meta", name="referrer", content="no-referrer")
    yield tag("title", message("HTML_TITLE").text(lang))
    yield tag("style", Html(_style()))


def _switch(lang: Lang) -> Iterable[Html]:
    """Two radio buttons; the style sheet hides the language that is not chosen."""
    words = message("HTML_LANG")
    langs: tuple[Lang, Lang] = ("zh", "en")
    for each in langs:
        chosen = {"checked": ""} if each == lang else {}
        yield tag("input", type="radio", name="lang", id=f"show-{each}", **chosen)
    yield tag("nav", *(tag("label", words.text(each), for_=f"show-{each}", lang_=each) for each in langs))


def _top(report: LoadReport) -> Html:
    told = [tag("p", _state(report), class_="state")]
    if report.recovered:
        told.append(tag("p", said("HTML_RECOVERED"), class_="note"))
    marks = [said("HTML_TIME", seconds=f"{report.elapsed:,.1f}")]
    if report.load_id:
        marks.insert(0, many([said("HTML_LOAD"), " ", tag("code", report.load_id)]))
    where = many(tag("span", mark) for mark in marks)
    return tag("header", tag("h1", said("HTML_TITLE")), *told, tag("p", where, class_="marks"))


def _state(report: LoadReport) -> Html:
    read = sum(file.read for file in report.files)
    if report.failed:
        return tag("strong", said("HTML_FAILED"), class_="error")
    if report.rejected:
        return said("HTML_FAULTY", read=f"{read:,}", rejected=f"{report.rejected:,}")
    if report.faults:
        return said("HTML_WARNED", read=f"{read:,}", count=f"{len(report.faults):,}")
    return said("HTML_DONE", read=f"{read:,}") if read else said("HTML_NOTHING")


def _unused(report: LoadReport) -> Html:
    unknown = [f"{place(f.file, f.sheet)}：{'、'.join(f.unknown_columns)}" for f in report.files if f.unknown_columns]
    lists = {
        "HTML_UNKNOWN": unknown,
        "HTML_SUMS": _asides(report, "SUMS"),
        "HTML_NOTES": _asides(report, "NOTES"),
        "HTML_IGNORED_FILES": report.ignored_files,
        "HTML_IGNORED_SHEETS": report.ignored_sheets,
        "HTML_REJECTS": report.rejects,
    }
    return section(said("HTML_UNUSED"), *(_list(code, items) for code, items in lists.items() if items))


def _asides(report: LoadReport, name: str) -> list[str]:
    return [f"{place(f.file, f.sheet)}：{f.asides[name]}" for f in report.files if name in f.asides]


def _list(code: str, items: Sequence[str]) -> Html:
    return many([tag("h3", said(code)), tag("ul", *(tag("li", item) for item in items))])


def _freshness(fresh: Sequence[Freshness]) -> Html:
    rows = [
        tag(
            "tr", *(tag("td", text) for text in (one.source, one.newest, one.loaded, one.refresh)), tag("td", _due(one))
        )
        for one in fresh
    ]
    names = ("REPORT_SOURCE", "HTML_NEWEST", "HTML_LOADED", "HTML_REFRESH", "HTML_DUE")
    return section(said("HTML_FRESH"), table([said(name) for name in names], rows, name="fresh") if rows else "")


def _due(one: Freshness) -> Html:
    return tag("em", said("HTML_OVERDUE"), class_="error") if one.overdue else said("HTML_IN_TIME")


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")

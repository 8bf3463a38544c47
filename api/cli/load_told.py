"""What a load or a check came to: on the terminal or as JSON, as a page, and as a list of all its faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from api.cli.desk import Desk
from etl.collect.overdue import sources
from etl.reports.fault_list import write_faults
from etl.reports.html import Freshness, write_html
from etl.reports.report import LISTED, LoadReport


@dataclass(frozen=True, slots=True)
class Telling:
    """How a report is to be told: ``html`` – a page; ``faults`` – a list of all faults; ``as_json`` – on the output."""

    html: Path | None
    faults: Path | None
    as_json: bool


def tell(desk: Desk, report: LoadReport, telling: Telling, fresh: Sequence[Freshness] = ()) -> None:
    """Tell a report; exits with 2 when not one row could be loaded. ``fresh`` stands on the page."""
    _list(desk, report, telling)
    if telling.html is not None:
        write_html(report, telling.html, desk.settings.lang, fresh=fresh)
        desk.remark("DONE_WROTE", path=telling.html)
    if telling.as_json:
        desk.print_json(report.plain())
    else:
        report.print(desk.console, desk.settings.lang)
    if report.failed:
        raise typer.Exit(2)


def freshness(desk: Desk, report: LoadReport) -> list[Freshness]:
    """How fresh the sources of a load are, for its page."""
    own = {file.source for file in report.files}
    with desk.store() as store:
        found = [source for source in sources(store) if source.id in own]
    return [Freshness(one.id, loaded=one.last_loaded or "", refresh=one.refresh, overdue=one.overdue) for one in found]


def _list(desk: Desk, report: LoadReport, telling: Telling) -> None:
    """Write all faults where asked; also beside a page that does not hold them all."""
    path = telling.faults
    if path is None and telling.html is not None and len(report.faults) > LISTED:
        path = telling.html.with_suffix(".faults.csv")
    if path is not None:
        write_faults(report.faults, path)
        report.fault_file = str(path)
        desk.remark("DONE_WROTE", path=path)

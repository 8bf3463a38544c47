"""Submissions, rows and decisions on a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from api.cli.desk import Desk
from etl.collect.queue_model import Decision, Submission
from etl.collect.review import Done, Line
from etl.collect.review_show import ShownRow
from etl.collect.review_state import State
from etl.collect.submission import Receipt

STYLE = {State.ACCEPTED: "green", State.SUBMITTED: "yellow", State.SUPERSEDED: "dim"}


def head(submission: Submission) -> dict[str, Any]:
    """A submission as plain data."""
    names = ("id", "at", "by", "key", "source", "file", "sha256", "bytes")
    return {name: getattr(submission, name) for name in names}


def line(one: Line) -> dict[str, Any]:
    """A submission with its counts as plain data."""
    counts = {state.value: one.counts.get(state, 0) for state in State}
    return head(one.submission) | {"status": one.status.value, "kinds": list(one.kinds), "counts": counts}


def receipts(desk: Desk, made: Sequence[Receipt]) -> None:
    """What became of files handed in, and the report of their check."""
    for one in made:
        one.report.print(desk.console, desk.settings.lang)
        counts = {"waiting": one.waiting, "invalid": one.invalid, "secret": one.secret}
        code = "SUBMIT_REPEATED" if one.repeated else "SUBMIT_DONE"
        desk.console.print(desk.say(code, id=one.submission.id, file=one.submission.file, **counts), markup=False)


def lines(desk: Desk, found: Sequence[Line]) -> None:
    """A table of submissions."""
    if not found:
        desk.console.print(desk.say("REVIEW_EMPTY"))
        return
    table = Table(header_style="bold")
    for name in ("ID", "STATUS", "SOURCE", "FILE", "KIND", "ROWS", "BY", "AT"):
        table.add_column(desk.say(f"REVIEW_{name}"), overflow="fold")
    for one in found:
        told = one.submission
        cells = (desk.say(f"STATUS_{one.status.name}"), told.source, told.file, ", ".join(one.kinds))
        table.add_row(told.id, *map(escape, (*cells, _counts(desk, one), told.by, told.at)))
    desk.console.print(table)


def shown(desk: Desk, one: Line, rows: Sequence[ShownRow], *, more: bool) -> None:
    """A submission, then its rows with cells and faults."""
    told = one.submission
    desk.console.print(f"[bold]{escape(told.file)}[/]  {escape(told.source)}  [dim]{told.id}  {told.sha256[:12]}[/]")
    desk.console.print(f"{_counts(desk, one)}  [dim]{escape(told.by)} {told.at}[/]")
    for row in rows:
        where = f"{row.sheet} {row.row}".strip()
        style = STYLE.get(row.state, "red")
        desk.console.print(f"\n[bold]{escape(where)}[/] {row.kind} [{style}]{desk.say(f'STATE_{row.state.name}')}[/]")
        for cell in row.cells:
            text = desk.say("REVIEW_HIDDEN") if cell.hidden else cell.value or ""
            desk.console.print(f"   {cell.heading}: {text}", markup=False, style="dim" if cell.hidden else None)
        for fault in row.faults:
            desk.console.print(f"   ! {fault.column}: {desk.text(fault.words)}", markup=False, style="red")
    if more:
        desk.remark("REVIEW_MORE")


def done(desk: Desk, made: Done) -> None:
    """A decision, and the rows named that it is not about."""
    code = "REVIEW_ACCEPTED" if made.decision.accept else "REVIEW_REFUSED"
    told = {"count": made.decision.count, "rows": made.decision.rows, "id": made.decision.submission}
    desk.console.print(desk.say(code, **told), markup=False)
    for state, rows in made.skipped.items():
        state_words = desk.say(f"STATE_{state.name}")
        desk.console.print(desk.say("REVIEW_SKIPPED", rows=rows, state=state_words), style="yellow", markup=False)


def decisions(desk: Desk, made: Sequence[Decision]) -> None:
    """Decisions, oldest first."""
    if not made:
        desk.console.print(desk.say("REVIEW_UNDECIDED"))
    for one in made:
        word = desk.say("STATE_ACCEPTED" if one.accept else "STATE_REFUSED")
        who = f"{one.by} ({one.key})" if one.key else one.by
        desk.console.print(f"{one.at}  {word}  {one.submission}  {one.rows}  {who}: {one.why}", markup=False)


def _counts(desk: Desk, one: Line) -> str:
    return "  ".join(
        f"{desk.say(f'STATE_{state.name}')} {count}" for state in State if (count := one.counts.get(state))
    )

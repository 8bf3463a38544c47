"""``kezhuan submit`` and ``kezhuan review``: files handed in, and what reviewers decide on their rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import review_print as out
from api.cli.desk import Desk, Json
from api.loading import load_files
from api.render.plain import plain
from etl.collect import review
from etl.collect.queue import Queue
from etl.collect.queue_model import Person
from etl.collect.review_accept import write_accepted
from etl.collect.review_show import Window, shown_rows
from etl.collect.review_state import State
from etl.collect.submission import Offer, Receipt
from etl.collect.submission import submit as hand_in
from etl.files.manifest import Source
from graph.store.bolt import LONG, Store
from graph.words import Words

By = Annotated[str, typer.Option("--by")]
Why = Annotated[str, typer.Option("--why")]
First = Annotated[int, typer.Option("--first", "-n", min=1, max=1_000)]
After = Annotated[int, typer.Option("--after", min=0)]
Rows = Annotated[str | None, typer.Option("--rows")]
Sheet = Annotated[str | None, typer.Option("--sheet")]
Id = Annotated[str, typer.Argument(metavar="ID")]


def submit(
    ctx: typer.Context,
    files: list[Path],
    by: By,
    kind: str | None = None,
    source: str | None = None,
    as_json: Json = False,
) -> None:
    """Hand files in for review."""
    desk: Desk = ctx.obj
    receipts = hand_in(_queue(desk), desk.vocabulary, Offer(files, Person(by), kind, source))
    desk.print_json([_receipt(one) for one in receipts]) if as_json else out.receipts(desk, receipts)
    if not any(receipt.waiting for receipt in receipts):
        raise typer.Exit(2)


def listing(
    ctx: typer.Context,
    status: review.Status | None = None,
    kind: str | None = None,
    source: str | None = None,
    first: First = 20,
    as_json: Json = False,
) -> None:
    """List submissions, newest first."""
    desk: Desk = ctx.obj
    wanted = review.Wanted(status, desk.vocabulary.label(kind).name if kind else None, source)
    lines = review.listing(_queue(desk), wanted, first=first)
    desk.print_json([out.line(one) for one in lines]) if as_json else out.lines(desk, lines)


def show(
    ctx: typer.Context,
    submission: Id,
    state: Annotated[list[State] | None, typer.Option("--state")] = None,
    faults: Annotated[bool, typer.Option("--faults")] = False,
    first: First = 50,
    after: After = 0,
    as_json: Json = False,
) -> None:
    """Show a submission's rows as the role may see them."""
    desk: Desk = ctx.obj
    queue, states = _queue(desk), [*(state or ()), *([State.INVALID, State.SECRET] if faults else ())]
    judged = review.judged(queue, submission)
    rows, more = shown_rows(queue, judged, desk.vocabulary, desk.role, Window(states, after, first))
    if as_json:
        desk.print_json(out.line(judged.line) | {"rows": plain(rows), "more": more})
    else:
        out.shown(desk, judged.line, rows, more=more)


def accept(
    ctx: typer.Context, submission: Id, by: By, why: Why, rows: Rows = None, sheet: Sheet = None, as_json: Json = False
) -> None:
    """Accept rows."""
    _decide(ctx.obj, submission, review.Order(True, why, rows, sheet), Person(by), as_json)


def refuse(
    ctx: typer.Context, submission: Id, by: By, why: Why, rows: Rows = None, sheet: Sheet = None, as_json: Json = False
) -> None:
    """Refuse rows."""
    _decide(ctx.obj, submission, review.Order(False, why, rows, sheet), Person(by), as_json)


def history(ctx: typer.Context, submission: Id, as_json: Json = False) -> None:
    """Every decision on a submission's rows."""
    desk: Desk = ctx.obj
    decisions = review.history(_queue(desk), submission)
    desk.print_json(plain(decisions)) if as_json else out.decisions(desk, decisions)


def load(
    ctx: typer.Context,
    submissions: Annotated[list[str] | None, typer.Argument(metavar="[ID]…")] = None,
    as_json: Json = False,
) -> None:
    """Write accepted rows to files and load them."""
    desk: Desk = ctx.obj
    queue = _queue(desk)
    for name in submissions or ():
        review.judged(queue, name)  # an unknown one is told before a store is started
    with desk.store(patience=LONG) as store, desk.bar() as progress:
        folders = write_accepted(queue, desk.vocabulary, only=submissions or (), known=_known(store))
        report = (
            load_files(folders, store, desk.vocabulary, loads=desk.settings.loads, progress=progress)
            if folders
            else None
        )
    if as_json:
        desk.print_json({"folders": [str(path) for path in folders], "report": report.plain() if report else None})
    elif report is None:
        desk.console.print(desk.say("REVIEW_LOAD_NONE"))
    else:
        report.print(desk.console, desk.settings.lang)
    if report is not None and report.failed:
        raise typer.Exit(2)


def _decide(desk: Desk, submission: str, order: review.Order, by: Person, as_json: bool) -> None:
    done = review.decide(_queue(desk), submission, order, by=by)
    desk.print_json(plain(done)) if as_json else out.done(desk, done)


def _queue(desk: Desk) -> Queue:
    return Queue(desk.settings.home)


def _known(store: Store) -> dict[str, Source]:
    """The sources that the graph has, so that a file handed in by its id alone does not wipe out their words."""
    found = {}
    for row in store.read("etl_review_sources"):
        words, name = Words(row.pop("zh"), row.pop("en")), row.pop("id")
        found[name] = Source(name, words, **row)
    return found


def _receipt(receipt: Receipt) -> dict[str, Any]:
    body = out.head(receipt.submission) | {"repeated": receipt.repeated, "report": receipt.report.plain()}
    return body | {name: asdict(receipt)[name] for name in ("waiting", "invalid", "secret")}


COMMANDS: dict[str, Callable[..., None]] = {
    "list": listing,
    "show": show,
    "accept": accept,
    "refuse": refuse,
    "history": history,
    "load": load,
}
TOP: dict[str, Callable[..., None]] = {"submit": submit}

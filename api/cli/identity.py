"""``kezhuan identity``: which entities are one, decided by people or by score, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from api.cli.desk import Desk, First, Json
from api.render import identity as shown
from api.render import identity_told as data
from api.render.plain import plain
from etl.identity.decisions import read_log
from etl.identity.merge import Outcome, Registrar
from etl.identity.proposals import propose
from etl.identity.reasons import ASK, SURE
from etl.identity.standing import standing
from graph.store.bolt import Store

By = Annotated[str, typer.Option("--by")]
Why = Annotated[str, typer.Option("--why")]
Score = Annotated[float, typer.Option(min=0.0, max=1.0)]
Kinds = Annotated[list[str] | None, typer.Option("--kind")]


def propose_pairs(
    ctx: typer.Context,
    kind: Kinds = None,
    min_score: Score = ASK,
    first: First = 20,
    as_json: Json = False,
) -> None:
    """Entities that may be one, with score, reasons and the rows that state them."""
    desk: Desk = ctx.obj
    with desk.store() as store:
        found = propose(store, desk.vocabulary, kinds=kind or (), least=min_score)
        listed = data.listing(desk, store, found.proposals, first)
    desk.print_json(plain(listed)) if as_json else shown.print_listing(desk, listed)


def merge(
    ctx: typer.Context,
    uids: list[str],
    by: By,
    keep: str | None = None,
    why: Why = "",
    as_json: Json = False,
) -> None:
    """Show entities as one from now on."""
    _decide(ctx, lambda registrar: registrar.merge(uids, keep=keep), by, why, as_json)


def split(ctx: typer.Context, uids: list[str], by: By, why: Why = "", as_json: Json = False) -> None:
    """Show entities by themselves again."""
    _decide(ctx, lambda registrar: registrar.split(uids), by, why, as_json)


def keep_apart(ctx: typer.Context, one: str, other: str, by: By, why: Why = "", as_json: Json = False) -> None:
    """Never show two entities as one, and propose it no more."""
    _decide(ctx, lambda registrar: registrar.keep_apart(one, other), by, why, as_json)


def undo(ctx: typer.Context, decision: str, by: By, why: Why = "", as_json: Json = False) -> None:
    """Take a decision, or a whole batch, back."""
    _decide(ctx, lambda registrar: registrar.undo(decision), by, why, as_json)


def auto(
    ctx: typer.Context,
    by: By = "kezhuan",
    threshold: Score = SURE,
    kind: Kinds = None,
    why: Why = "",
    as_json: Json = False,
) -> None:
    """Merge all that are sure, as one batch."""
    _decide(ctx, lambda registrar: registrar.automatic(kinds=kind or (), least=threshold), by, why, as_json)


def history(ctx: typer.Context, uid: str, as_json: Json = False) -> None:
    """Every decision about an entity and those that are one with it."""
    desk: Desk = ctx.obj
    with desk.store() as store:
        log = read_log(store)
        told = data.history(log, standing(log), uid)
    desk.print_json(plain(told)) if as_json else shown.print_history(desk, told)


def conflicts(ctx: typer.Context, as_json: Json = False) -> None:
    """What entities that are shown as one disagree on."""
    desk: Desk = ctx.obj
    with desk.store() as store:
        found = data.conflicting(desk, store, standing(read_log(store)))
    desk.print_json(plain(found)) if as_json else shown.print_conflicting(desk, found)


def _decide(ctx: typer.Context, decide: Callable[[Registrar], Outcome], by: str, why: str, as_json: bool) -> None:
    desk: Desk = ctx.obj
    with desk.store() as store:
        outcome = decide(_registrar(desk, store, by, why))
    desk.print_json(data.told(desk, outcome)) if as_json else shown.print_outcome(desk, outcome)


def _registrar(desk: Desk, store: Store, by: str, why: str) -> Registrar:
    return Registrar(store, desk.vocabulary, by, why)


COMMANDS: dict[str, Callable[..., None]] = {
    "list": propose_pairs,
    "merge": merge,
    "split": split,
    "keep-apart": keep_apart,
    "undo": undo,
    "auto": auto,
    "history": history,
    "conflicts": conflicts,
}

"""``kezhuan insight``: the graph as a whole – communities, key nodes, hubs, what is alike, gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from api.cli.desk import Desk, First, Json
from api.render import insight as render
from api.render.plain import plain
from graph.insight.insight import Insight

Kinds = Annotated[list[str] | None, typer.Option("--kind")]


class Measure(StrEnum):
    """By what key nodes are ranked."""

    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    CORE = "core"
    DEGREE = "degree"


class Detail(StrEnum):
    """How finely communities are told apart."""

    COARSE = "coarse"
    USUAL = "usual"
    FINE = "fine"


@contextmanager
def _insight(desk: Desk) -> Iterator[Insight]:
    with desk.engine() as engine:
        yield Insight(engine.ground)


def communities(
    ctx: typer.Context,
    kind: Kinds = None,
    detail: Detail = Detail.USUAL,
    first: First = 10,
    as_json: Json = False,
) -> None:
    """Groups of entities that belong together, named by what they are about."""
    desk: Desk = ctx.obj
    with _insight(desk) as insight:
        result = insight.communities(kinds=kind or (), detail=detail.value, first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else render.communities(desk, result)


def key(
    ctx: typer.Context,
    kind: Kinds = None,
    by: Measure = Measure.PAGERANK,
    first: First = 20,
    as_json: Json = False,
) -> None:
    """The entities that hold the graph together."""
    desk: Desk = ctx.obj
    with _insight(desk) as insight:
        result = insight.key(kinds=kind or (), measure=by.value, first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else render.key(desk, result)


def hubs(ctx: typer.Context, kind: Kinds = None, first: First = 20, as_json: Json = False) -> None:
    """Entities with so many links that paths through them say little."""
    desk: Desk = ctx.obj
    with _insight(desk) as insight:
        result = insight.hubs(kinds=kind or (), first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else render.hubs(desk, result)


def similar(ctx: typer.Context, uid: str, kind: Kinds = None, first: First = 10, as_json: Json = False) -> None:
    """Entities like the given one, with what they share."""
    desk: Desk = ctx.obj
    with _insight(desk) as insight:
        result = insight.similar(uid, kinds=kind or (), first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else render.similar(desk, result)


def gaps(ctx: typer.Context, kind: Kinds = None, first: First = 10, as_json: Json = False) -> None:
    """Fields with demands and too little that could answer, and the other way round."""
    desk: Desk = ctx.obj
    with _insight(desk) as insight:
        result = insight.gaps(kinds=kind or (), first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else render.gaps(desk, result)


COMMANDS: dict[str, Callable[..., None]] = {
    "communities": communities,
    "key": key,
    "hubs": hubs,
    "similar": similar,
    "gaps": gaps,
}

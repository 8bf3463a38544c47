"""Questions to the graph: paths, relations, links, partners, policies, search, show, neighbors, why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk import Desk, First, Json
from api.connect import open_engine
from api.render import record, terminal
from api.render.plain import plain
from api.why import Asker
from api.why import why as behind
from graph.errors import InputError
from graph.links.engine import Bounds
from graph.standalone import standalone_html

Hops = Annotated[int, typer.Option("--max-hops")]
Html = Annotated[Path | None, typer.Option("--html")]
After = Annotated[int, typer.Option("--after")]
Names = Annotated[list[str] | None, typer.Option()]
Year = Annotated[int | None, typer.Option()]
Budget = Annotated[int, typer.Option("--budget")]
DEFAULT = Bounds()


def paths(
    ctx: typer.Context,
    start: str,
    end: str,
    max_hops: Hops = 4,
    via: Names = None,
    avoid: Names = None,
    relation: Names = None,
    kind: Names = None,
    since: Year = None,
    until: Year = None,
    budget: Budget = DEFAULT.budget,
    first: First = 5,
    html: Html = None,
    as_json: Json = False,
) -> None:
    """Paths between two entities."""
    desk: Desk = ctx.obj
    bounds = Bounds(
        max_hops=max_hops,
        via=tuple(via or ()),
        avoid=tuple(avoid or ()),
        relations=tuple(relation) if relation else None,
        kinds=tuple(kind) if kind else None,
        budget=budget,
        since=since,
        until=until,
    )
    with desk.engine() as engine:
        result = engine.paths(start, end, bounds=bounds, first=first, clearance=desk.clearance)
    if html:
        html.write_text(standalone_html(result.paths, desk.vocabulary), encoding="utf-8")
        desk.remark("DONE_WROTE", path=html)
    desk.print_json(plain(result)) if as_json else terminal.paths(desk, result)


def relations(
    ctx: typer.Context,
    uids: list[str],
    max_hops: Hops = 4,
    relation: Names = None,
    kind: Names = None,
    since: Year = None,
    until: Year = None,
    budget: Budget = DEFAULT.budget,
    first: First = 2,
    as_json: Json = False,
) -> None:
    """How two to five entities are connected."""
    desk: Desk = ctx.obj
    bounds = Bounds(
        max_hops=max_hops,
        relations=tuple(relation) if relation else None,
        kinds=tuple(kind) if kind else None,
        budget=budget,
        since=since,
        until=until,
    )
    with desk.engine() as engine:
        result = engine.relations(uids, bounds=bounds, first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else terminal.relations(desk, result)


def links(
    ctx: typer.Context,
    start: Annotated[str, typer.Argument()] = "",
    end: Annotated[str, typer.Argument()] = "",
    length: Annotated[int, typer.Option()] = 4,
    prepare: Annotated[bool, typer.Option("--prepare")] = False,
    first: First = 10,
    as_json: Json = False,
) -> None:
    """Over which metapaths two entities are linked, and how likely that is by chance."""
    desk: Desk = ctx.obj
    if not prepare and not (start and end):
        raise InputError("LINKS_ENDS")
    with desk.engine() as engine:
        if prepare:
            count = engine.prepare(desk.clearance)
            desk.remark("LINKS_PREPARED", count=count, level=desk.clearance.name.lower())
        if not (start and end):
            return
        result = engine.links(start, end, length=length, first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else terminal.links(desk, result)


def partners(ctx: typer.Context, uid: str, max_hops: Hops = 4, first: First = 5, as_json: Json = False) -> None:
    """Indirect partners of an enterprise or a demand, and who can introduce them."""
    desk: Desk = ctx.obj
    with desk.engine() as engine:
        result = engine.partners(uid, bounds=Bounds(max_hops=max_hops), first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else terminal.partners(desk, result)


def policies(ctx: typer.Context, uid: str, first: First = 5, as_json: Json = False) -> None:
    """Policies that concern an entity."""
    desk: Desk = ctx.obj
    with desk.engine() as engine:
        result = engine.policies_for(uid, first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else terminal.matches(desk, result)


def search(ctx: typer.Context, query: str, kind: Names = None, first: First = 20, as_json: Json = False) -> None:
    """Entities whose public text contains the words."""
    desk: Desk = ctx.obj
    with desk.engine() as engine:
        result = engine.search(query, kinds=kind or (), first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else terminal.hits(desk, result)


def neighbors(
    ctx: typer.Context, uid: str, relation: str | None = None, first: First = 20, as_json: Json = False
) -> None:
    """An entity's edges: counts by relation, then a page of them."""
    desk: Desk = ctx.obj
    with desk.engine() as engine:
        result = engine.neighborhood(uid, relation=relation, first=first, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else terminal.neighbours(desk, result)


def show(ctx: typer.Context, uid: str, as_json: Json = False) -> None:
    """An entity's properties as the role may see them."""
    desk: Desk = ctx.obj
    with desk.store() as store:
        entry = record.entry(store, desk.vocabulary, uid, role=desk.role)
    desk.print_json(plain(entry)) if as_json else record.print_entry(desk, entry)


def why(ctx: typer.Context, uid: str, first: First = 200, after: After = 0, as_json: Json = False) -> None:
    """Every source row and decision behind an entity and its edges."""
    desk: Desk = ctx.obj
    with desk.store() as store:
        asker = Asker(store, open_engine(desk.settings, store), desk.vocabulary, desk.role)
        reasons = behind(asker, uid, first=first, after=after)
    desk.print_json(plain(reasons)) if as_json else record.print_reasons(desk, reasons)


TOP: dict[str, Callable[..., None]] = {
    "paths": paths,
    "relations": relations,
    "links": links,
    "partners": partners,
    "policies": policies,
    "search": search,
    "neighbors": neighbors,
    "show": show,
    "why": why,
}

"""``kezhuan sources``: what was loaded from where, when, and what is due again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.cli.desk import Desk, Json
from api.render.plain import plain
from etl.collect.overdue import SourceState
from etl.collect.overdue import sources as states

OVERDUE = 7  # exit code of --overdue when something is; 1 to 6 are those of errors


def sources(
    ctx: typer.Context, overdue: Annotated[bool, typer.Option("--overdue")] = False, as_json: Json = False
) -> None:
    """List sources with their files and due dates."""
    desk: Desk = ctx.obj
    with desk.store() as store:
        found = [one for one in states(store) if one.overdue or not overdue]
    if as_json:
        desk.print_json([plain(one) | {"rows": one.rows} for one in found])
    elif found:
        desk.console.print(_table(desk, found))
    else:
        desk.console.print(desk.say("SOURCES_FRESH" if overdue else "SOURCES_NONE"))
    if overdue and found:
        raise typer.Exit(OVERDUE)


def _table(desk: Desk, found: Sequence[SourceState]) -> Table:
    table = Table(header_style="bold")
    for name in ("ID", "NAME", "FILES", "ROWS", "LAST", "REFRESH", "DUE", "OVERDUE"):
        right = name in {"FILES", "ROWS", "OVERDUE"}
        table.add_column(desk.say(f"SOURCES_{name}"), justify="right" if right else "left", overflow="fold")
    for one in found:
        refresh = desk.say(f"REFRESH_{one.refresh.upper()}") if one.refresh else ""
        days = str(one.overdue_days) if one.overdue else ""
        mark = " " + desk.say("SHOW_FICTITIOUS") if one.fictitious else ""
        counts = (str(len(one.files)), f"{one.rows:,}", (one.last_loaded or "")[:10])
        cells = (one.id, desk.text(one.words) + mark, *counts, refresh, one.due or "", days)
        table.add_row(*map(escape, cells), style="red" if one.overdue else None)
    return table


TOP: dict[str, Callable[..., None]] = {"sources": sources}

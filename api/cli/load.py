"""Data in: load in its several ways, check, the loads so far, and taking one back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.cli.desk import Desk, Json
from api.cli.load_told import Telling, freshness, tell
from api.loading import import_files, load_files, load_in_bulk, take_back
from etl.files.asked_query import Query
from etl.files.discover import Plan, plan
from etl.run import check as check_files
from etl.run import load as load_rehearsed
from graph.errors import InputError
from graph.store.bolt import LONG

Files = Annotated[list[Path] | None, typer.Argument()]
Kind = Annotated[str | None, typer.Option("--kind")]
Origin = Annotated[str | None, typer.Option("--source")]
Mapping = Annotated[Path | None, typer.Option("--mapping")]
Form = Annotated[str | None, typer.Option("--form")]
Rejects = Annotated[Path | None, typer.Option("--rejects")]
Html = Annotated[Path | None, typer.Option("--html")]
Faults = Annotated[Path | None, typer.Option("--faults")]
Sql = Annotated[str | None, typer.Option("--sql")]
SqlUrl = Annotated[str, typer.Option("--url-env")]
Folder = Annotated[Path | None, typer.Option("--import-files")]


def load(
    ctx: typer.Context,
    files: Files = None,
    kind: Kind = None,
    source: Origin = None,
    mapping: Mapping = None,
    form: Form = None,
    sql: Sql = None,
    url_env: SqlUrl = "KEZHUAN_SQL_URL",
    rejects: Rejects = None,
    html: Html = None,
    faults: Faults = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    bulk: Annotated[bool, typer.Option("--bulk")] = False,
    import_folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Load files, folders, standard input (-) or the rows of a query into the graph."""
    desk: Desk = ctx.obj
    if dry_run + bulk + (import_folder is not None) > 1:
        raise InputError("LOAD_ONE_WAY")
    found = _plan(files, kind, source, mapping, form, Query(sql, "query", url_env) if sql else None)
    with desk.store(patience=LONG) as store, desk.bar() as progress:
        if bulk:
            report = load_in_bulk(found, store, desk.settings, desk.vocabulary, rejects=rejects, progress=progress)
        elif import_folder is not None:
            report = import_files(
                found, store, desk.settings, desk.vocabulary, folder=import_folder, rejects=rejects, progress=progress
            )
        elif dry_run:
            report = load_rehearsed(found, store, desk.vocabulary, rejects=rejects, progress=progress, dry_run=True)
        else:
            report = load_files(
                found, store, desk.vocabulary, rejects=rejects, progress=progress, loads=desk.settings.loads
            )
    fresh = freshness(desk, report) if html is not None and import_folder is None else []
    tell(desk, report, Telling(html, faults, as_json), fresh)
    if import_folder is not None:
        desk.remark("DONE_WROTE", path=import_folder)


def check(
    ctx: typer.Context,
    files: Files = None,
    kind: Kind = None,
    source: Origin = None,
    mapping: Mapping = None,
    form: Form = None,
    rejects: Rejects = None,
    html: Html = None,
    faults: Faults = None,
    as_json: Json = False,
) -> None:
    """Validate files without a graph."""
    desk: Desk = ctx.obj
    found = _plan(files, kind, source, mapping, form, None)
    tell(desk, check_files(found, desk.vocabulary, rejects=rejects), Telling(html, faults, as_json))


def loads(ctx: typer.Context, as_json: Json = False) -> None:
    """List the loads, the newest first."""
    desk: Desk = ctx.obj
    with desk.store() as store:
        rows = store.read("etl_loads")
    if as_json:
        desk.print_json(rows)
        return
    names = ("id", "status", "started", "finished", "changes")
    table = Table(*(desk.say(f"LOADS_{name.upper()}") for name in names))
    for row in rows:
        status = desk.say("LOADS_UNDOES", id=row["undoes"]) if row["undoes"] else desk.say(_state(row["status"]))
        cells = (row["id"], status, row["started"], row["finished"] or "", f"{row['changes'] or 0:,}")
        table.add_row(*cells)
    desk.console.print(table)


def rollback(ctx: typer.Context, load_id: str, as_json: Json = False) -> None:
    """Take the newest load back."""
    desk: Desk = ctx.obj
    with desk.store(patience=LONG) as store:
        changes = take_back(load_id, store, desk.settings, desk.vocabulary)
    if as_json:
        desk.print_json({"id": load_id, "changes": changes})
    else:
        desk.console.print(desk.say("ROLLED_BACK", id=load_id, changes=f"{changes:,}"), markup=False)


def _plan(
    files: list[Path] | None,
    kind: str | None,
    source: str | None,
    mapping: Path | None,
    form: str | None,
    query: Query | None,
) -> Plan:
    if not files and query is None:
        raise InputError("LOAD_NOTHING")
    queries = [query] if query else []
    return plan(files or [], kind=kind, source=source, mapping=mapping, sql=queries, form=form, stdin=sys.stdin.buffer)


def _state(status: str) -> str:
    return f"LOADS_{status.upper().replace(' ', '_')}"


TOP: dict[str, Callable[..., None]] = {"load": load, "check": check, "loads": loads, "rollback": rollback}

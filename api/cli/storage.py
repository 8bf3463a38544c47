"""``kezhuan store``: start, stop, look at, back up and restore the embedded store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk import Desk, Json
from api.connect import fetch_archives, open_store, store_address
from api.render.plain import plain
from api.settings import Settings
from etl.writing.lock import exclusive
from graph.errors import StoreError
from graph.store import embedded
from graph.store.backup import Java
from graph.store.backup import backup as backup_store
from graph.store.backup_restore import restore as restore_store
from graph.store.backup_restore import restore_over
from graph.store.bolt import Store


def start(ctx: typer.Context, as_json: Json = False) -> None:
    """Start the embedded store, or say where the running or served one answers."""
    desk: Desk = ctx.obj
    with desk.bar() as progress:
        address = store_address(desk.settings, progress=progress)
    if as_json:
        desk.print_json({"uri": address.uri, "user": address.user})
    else:
        desk.console.print(desk.say("STORE_RUNNING", uri=address.uri, folder=desk.settings.store_folder))


def fetch(ctx: typer.Context, as_json: Json = False) -> None:
    """Fetch what the embedded store runs on, so that later starts are quick; nothing where a served store is named."""
    desk: Desk = ctx.obj
    archives: list[Path] = []
    if not desk.settings.neo4j_uri:
        with desk.bar() as progress:
            fetch_archives(desk.settings, progress=progress)
            archives = embedded.fetch(cache=desk.settings.cache, progress=progress)
    if as_json:
        desk.print_json({"archives": len(archives), "folder": str(archives[0].parent) if archives else None})
    elif archives:
        desk.console.print(desk.say("STORE_FETCHED", count=len(archives), folder=archives[0].parent), markup=False)


def stop(ctx: typer.Context, as_json: Json = False) -> None:
    """Stop the embedded store cleanly."""
    desk: Desk = ctx.obj
    stopped = embedded.stop(desk.settings.store_folder)
    if as_json:
        desk.print_json({"stopped": stopped})
    else:
        desk.console.print(desk.say("STORE_STOPPED" if stopped else "STORE_NOT_RUNNING"))


def status(ctx: typer.Context, as_json: Json = False) -> None:
    """State of the store: embedded with its folder and process, or served with its version."""
    desk: Desk = ctx.obj
    if desk.settings.neo4j_uri:
        with open_store(desk.settings) as store:
            body = {"state": "served", "uri": store.uri, "version": store.server_version()}
    else:
        body = plain(embedded.status(desk.settings.store_folder)) | {"folder": str(desk.settings.store_folder)}
    if as_json:
        desk.print_json(body)
    else:
        for key, value in body.items():
            desk.console.print(f"{key}: {value}", markup=False)


def backup(ctx: typer.Context, file: Path, as_json: Json = False) -> None:
    """Back the embedded store up to one file."""
    desk: Desk = ctx.obj
    with _to_itself(desk.settings), desk.bar() as progress:
        fetch_archives(desk.settings, progress=progress)
        made = backup_store(desk.settings.store_folder, file, java=_java(desk.settings), progress=progress)
    if as_json:
        desk.print_json({"path": str(file)} | made.plain())
    else:
        desk.console.print(desk.say("BACKUP_DONE", path=file, **made.plain()), markup=False)


def restore(
    ctx: typer.Context,
    file: Path,
    home: Path | None = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    as_json: Json = False,
) -> None:
    """Restore the embedded store from a backup file."""
    desk: Desk = ctx.obj
    settings = replace(desk.settings, home=(home or desk.settings.home).absolute())
    run = restore_over if force else restore_store
    with _to_itself(settings), desk.bar() as progress:
        fetch_archives(settings, progress=progress)
        done = run(settings.store_folder, file, java=_java(settings), progress=progress)
    told = done.manifest.plain()
    counted = {"nodes": done.nodes, "edges": done.edges}
    if as_json:
        desk.print_json({"path": str(file), "home": str(settings.home), **counted, "manifest": told})
    else:
        desk.console.print(desk.say("RESTORE_DONE", path=file, **counted), markup=False)
    if told | counted != told:
        desk.remark("RESTORE_COUNTS", **told)


@contextmanager
def _to_itself(settings: Settings) -> Iterator[None]:
    """The embedded store for ourselves. Raises ``StoreError`` (BACKUP_SERVED), ``InputError`` (LOAD_BUSY)."""
    if settings.neo4j_uri:
        raise StoreError("BACKUP_SERVED", uri=settings.neo4j_uri, database=settings.neo4j_database)
    with ExitStack() as held:
        if address := embedded.address(settings.store_folder):  # nobody loads into a store that does not run
            held.enter_context(exclusive(held.enter_context(Store(address))))
        yield


def _java(settings: Settings) -> Java:
    return Java(settings.cache, settings.heap)


COMMANDS: dict[str, Callable[..., None]] = {
    "fetch": fetch,
    "start": start,
    "stop": stop,
    "status": status,
    "backup": backup,
    "restore": restore,
}

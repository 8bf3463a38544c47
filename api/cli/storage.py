"""``kezhuan store``: start, stop and look at the embedded store."""

from __future__ import annotations

from collections.abc import Callable

import typer

from api.cli.desk import Desk, Json
from api.connect import open_store, store_address
from api.render.plain import plain
from graph.store import embedded


def start(ctx: typer.Context, as_json: Json = False) -> None:
    """Start the embedded store, or say where the running or served one answers."""
    desk: Desk = ctx.obj
    with desk.bar() as progress:
        address = store_address(desk.settings, progress=progress)
    if as_json:
        desk.print_json({"uri": address.uri, "user": address.user})
    else:
        desk.console.print(desk.say("STORE_RUNNING", uri=address.uri, folder=desk.settings.store_folder))


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


COMMANDS: dict[str, Callable[..., None]] = {"start": start, "stop": stop, "status": status}

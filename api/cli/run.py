"""Running it: demo, serve, doctor."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace

import typer
import uvicorn

from api.app import create_app
from api.cli.desk import Desk, Json
from api.connect import open_engine
from api.demo import DEMAND, prepare
from api.doctor import examine
from api.render import terminal
from api.render.plain import plain
from api.settings import Settings
from graph.errors import InputError
from graph.store.bolt import LONG


def serve(ctx: typer.Context, host: str | None = None, port: int | None = None) -> None:
    """Serve the page and GraphQL until interrupted."""
    desk: Desk = ctx.obj
    settings = replace(
        desk.settings, host=host or desk.settings.host, port=desk.settings.port if port is None else port
    )
    with _listen(settings) as listener:
        with desk.store():
            pass  # the app connects by itself; starting here shows the progress
        _serve(desk, settings, listener)


def demo(ctx: typer.Context, page: bool = True, port: int | None = None, as_json: Json = False) -> None:
    """Load the examples, answer one demand with its paths, and serve the page."""
    desk: Desk = ctx.obj
    with desk.store(patience=LONG) as store, desk.bar() as progress:
        prepare(desk, store, progress)
        result = open_engine(desk.settings, store).match(text=DEMAND, first=3, clearance=desk.clearance)
    desk.print_json(plain(result)) if as_json else terminal.matches(desk, result)
    if page:
        settings = desk.settings if port is None else replace(desk.settings, port=port)
        with _listen(settings, fallback=port is None) as listener:
            _serve(desk, settings, listener)


def doctor(ctx: typer.Context, as_json: Json = False) -> None:
    """Say what is missing on this machine and how to get it."""
    desk: Desk = ctx.obj
    checks = examine(desk.settings)
    if as_json:
        desk.print_json(plain(checks))
    else:
        for check in checks:
            mark = {"ok": "[green]✓[/]", "note": "[yellow]![/]", "fault": "[red]✗[/]"}[check.state]
            desk.console.print(f"{mark} {desk.text(check.words)}")
    if any(check.state == "fault" for check in checks):
        raise typer.Exit(1)


def _listen(settings: Settings, *, fallback: bool = False) -> socket.socket:
    """A listening socket; a busy port raises ``InputError`` (PORT_BUSY) or, with ``fallback``, yields to a free one."""
    try:
        return socket.create_server((settings.host, settings.port), backlog=128)
    except OSError as error:
        if fallback:
            return socket.create_server((settings.host, 0), backlog=128)
        raise InputError("PORT_BUSY", port=settings.port) from error


def _serve(desk: Desk, settings: Settings, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    desk.console.print(desk.say("SERVING", url=f"http://{host}:{port}/", graphql=f"http://{host}:{port}/graphql"))
    config = uvicorn.Config(create_app(replace(settings, port=port)), log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


TOP: dict[str, Callable[..., None]] = {"demo": demo, "serve": serve, "doctor": doctor}

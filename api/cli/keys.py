"""``kezhuan key``: API keys and their roles."""

from __future__ import annotations

from collections.abc import Callable

import typer

from api.cli.desk import Desk, Json
from api.keys import KeyRing
from api.render.plain import plain


def add(ctx: typer.Context, role: str, note: str = "", as_json: Json = False) -> None:
    """Make a key for a role; it is shown once and kept only as a hash."""
    desk: Desk = ctx.obj
    secret, key = KeyRing(desk.settings.keys_file, desk.vocabulary).add(role, note=note)
    if as_json:
        desk.print_json({"key": secret, "id": key.id, "role": key.role})
    else:
        desk.console.print(desk.say("KEY_MADE", key=secret, id=key.id, role=key.role), markup=False)


def show(ctx: typer.Context, as_json: Json = False) -> None:
    """List the keys: ids, roles and notes, never the keys themselves."""
    desk: Desk = ctx.obj
    keys = KeyRing(desk.settings.keys_file, desk.vocabulary).keys()
    if as_json:
        desk.print_json(plain(keys))
    else:
        for key in keys:
            desk.console.print(f"{key.id}  {key.role}  {key.note}", markup=False)


def revoke(ctx: typer.Context, key_id: str, as_json: Json = False) -> None:
    """Take a key back at once."""
    desk: Desk = ctx.obj
    KeyRing(desk.settings.keys_file, desk.vocabulary).revoke(key_id)
    desk.print_json({"revoked": key_id}) if as_json else desk.console.print(desk.say("KEY_REVOKED", id=key_id))


COMMANDS: dict[str, Callable[..., None]] = {"add": add, "list": show, "revoke": revoke}

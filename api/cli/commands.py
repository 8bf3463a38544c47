"""Which module has which command: only the one that is asked for is imported, since some draw in a whole web server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

Commands = Mapping[str, Callable[..., None]]

TOP: dict[str, tuple[str, ...]] = {
    "match": ("match",),
    "weights": ("weights",),
    "ask": ("paths", "relations", "links", "partners", "policies", "search", "neighbors", "show", "why"),
    "load": ("load", "check", "loads", "rollback"),
    "data": ("template", "export"),
    "run": ("demo", "serve", "doctor"),
    "evaluate": ("evaluate",),
    "review": ("submit",),
    "review_sources": ("sources",),
}
GROUPS = {
    "store": "storage",
    "key": "keys",
    "review": "review",
    "identity": "identity",
    "batch": "batch",
    "insight": "insight",
    "bench": "measure",
}
VALUED = ("--ontology", "--home", "--role")  # options before the command that take a value


def wanted(arguments: Sequence[str]) -> str | None:
    """The first word of a command line that is no option; None when there is none, or no such command."""
    rest = iter(arguments)
    for word in rest:
        if word in VALUED:
            next(rest, None)
        elif not word.startswith("-"):
            return word if word in GROUPS or any(word in names for names in TOP.values()) else None
    return None


def top(name: str | None) -> dict[str, Callable[..., None]]:
    """The commands of the module that has ``name``, or all."""
    modules = [module for module, names in TOP.items() if name is None or name in names]
    return {key: one for module in modules for key, one in _of(module, "TOP").items()}


def groups(name: str | None) -> dict[str, Commands]:
    """The commands of the group ``name``, or of all groups."""
    return {group: _of(module, "COMMANDS") for group, module in GROUPS.items() if name in (None, group)}


def _of(module: str, table: str) -> Commands:
    commands: Commands = getattr(import_module(f"api.cli.{module}"), table)
    return commands

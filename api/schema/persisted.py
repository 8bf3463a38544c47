"""Persisted operations: the files of ``queries/portal``, called by name, with the fragments that they spread."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from graph.errors import NotFoundError

FOLDER = Path(__file__).parents[2] / "queries" / "portal"
FRAGMENTS = FOLDER.with_name("fragments.graphql")
NAME = re.compile(r"[a-z][a-zA-Z0-9_]*")
FRAGMENT = re.compile(r"^fragment (\w+) on .*?^\}", re.MULTILINE | re.DOTALL)
SPREAD = re.compile(r"\.\.\.(\w+)")


def names() -> tuple[str, ...]:
    """The names of all persisted operations, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.graphql")))


@cache
def text(name: str) -> str:
    """The document of the operation ``name``, whole. Raises ``NotFoundError`` (UNKNOWN_OPERATION)."""
    if not NAME.fullmatch(name) or name not in names():
        raise NotFoundError("UNKNOWN_OPERATION", name=name, known=", ".join(names()))
    own = (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")
    return "\n".join((own, *_spread(own).values()))


def _spread(document: str) -> dict[str, str]:
    """The fragments that ``document`` spreads and those that they spread, by name: GraphQL refuses unused ones."""
    known = {match[1]: match[0] + "\n" for match in FRAGMENT.finditer(FRAGMENTS.read_text(encoding="utf-8"))}
    found: dict[str, str] = {}
    waiting = SPREAD.findall(document)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = known[name]
            waiting += SPREAD.findall(known[name])
    return found

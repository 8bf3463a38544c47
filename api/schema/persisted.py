"""Persisted operations: the files of ``queries/portal``, called by name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from graph.errors import NotFoundError

FOLDER = Path(__file__).parents[2] / "queries" / "portal"
NAME = re.compile(r"[a-z][a-zA-Z0-9_]*")


def names() -> tuple[str, ...]:
    """The names of all persisted operations, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.graphql")))


@cache
def text(name: str) -> str:
    """The document of the operation ``name``. Raises ``NotFoundError`` (UNKNOWN_OPERATION)."""
    if not NAME.fullmatch(name) or name not in names():
        raise NotFoundError("UNKNOWN_OPERATION", name=name, known=", ".join(names()))
    return (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")

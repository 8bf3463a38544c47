"""Every Cypher statement lies in ``queries/cypher/``; this module reads them by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "queries" / "cypher"

PLACE = re.compile(r"\{\{(\w+)\}\}")
IDENTIFIERS = re.compile(r"[A-Za-z_]\w*([:,] ?[A-Za-z_]\w*)*(\.[A-Za-z_]\w*)?")
COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


def names() -> tuple[str, ...]:
    """The names of all statements, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.cypher")))


@cache
def source(name: str) -> str:
    """The statement file ``name`` as written, its comments included. Raises ``FileNotFoundError``."""
    return (FOLDER / f"{name}.cypher").read_text(encoding="utf-8")


def places(name: str) -> frozenset[str]:
    """The ``{{places}}`` of statement ``name``, where identifiers go that Cypher cannot take as parameters."""
    return frozenset(PLACE.findall(source(name)))


def statement(name: str, parts: Mapping[str, str] | None = None) -> str:
    """The text of statement ``name`` without comments, its ``{{places}}`` filled from ``parts``.

    A part is one identifier of the vocabulary or several joined by ``:`` or ``,``; anything else raises ``ValueError``,
    so that no text of a user's ever becomes Cypher.
    """
    return _filled(name, tuple(sorted((parts or {}).items())))


@cache
def _filled(name: str, parts: tuple[tuple[str, str], ...]) -> str:
    values = dict(parts)
    wrong = [value for value in values.values() if not IDENTIFIERS.fullmatch(value)]
    if wrong or values.keys() != places(name):
        raise ValueError(f"statement {name} needs {sorted(places(name))} as identifiers, got {values}")
    return PLACE.sub(lambda match: values[match[1]], COMMENT.sub("", source(name))).strip()

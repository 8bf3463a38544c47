"""Keys that lead in a circle: a kind whose entities can only be named once entities of the same kind are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.words import Words, message

Raw = Mapping[str, Any]


def circles(labels: Raw) -> Iterator[Words]:
    """A fault for each circle of kinds whose keys, or what tells their entities apart, lead from one to the next."""
    needs = {name: _needs(name, labels) for name in labels}
    told: set[str] = set()
    for name in labels:
        path = _way_back(name, needs) if name not in told else None
        if path is not None:
            told.update(path)
            yield message("VOCABULARY_KEY_CIRCLE", place=f"labels.{name}.keys", kinds=" → ".join(path))


def _way_back(name: str, needs: Mapping[str, list[str]]) -> list[str] | None:
    """The shortest way from ``name`` to itself, both ends included; None when there is none."""
    ways, seen = [[name]], set[str]()
    while ways:
        way = ways.pop(0)
        for other in needs.get(way[-1], ()):
            if other == name:
                return [*way, name]
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return None


def _needs(name: str, labels: Raw) -> list[str]:
    """The outermost kinds that must be named before those of ``name``; nothing for a kind that extends another."""
    if labels[name].get("extends"):
        return []
    needs: dict[str, None] = {}
    for entry in (labels[name], *(other for other in labels.values() if other.get("extends") == name)):
        links = {**labels[name].get("links", {}), **entry.get("links", {})}
        parts = [*(part for tier in entry.get("keys", []) for part in tier), entry.get("refer_within")]
        named = [links[part] for part in parts if part in links]
        within = [links[link["within"]] for link in named if link.get("within") in links]
        needs |= dict.fromkeys(_base(link.get("target"), labels) for link in (*named, *within))
    return list(needs)


def _base(name: object, labels: Raw) -> str:
    """The outermost kind of ``name``."""
    return str(labels.get(str(name), {}).get("extends") or name)

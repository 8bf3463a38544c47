"""Dates of rows from which on, and up to which, relations hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from graph.vocabulary import Level

Raw = Mapping[str, Any]
BOUNDS = ("since", "until")
KINDS = ("date", "integer")


def dates(labels: Raw) -> Iterator[str]:
    """A fault for each link of which a bound names no date and no year, or none that all may see who see the edge."""
    for name, entry in labels.items():
        properties = {**labels.get(entry.get("extends"), {}).get("properties", {}), **entry.get("properties", {})}
        for (link, one), bound in product(entry.get("links", {}).items(), BOUNDS):
            for told in one.get(bound, []):
                known = properties.get(told, {})
                if known.get("type") not in KINDS or known.get("level") != Level.PUBLIC.name.lower():
                    yield f"labels.{name}.links.{link}.{bound}: {told} is no public date or year"

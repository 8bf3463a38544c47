"""What an ontology file says of how the edges of its relations lose weight with age, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.words import Words, message

Raw = Mapping[str, Any]


def decay_faults(raw: Raw) -> Iterator[Words]:
    """A fault for each half-life that is no number of years."""
    for name, entry in raw["relations"].items():
        at, half_life = f"relations.{name}", entry.get("half_life")
        number = isinstance(half_life, int | float) and not isinstance(half_life, bool)
        if half_life is not None and not (number and 0 < half_life < float("inf")):
            yield message("ONTOLOGY_HALF_LIFE", place=f"{at}.half_life", value=repr(half_life))

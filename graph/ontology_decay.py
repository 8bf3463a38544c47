"""What an ontology file says of how the edges of its relations lose weight with age, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.words import Words, message

Raw = Mapping[str, Any]

DATED = ("date", "integer")  # types of property that tell a year


def decay_faults(raw: Raw) -> Iterator[Words]:
    """A fault for each half-life that is no number of years, and for each property that cannot date an edge."""
    for name, entry in raw["relations"].items():
        at, half_life = f"relations.{name}", entry.get("half_life")
        number = isinstance(half_life, int | float) and not isinstance(half_life, bool)
        if half_life is not None and not (number and 0 < half_life < float("inf")):
            yield message("ONTOLOGY_HALF_LIFE", place=f"{at}.half_life", value=repr(half_life))
        dated = entry.get("dated", {})
        if not isinstance(dated, Mapping):
            yield message("ONTOLOGY_DATED", place=f"{at}.dated", value=repr(dated))
            continue
        for label, prop in dated.items():
            if not _dates(label, prop, entry, raw["labels"]):
                yield message("ONTOLOGY_DATED", place=f"{at}.dated.{label}", value=repr(prop))


def _dates(label: str, prop: object, relation: Raw, labels: Raw) -> bool:
    """Whether a property of a label at an end of a relation tells a year that everybody may know."""
    if label not in labels or not isinstance(prop, str):
        return False
    parent = labels[label].get("extends", "")
    ends = {*relation.get("start", ()), *relation.get("end", ())}
    known = {**labels.get(parent, {}).get("properties", {}), **labels[label].get("properties", {})}
    told = known.get(prop, {})
    return bool({label, parent} & ends) and told.get("type") in DATED and told.get("level") == "public"

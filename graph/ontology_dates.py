"""Dates of rows from which on relations hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.vocabulary import Level

Raw = Mapping[str, Any]


def since(labels: Raw) -> Iterator[str]:
    """A fault for each link whose ``since`` names what is no date, or none that everybody may see as they see edges."""
    for name, entry in labels.items():
        properties = {**labels.get(entry.get("extends"), {}).get("properties", {}), **entry.get("properties", {})}
        links = entry.get("links", {}).items()
        for link, told in ((link, told) for link, one in links for told in one.get("since", [])):
            known = properties.get(told, {})
            if known.get("type") != "date" or known.get("level") != Level.PUBLIC.name.lower():
                yield f"labels.{name}.links.{link}.since: {told} is no public date"

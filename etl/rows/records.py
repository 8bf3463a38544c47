"""A clean row: what it says about its entity and to whom it refers, before anything has a uid."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import orjson

from etl.rows.faults import Place
from graph.sources import SourceRef
from graph.vocabulary import Label


@dataclass(slots=True)
class Record:
    """A row that passed validation. ``links`` holds the cells' references as text; ``headings`` their column titles."""

    label: Label
    place: Place
    properties: dict[str, Any]
    links: dict[str, list[str]]
    headings: dict[str, str] = field(default_factory=dict)
    explicit: str | None = None  # a uid the row itself gives
    targets: dict[str, list[Any]] = field(default_factory=dict)  # per link, once resolved: see Identifier.targets

    @property
    def ref(self) -> str:
        """The ``SourceRef`` of the row as kept in the store; its digest covers everything the row says."""
        said = [self.label.name, self.explicit, self.properties, self.links]
        text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
        digest = hashlib.blake2b(text, digest_size=8).hexdigest()
        place = self.place
        return str(SourceRef(place.source, place.file, place.sheet, place.row, digest))

"""Identified records to statements: the row's entity, its edges, and the stubs that it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from etl.facts.spoken import Spoken
from etl.facts.statements import file_of
from etl.identity.found import BY_NAME, CONFIDENCE, STATED, Found
from etl.identity.identify import Identifier
from etl.rows.records import Record
from graph.errors import InputError
from graph.vocabulary import Label, Level, Link, Property, Vocabulary


@dataclass(slots=True)
class Builder:
    """Turns identified records into statements, row by row; oddities go to the identifier's faults."""

    vocabulary: Vocabulary
    identifier: Identifier
    spoken: Spoken
    _places: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, record: Record, uid: str, ref: str) -> None:
        """State a record's entity and edges."""
        self.spoken.state(record, uid, ref)
        for link in record.label.links.values():
            if link.name in record.links:
                self._link(record, uid, link, ref)

    def _link(self, record: Record, uid: str, link: Link, ref: str) -> None:
        label = self.vocabulary.label(link.target)
        for order, found in enumerate(self.identifier.targets(record, link.name), 1):
            if found is None:
                continue
            if found.uid == uid:
                heading = record.headings.get(link.name, link.words.zh)
                self.identifier.faults.append(record.place.warning(heading, "REFERENCE_SELF", link=link.words))
                continue
            if found.stub or label.vocabulary:
                self.spoken.refer(found, label, ref)
            start, end = (uid, found.uid) if link.outgoing else (found.uid, uid)
            self.spoken.relate(
                (link.relation, start, end), _properties(self.vocabulary, record, link, found, order), ref
            )
            if found.owner is not None:
                self._belongs(found, label, found.owner, ref)
            for inner, outer in pairwise((found, *found.above)):
                self._lies_in(inner, outer, label, ref)

    def _belongs(self, found: Found, label: Label, owner: str, ref: str) -> None:
        """The edge from someone only referred to (an inventor) to what tells them apart (the employer)."""
        link = label.links[label.refer_within or ""]
        start, end = (found.uid, owner) if link.outgoing else (owner, found.uid)
        self.spoken.relate((link.relation, start, end), {"confidence": CONFIDENCE["caption"], "method": BY_NAME}, ref)

    def _lies_in(self, inner: Found, outer: Found, label: Label, ref: str) -> None:
        """The edge from a place to the one that it lies in; one row of each file states it."""
        link = next((one for one in label.links.values() if one.target == label.name and one.outgoing), None)
        stated = inner.uid, outer.uid, file_of(ref)
        if link is None or stated in self._places:
            return
        self._places.add(stated)
        self.spoken.refer(outer, label, ref)
        self.spoken.relate((link.relation, inner.uid, outer.uid), {"confidence": 1.0, "method": STATED}, ref)


def key_missing(label: Label) -> InputError:
    """Why a row without a complete key tier is refused."""
    return InputError("KEY_MISSING", tiers="; ".join(_tier(label, tier) for tier in label.keys))


def _properties(vocabulary: Vocabulary, record: Record, link: Link, found: Found, order: int) -> dict[str, Any]:
    values: dict[str, Any] = {"confidence": found.confidence, "method": found.method}
    if "order" in vocabulary.relations[link.relation].properties:
        values["order"] = order
    hidden = link.hidden_when is not None and record.properties.get(link.hidden_when)
    level = Level.CORE if hidden else link.level
    if level:
        values["level"] = int(level)
    return values | _validity(record, link)


def _validity(record: Record, link: Link) -> dict[str, Any]:
    """From which date on an edge holds, and up to which, as far as its row tells."""
    bounds = {"valid_from": link.since, "valid_to": link.until}
    told = {bound: next(filter(None, map(record.properties.get, names)), None) for bound, names in bounds.items()}
    return {bound: str(date) for bound, date in told.items() if date is not None}


def _tier(label: Label, tier: tuple[str, ...]) -> str:
    parts: dict[str, Property | Link] = {**label.properties, **label.links}
    return "+".join(parts[name].words.zh for name in tier if name in parts)

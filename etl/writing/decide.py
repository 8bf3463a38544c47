"""What is to be written for a fact, given what the store has of it: nothing, when it is as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from etl.facts.statements import EdgeFact, NodeFact, file_of
from etl.writing.known import Mine
from graph.vocabulary import Label

State = Literal["created", "updated", "unchanged"]
EDGE_PROPERTIES = (
    "level",
    "order",
    "weight",
    "field",
    "quote",
    "valid_from",
    "valid_to",
)  # all that a load writes, but not of every edge


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every written fact is marked with: the load, its time, and the ids of the fictitious sources."""

    load_id: str
    now: str
    fictitious: frozenset[str]

    def of(self, sources: Iterable[str]) -> dict[str, Any]:
        """The marks of a node that ``sources`` state; ``fictitious`` only when all of them are."""
        refs = sorted(sources)
        invented = all(ref.partition("|")[0] in self.fictitious for ref in refs)
        return {
            "sources": refs,
            "load_id": self.load_id,
            "last_seen": self.now,
            "fictitious": True if invented else None,
        }


def node_row(fact: NodeFact, label: Label, mine: Mine | None, stamp: Stamp) -> tuple[State, dict[str, Any]]:
    """Whether a node is new, changed or as it was, and the properties to write (null removes; empty: write nothing)."""
    if mine is None:
        stub = None if fact.stated or label.vocabulary else True
        return "created", {**fact.properties, **stamp.of(fact.refs), "content_hash": content_hash(fact), "stub": stub}
    if not fact.stated:
        return _referred(fact, label, mine, stamp)
    others = () if mine.stub else mine.other
    whole = content_hash(fact)
    if mine.own == set(fact.refs) and not mine.stub and (others or mine.held or mine.hash == whole):
        return "unchanged", {}
    # Nobody else speaks of it: what this row no longer says is gone.
    absent = {} if others or mine.held else dict.fromkeys(label.properties)
    marks = stamp.of({*others, *mine.held, *fact.refs})
    return "updated", {**absent, **fact.properties, **marks, "content_hash": whole, "stub": None}


def _referred(fact: NodeFact, label: Label, mine: Mine, stamp: Stamp) -> tuple[State, dict[str, Any]]:
    """A node that this load only refers to. If it has rows of its own, those alone count (see also ``retract.py``)."""
    if not (mine.stub or label.vocabulary):
        return "unchanged", {}
    held = {file_of(ref) for ref in mine.held}  # one row of each file is enough, and a refused row keeps its place
    counted = [ref for ref in fact.refs if file_of(ref) not in held]
    sources = {*mine.other, *mine.held, *counted}
    if sources == {*mine.own, *mine.other, *mine.held}:
        return "unchanged", {}
    return "updated", stamp.of(sources)


def edge_row(fact: EdgeFact, mine: Mine | None, stamp: Stamp) -> dict[str, Any] | None:
    """The parameters of an edge to write, None when it is as it was."""
    whole = hashed(fact.properties)
    held: tuple[str, ...] = ()
    absent: Mapping[str, None] = {}
    if mine is not None:
        if mine.own == set(fact.refs) and (mine.other or mine.hash == whole):
            return None
        held = mine.held
        absent = {} if mine.other else dict.fromkeys(EDGE_PROPERTIES)
    properties = {**absent, **fact.properties, "load_id": stamp.load_id, "content_hash": whole}
    return {"start": fact.start, "end": fact.end, "properties": properties, "sources": sorted({*fact.refs, *held})}


def content_hash(fact: NodeFact) -> str:
    """The hash of what a fact says, its sources aside."""
    return hashed([fact.kind, fact.properties])


def hashed(value: object) -> str:
    """16 hexadecimal digits that stand for ``value`` (plain data), whatever the order of its keys (BLAKE2)."""
    return digest(spelled(value))


def spelled(value: object) -> bytes:
    """Plain data as the bytes that ``hashed`` hashes: the same whatever the order of its keys."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(text: bytes) -> str:
    """The hash of what ``spelled`` gave."""
    return hashlib.blake2b(text, digest_size=8).hexdigest()

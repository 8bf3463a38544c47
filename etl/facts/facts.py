"""What a load says: nodes by uid and edges by (relation, start, end), each with the rows that state it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from etl.identity.resolve import Found
from etl.rows.faults import Fault
from etl.rows.records import Record
from graph.errors import InputError
from graph.vocabulary import Label, Vocabulary

EdgeKey = tuple[str, str, str]  # relation, start, end


@dataclass(slots=True)
class NodeFact:
    """An entity as this load sees it. ``stated``: a row of its own tells of it; otherwise it is only referred to."""

    uid: str
    kind: str
    properties: dict[str, Any]
    refs: list[str]
    stated: bool


@dataclass(slots=True)
class EdgeFact:
    """A relation as this load sees it."""

    relation: str
    start: str
    end: str
    properties: dict[str, Any]
    refs: list[str]


@dataclass(slots=True)
class Facts:
    """Everything that a load states, merged: one fact per node and per (relation, start, end)."""

    vocabulary: Vocabulary
    nodes: dict[str, NodeFact] = field(default_factory=dict)
    edges: dict[EdgeKey, EdgeFact] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def state(self, record: Record, uid: str, ref: str) -> bool:
        """Add a row's entity; False when its code already belongs to another name, and nothing was added."""
        fact = self.nodes.get(uid)
        if fact is None or not fact.stated:
            kind = record.label.name if fact is None else self._narrower(fact.kind, record.label.name)
            mentions = fact.refs if fact is not None and record.label.vocabulary else []
            self.nodes[uid] = NodeFact(uid, kind, dict(record.properties), [ref, *mentions], stated=True)
            return True
        if _conflict(record, fact, uid):
            where = fact.refs[0].split("|")
            error = InputError("KEY_CONFLICT", row=where[3], file=where[1])
            self.faults.append(record.place.fault(record.label.caption, error))
            return False
        fact.kind = self._narrower(fact.kind, record.label.name)
        fact.properties.update(record.properties)
        fact.refs.append(ref)
        return True

    def refer(self, found: Found, label: Label, ref: str) -> None:
        """Add an entity that a row only refers to. It keeps the first row of each file that does so."""
        fact = self.nodes.get(found.uid)
        if fact is None:
            self.nodes[found.uid] = NodeFact(found.uid, label.name, dict(found.properties), [ref], stated=False)
        elif (not fact.stated or label.vocabulary) and not _same_file(fact.refs, ref):
            fact.refs.append(ref)

    def relate(self, key: EdgeKey, properties: dict[str, Any], ref: str) -> None:
        """Add an edge. Stated again, it keeps the surest statement's properties and its most open level."""
        relation, start, end = key
        if self.vocabulary.relations[relation].symmetric and start > end:
            start, end = end, start
        fact = self.edges.get((relation, start, end))
        if fact is None:
            self.edges[relation, start, end] = EdgeFact(relation, start, end, properties, [ref])
            return
        if ref not in fact.refs:
            fact.refs.append(ref)
        level = min(fact.properties.get("level", 0), properties.get("level", 0))
        better, other = fact.properties, properties
        if other["confidence"] > better["confidence"]:
            better, other = other, better
        fact.properties = {**other, **better, "level": level}
        if not level:
            fact.properties.pop("level")

    def _narrower(self, first: str, second: str) -> str:
        return second if first in self.vocabulary.chain(second) else first


def _conflict(record: Record, fact: NodeFact, uid: str) -> bool:
    """Whether a checked code that is in use comes with a name that neither row knows the entity by.

    A valid check digit doesn't prove ownership: public lists give one organization another's code.
    """
    label = record.label
    prop = label.properties.get(uid.split(":", 2)[1])
    if record.explicit or prop is None or prop.check is None or label.caption not in label.refer_by:
        return False
    return not set(_names(label, fact.properties)) & set(_names(label, record.properties))


def _names(label: Label, properties: dict[str, Any]) -> Iterator[str]:
    for name in label.refer_by:
        if label.properties[name].check is None:
            value = properties.get(name) or ()
            yield from (value,) if isinstance(value, str) else value


def _same_file(refs: Iterable[str], ref: str) -> bool:
    wanted = file_of(ref)
    return any(file_of(other) == wanted for other in refs)


def file_of(ref: str) -> str:
    """``source|file|`` of a ``SourceRef``'s text: what all references to one file start with."""
    source, file, _ = ref.split("|", 2)
    return f"{source}|{file}|"


def sheet_of(ref: str) -> str:
    """``source|file|sheet|`` of a ``SourceRef``'s text."""
    return "|".join(ref.split("|", 3)[:3]) + "|"

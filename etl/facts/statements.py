"""What a load says, merged: nodes by uid and edges by (relation, start, end), each with the rows that state it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.vocabulary import Vocabulary

EdgeKey = tuple[str, str, str]  # relation, start, end
ORIGIN, LISTED = "origin", "keyword"  # of a term that rows list; what else is known only from texts


@dataclass(slots=True)
class NodeFact:
    """An entity as this load sees it.

    ``stated``: a row of its own tells of it – the rows are in ``told``, too –; otherwise it is only referred to.
    """

    uid: str
    kind: str
    properties: dict[str, Any]
    refs: list[str]
    stated: bool
    told: list[str] = field(default_factory=list)


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
    """What a part of a load states, merged: one fact per node and per (relation, start, end)."""

    vocabulary: Vocabulary
    nodes: dict[str, NodeFact] = field(default_factory=dict)
    edges: dict[EdgeKey, EdgeFact] = field(default_factory=dict)

    def state(self, uid: str, kind: str, properties: dict[str, Any], ref: str) -> None:
        """Add a row's entity. Stated again, it takes what the later row says."""
        fact = self.nodes.get(uid)
        if fact is None or not fact.stated:
            mentions = fact.refs if fact is not None and self.vocabulary.label(kind).vocabulary else []
            kind = kind if fact is None else self._narrower(fact.kind, kind)
            self.nodes[uid] = NodeFact(uid, kind, properties, [ref, *mentions], stated=True, told=[ref])
            return
        fact.kind = self._narrower(fact.kind, kind)
        fact.properties.update(properties)
        fact.refs.append(ref)
        fact.told.append(ref)

    def refer(self, uid: str, kind: str, properties: dict[str, Any], ref: str) -> None:
        """Add an entity that a row only refers to. It keeps the first row of each file that does so."""
        fact = self.nodes.get(uid)
        if fact is None:
            self.nodes[uid] = NodeFact(uid, kind, properties, [ref], stated=False)
            return
        if not fact.stated and properties.get(ORIGIN) == LISTED:
            fact.properties[ORIGIN] = LISTED  # whoever else found it in a text
        if (not fact.stated or self.vocabulary.label(kind).vocabulary) and not _same_file(fact.refs, ref):
            fact.refs.append(ref)

    def relate(self, key: EdgeKey, properties: dict[str, Any], ref: str) -> None:
        """Add an edge. Stated again, it keeps the surest statement's properties and its most open level."""
        fact = self.edges.get(key)
        if fact is None:
            self.edges[key] = EdgeFact(*key, properties, [ref])
            return
        if ref not in fact.refs:
            fact.refs.append(ref)
        fact.properties = surest(fact.properties, properties)

    def _narrower(self, first: str, second: str) -> str:
        return narrower(self.vocabulary, first, second)


def surest(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """The properties of an edge that is stated twice: those of the surer statement, at the more open level."""
    better, other = (second, first) if second["confidence"] > first["confidence"] else (first, second)
    level = min(first.get("level", 0), second.get("level", 0))
    joined = {**other, **better, "level": level}
    if not level:
        joined.pop("level")
    return joined


def narrower(vocabulary: Vocabulary, first: str, second: str) -> str:
    """The kind of an entity that is said to be of two: the one that extends the other, else the first."""
    return second if first in vocabulary.chain(second) else first


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

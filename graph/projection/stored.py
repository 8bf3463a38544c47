"""What the store holds as facts, and as a projection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, TypeVar

from graph.projection.build import from_facts
from graph.projection.changes import EdgeKey
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.store.bolt import Store
from graph.vocabulary import Label, Level, Vocabulary

T = TypeVar("T")

BATCH = 5_000  # entities or edges asked for at once
TEXT_LIMIT = 3_000  # characters of a text that retrieval reads; a statute book would drown the rest


def from_store(store: Store, vocabulary: Vocabulary, *, version: str) -> Projection:
    """The projection of all entities and edges in the store, read in one pass each. Raises ``StoreError``."""
    edges = chain.from_iterable(_edges(store, relation) for relation in vocabulary.relations)
    return from_facts(_nodes(store, vocabulary), edges, vocabulary, version=version)


def read_texts(label: Label) -> tuple[str, ...]:
    """The properties of ``label`` that retrieval reads: its texts and lists of terms, where they are public."""
    long = (prop.name for prop in label.properties.values() if prop.type == "text")
    names = dict.fromkeys((*label.text, *label.terms, *long))
    return tuple(name for name in names if label.properties[name].level == Level.PUBLIC)


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """The facts of now, asked of the store bit by bit (see ``graph.projection.changes``). Raises ``StoreError``."""

    store: Store
    vocabulary: Vocabulary

    def nodes(self, uids: Collection[str]) -> Iterator[NodeFact]:
        """Those of ``uids`` that there are."""
        wanted = _wanted(self.vocabulary)
        for batch in _batches(uids):
            for row in self.store.read("projection_nodes_of", uids=batch, **wanted):
                yield _node(row, self.vocabulary)

    def shown_as(self, uids: Collection[str]) -> Iterator[str]:
        """The uids of entities whose ``canonical`` is one of ``uids``."""
        for batch in _batches(uids):
            yield from (row["uid"] for row in self.store.read("projection_shown_as", uids=batch))

    def edges_at(self, uids: Collection[str]) -> Iterator[EdgeFact]:
        """All edges of some entities; one between two of them may come twice."""
        for batch in _batches(uids):
            for row in self.store.stream("projection_edges_at", uids=batch):
                if row["relation"] in self.vocabulary.relations:
                    yield _edge(row, row["relation"])

    def edges(self, keys: Collection[EdgeKey]) -> Iterator[EdgeFact]:
        """Those of ``keys`` that there are."""
        for relation, group in groupby(sorted(keys, key=itemgetter(1)), itemgetter(1)):
            for batch in _batches(list(group)):
                rows = [{"start": start, "end": end} for start, _, end in batch]
                found = self.store.read("projection_edges_of", parts={"relation": relation}, rows=rows)
                yield from (_edge(row, relation) for row in found)


def _batches(found: Collection[T]) -> Iterator[list[T]]:
    rest = iter(found)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _nodes(store: Store, vocabulary: Vocabulary) -> Iterator[NodeFact]:
    for row in store.stream("projection_nodes", **_wanted(vocabulary)):
        yield _node(row, vocabulary)


def _wanted(vocabulary: Vocabulary) -> dict[str, Any]:
    """The properties that are read of entities, by label."""
    labels = vocabulary.labels
    texts = {name: list(read_texts(label)) for name, label in labels.items()}
    captions = {name: _shown(label) for name, label in labels.items()}
    names = {name: list(_called(label)) for name, label in labels.items() if label.vocabulary}
    return {"captions": captions, "texts": texts, "names": names}


def _node(row: Mapping[str, Any], vocabulary: Vocabulary) -> NodeFact:
    kind = vocabulary.kind_of(row["labels"])
    called = tuple(dict.fromkeys(_flat(row["names"])))
    marks = row["caption"] or "", row["fictitious"]
    return NodeFact(row["uid"], kind, *marks, _text(row["texts"]), called, row["canonical"])


def _shown(label: Label) -> str:
    """The property that names an entity to everybody: its caption, where that is public."""
    return label.caption if label.properties[label.caption].level == Level.PUBLIC else "uid"


def _called(label: Label) -> Iterator[str]:
    """The properties by which one refers to an entity of ``label``, its caption aside."""
    for name in label.refer_by:
        if name != label.caption and label.properties[name].level == Level.PUBLIC:
            yield name


def _text(values: Iterable[Any]) -> str:
    return "\n".join(value[:TEXT_LIMIT] for value in _flat(values))


def _flat(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if value:
            yield from map(str, value if isinstance(value, list) else (value,))


def _edges(store: Store, relation: str) -> Iterator[EdgeFact]:
    for row in store.stream("projection_edges", parts={"relation": relation}):
        yield _edge(row, relation)


def _edge(row: Mapping[str, Any], relation: str) -> EdgeFact:
    year, last = _year(row["since"]), _year(row["until"])
    return EdgeFact(row["start"], relation, row["end"], row["confidence"], year, row["level"], last)


def _year(date: object) -> int:
    head = str(date or "")[:4]
    return int(head) if head.isdecimal() and head.isascii() and len(head) == 4 else -1

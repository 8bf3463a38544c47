"""What the store holds as facts, and as a projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.store.bolt import Store
from graph.vocabulary import Label, Level, Relation, Vocabulary

TEXT_LIMIT = 3_000  # characters of a text that retrieval reads; a statute book would drown the rest


def from_store(store: Store, vocabulary: Vocabulary, *, version: str) -> Projection:
    """The projection of all entities and edges in the store, read in one pass each. Raises ``StoreError``."""
    edges = chain.from_iterable(_edges(store, relation) for relation in vocabulary.relations.values())
    return from_facts(_nodes(store, vocabulary), edges, vocabulary, version=version)


def read_texts(label: Label) -> tuple[str, ...]:
    """The properties of ``label`` that retrieval reads: its texts and lists of terms, where they are public."""
    long = (prop.name for prop in label.properties.values() if prop.type == "text")
    names = dict.fromkeys((*label.text, *label.terms, *long))
    return tuple(name for name in names if label.properties[name].level == Level.PUBLIC)


def _nodes(store: Store, vocabulary: Vocabulary) -> Iterator[NodeFact]:
    labels = vocabulary.labels
    texts = {name: list(read_texts(label)) for name, label in labels.items()}
    captions = {name: _shown(label) for name, label in labels.items()}
    names = {name: list(_called(label)) for name, label in labels.items() if label.vocabulary}
    for row in store.stream("projection_nodes", captions=captions, texts=texts, names=names):
        kind = vocabulary.kind_of(row["labels"])
        called = tuple(dict.fromkeys(_flat(row["names"])))
        marks = row["caption"] or "", row["fictitious"]
        yield NodeFact(row["uid"], kind, *marks, _text(row["texts"]), called, row["canonical"])


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


def _edges(store: Store, relation: Relation) -> Iterator[EdgeFact]:
    dated = [list(one) for one in relation.dated]
    for row in store.stream("projection_edges", parts={"relation": relation.name}, dated=dated):
        year = _year(row["since"])
        yield EdgeFact(row["start"], relation.name, row["end"], row["confidence"], year, row["level"])


def _year(since: object) -> int:
    head = str(since or "")[:4]
    return int(head) if head.isdecimal() and head.isascii() and len(head) == 4 else -1

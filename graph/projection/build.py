"""Facts to arrays: from any facts, or from all that the store holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from graph.projection import documents
from graph.projection.collapse import collapse
from graph.projection.csr import EdgeTable, adjacency
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.store.bolt import Store
from graph.text.segment import fold
from graph.vocabulary import ENTITY, Label, Level, Vocabulary

TEXT_LIMIT = 3_000  # characters of a text that retrieval reads; a statute book would drown the rest


def from_facts(
    nodes: Iterable[NodeFact], edges: Iterable[EdgeFact], vocabulary: Vocabulary, *, version: str = ""
) -> Projection:
    """The projection of ``nodes`` and ``edges``, in whatever order they come; the same facts give the same ids.

    An edge whose ends are not among the nodes is left out, equal edges are one, the last of equal uids counts. What is
    shown as another entity is no node: its texts, names and edges are the other's.
    Raises ``NotFoundError`` (UNKNOWN_RELATION) for an edge of a relation that the vocabulary lacks.
    """
    kinds = (*vocabulary.labels, ENTITY)
    rank = {kind: at for at, kind in enumerate(kinds)}
    shown = collapse({node.uid: node for node in nodes}, vocabulary)
    ordered = sorted(shown.nodes, key=lambda n: (rank.get(n.kind, len(kinds) - 1), n.uid.encode("utf-8", "replace")))
    ids = {node.uid: at for at, node in enumerate(ordered)}
    merged = sorted(shown.fronts, key=lambda uid: uid.encode("utf-8", "replace"))
    ids |= {uid: ids[shown.fronts[uid]] for uid in merged}
    counts = np.bincount([rank.get(n.kind, len(kinds) - 1) for n in ordered], minlength=len(kinds))
    tables = _tables(edges, ids)
    return Projection(
        version=version,
        kinds=kinds,
        bounds=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        uids=Strings.of([node.uid for node in ordered]),
        captions=Strings.of([node.caption or node.uid for node in ordered]),
        order=np.array(
            sorted(range(len(ordered)), key=[(fold(n.caption or n.uid), n.uid) for n in ordered].__getitem__), np.int32
        ),
        fictitious=np.array([node.fictitious for node in ordered], dtype=bool),
        names=Strings.of([name for node in ordered for name in node.names]),
        named=np.repeat(np.arange(len(ordered), dtype=np.int32), [len(node.names) for node in ordered]),
        relations={
            name: adjacency(table, len(ordered), symmetric=vocabulary.relation(name).symmetric)
            for name, table in sorted(tables.items())
        },
        documents=documents.index((at, f"{n.caption}\n{n.text}") for at, n in enumerate(ordered) if n.text),
        vocabulary=vocabulary,
        merged=Strings.of(merged),
        fronts=np.array([ids[uid] for uid in merged], dtype=np.int32),
    )


def from_store(store: Store, vocabulary: Vocabulary, *, version: str) -> Projection:
    """The projection of all entities and edges in the store, read in one pass each. Raises ``StoreError``."""
    edges = chain.from_iterable(_edges(store, relation) for relation in vocabulary.relations)
    return from_facts(_nodes(store, vocabulary), edges, vocabulary, version=version)


@dataclass(slots=True)
class _Columns:
    """The columns of an edge table while they grow."""

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)
    year: list[int] = field(default_factory=list)
    level: list[int] = field(default_factory=list)

    def table(self) -> EdgeTable:
        return EdgeTable(
            np.array(self.start, dtype=np.int32),
            np.array(self.end, dtype=np.int32),
            np.array(self.confidence, dtype=np.float32),
            np.array(self.year, dtype=np.int16),
            np.array(self.level, dtype=np.uint8),
        )


def _tables(edges: Iterable[EdgeFact], ids: Mapping[str, int]) -> dict[str, EdgeTable]:
    columns: dict[str, _Columns] = {}
    for edge in edges:
        start, end = ids.get(edge.start), ids.get(edge.end)
        if start is None or end is None:
            continue
        into = columns.setdefault(edge.relation, _Columns())
        into.start.append(start)
        into.end.append(end)
        into.confidence.append(min(1.0, max(0.0, edge.confidence)))
        into.year.append(edge.year)
        into.level.append(edge.level)
    return {relation: one.table() for relation, one in columns.items()}


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


def _edges(store: Store, relation: str) -> Iterator[EdgeFact]:
    for row in store.stream("projection_edges", parts={"relation": relation}):
        year = _year(row["since"])
        yield EdgeFact(row["start"], relation, row["end"], row["confidence"], year, row["level"])


def _year(since: object) -> int:
    head = str(since or "")[:4]
    return int(head) if head.isdecimal() and head.isascii() and len(head) == 4 else -1

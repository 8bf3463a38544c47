"""Facts to arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.projection import bm25
from graph.projection.collapse import collapse
from graph.projection.columns import tables
from graph.projection.csr import Adjacency, adjacency
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.text.segment import fold
from graph.vocabulary import ENTITY, Vocabulary


def from_facts(
    nodes: Iterable[NodeFact], edges: Iterable[EdgeFact], vocabulary: Vocabulary, *, version: str = ""
) -> Projection:
    """The projection of ``nodes`` and ``edges``, in whatever order they come; the same facts give the same ids.

    An edge whose ends are not among the nodes is left out, equal edges are one, the last of equal uids counts. What is
    shown as another entity is no node: its texts, names and edges are the other's.
    Raises ``NotFoundError`` (UNKNOWN_RELATION) for an edge of a relation that the vocabulary lacks.
    """
    shown = collapse({node.uid: node for node in nodes}, vocabulary)
    ordered = in_order(shown.nodes, vocabulary)
    ids = {node.uid: at for at, node in enumerate(ordered)}
    fronts = {uid: ids[shown.fronts[uid]] for uid in sorted(shown.fronts, key=as_bytes)}
    relations = {
        name: adjacency(table, len(ordered), symmetric=vocabulary.relation(name).symmetric)
        for name, table in sorted(tables(edges, ids | fronts).items())
    }
    used = {name: both for name, both in relations.items() if len(both.out.indices)}
    return _projection(ordered, used, fronts=fronts, vocabulary=vocabulary, version=version)


def _projection(
    nodes: Sequence[NodeFact],
    relations: dict[str, Adjacency],
    *,
    fronts: Mapping[str, int],
    vocabulary: Vocabulary,
    version: str,
) -> Projection:
    """``nodes`` by kind and uid; ``fronts``: the ids of those by which others are shown, by the others' uids."""
    captions = [node.caption or node.uid for node in nodes]
    return Projection(
        version=version,
        kinds=(*vocabulary.labels, ENTITY),
        bounds=_bounds(nodes, vocabulary),
        uids=Strings.of([node.uid for node in nodes]),
        captions=Strings.of(captions),
        order=_order([(fold(caption), node.uid) for caption, node in zip(captions, nodes, strict=True)]),
        fictitious=np.array([node.fictitious for node in nodes], dtype=bool),
        names=Strings.of([name for node in nodes for name in node.names]),
        named=np.repeat(np.arange(len(nodes), dtype=np.int32), [len(node.names) for node in nodes]),
        relations=relations,
        documents=bm25.index((at, f"{n.caption}\n{n.text}") for at, n in enumerate(nodes) if n.text),
        vocabulary=vocabulary,
        merged=Strings.of(list(fronts)),
        fronts=np.array(list(fronts.values()), dtype=np.int32),
    )


def in_order(nodes: Iterable[NodeFact], vocabulary: Vocabulary) -> list[NodeFact]:
    """The nodes by kind, in the order of the vocabulary, then by uid; kinds that it does not know come last."""
    rank = _ranks(vocabulary)
    return sorted(nodes, key=lambda node: (rank.get(node.kind, len(rank)), as_bytes(node.uid)))


def _ranks(vocabulary: Vocabulary) -> dict[str, int]:
    return {kind: at for at, kind in enumerate(vocabulary.labels)}


def _bounds(nodes: Sequence[NodeFact], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Where each kind begins among ``nodes``, and where the last ends."""
    rank = _ranks(vocabulary)
    counts = np.bincount([rank.get(node.kind, len(rank)) for node in nodes], minlength=len(rank) + 1)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _order(named: Sequence[tuple[str, str]]) -> NDArray[np.int32]:
    """The nodes by folded caption."""
    return np.array(sorted(range(len(named)), key=named.__getitem__), np.int32)


def as_bytes(uid: str) -> bytes:
    """What uids are ordered by."""
    return uid.encode("utf-8", "replace")

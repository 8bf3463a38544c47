"""A projection as data frames: nodes, edges, and the index of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import orjson
import polars as pl

from graph.projection.csr import Adjacency
from graph.projection.documents import Documents
from graph.projection.projection import Projection
from graph.vocabulary import ENTITY, Level

Told = Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]]  # properties by uid, of those asked for

NODES: dict[str, Any] = {
    "id": pl.Int32,
    "uid": pl.String,
    "kind": pl.String,
    "caption": pl.String,
    "fictitious": pl.Boolean,
    "place": pl.Int32,
    "names": pl.List(pl.String),
    "properties": pl.String,
}


def node_frames(graph: Projection, told: Told, *, size: int) -> Iterator[pl.DataFrame]:
    """All nodes by id, ``size`` at a time; raises what ``told`` raises.

    ``place``: a node's place among all by folded caption; ``names``: what else a term is called; ``properties``: the
    public ones, as a JSON object, null where there are none.
    """
    place = np.empty(len(graph), dtype=np.int32)
    place[graph.order] = np.arange(len(graph), dtype=np.int32)
    for low in range(0, max(1, len(graph)), size):
        nodes = range(low, min(len(graph), low + size))
        uids = [graph.uids[node] for node in nodes]
        properties = told(uids)
        columns = {
            "id": list(nodes),
            "uid": uids,
            "kind": [graph.kind(node) for node in nodes],
            "caption": [graph.captions[node] for node in nodes],
            "fictitious": graph.fictitious[low : nodes.stop],
            "place": place[low : nodes.stop],
            "names": [_names(graph, node) for node in nodes],
            "properties": [
                _public(graph, node, properties.get(uid, {})) for node, uid in zip(nodes, uids, strict=True)
            ],
        }
        yield pl.DataFrame(columns, schema=NODES)


def edge_frame(both: Adjacency) -> pl.DataFrame:
    """The edges of a relation by ``start`` and ``end`` (ids); of one without direction those with start < end."""
    rows = both.out
    start = np.repeat(np.arange(len(rows.indptr) - 1, dtype=np.int32), np.diff(rows.indptr))
    frame = pl.DataFrame(
        {
            "start": start,
            "end": rows.indices,
            "confidence": rows.confidence,
            "strength": rows.strength,  # confidence, less what age took
            "year": rows.year,
            "last": rows.last,
            "level": rows.level.astype(np.int16),  # Spark has no unsigned numbers
        }
    )
    return frame.filter(pl.col("start") < pl.col("end")) if both.symmetric else frame


def document_frames(documents: Documents) -> Iterator[tuple[str, pl.DataFrame]]:
    """The index of texts as frames: ``documents`` (nodes and lengths), ``words`` and ``postings`` (with their scores).

    A posting's ``word`` and ``document`` are places in the other two.
    """
    nodes = {"node": documents.nodes, "length": documents.lengths}
    yield "documents", pl.DataFrame(nodes, schema={"node": pl.Int32, "length": pl.Int32})
    words = sorted(documents.vocabulary, key=documents.vocabulary.__getitem__)
    yield "words", pl.DataFrame({"word": words}, schema={"word": pl.String})
    word = np.repeat(np.arange(len(documents.indptr) - 1, dtype=np.int32), np.diff(documents.indptr))
    columns = {"word": word, "document": documents.rows, "score": documents.scores}
    columns["count"] = documents.counts.astype(np.int32)
    kinds = {"word": pl.Int32, "document": pl.Int32, "score": pl.Float32, "count": pl.Int32}
    yield "postings", pl.DataFrame(columns, schema=kinds)


def merged_frame(graph: Projection) -> pl.DataFrame:
    """The uids of entities that are shown as another, and the ids of those."""
    columns = {"uid": [graph.merged[at] for at in range(len(graph.merged))], "node": graph.fronts}
    return pl.DataFrame(columns, schema={"uid": pl.String, "node": pl.Int32})


def _names(graph: Projection, node: int) -> list[str]:
    low, high = (int(at) for at in np.searchsorted(graph.named, [node, node + 1]))
    return [graph.names[at] for at in range(low, high)]


def _public(graph: Projection, node: int, properties: Mapping[str, Any]) -> str | None:
    """What everybody may see of a node's properties: no score reads more, whoever asks."""
    kind = graph.kind(node)
    seen = () if kind == ENTITY else graph.vocabulary.label(kind).visible(Level.PUBLIC)
    found = {prop.name: properties[prop.name] for prop in seen if prop.name in properties}
    return orjson.dumps(found).decode() if found else None

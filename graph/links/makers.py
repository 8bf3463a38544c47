"""Who made some documents, and where they work; how much all that somebody made says about a demand."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.links.signals import Signals
from graph.links.sparse import Row
from graph.links.weights import DOCUMENT_SHARES
from graph.projection.csr import Csr, Ints, Nodes

Number = TypeVar("Number", np.int32, np.int64)

NONE = -1  # where an actor made fewer documents than are looked at
LEAST_VOTE = 0.05  # text value from which a document speaks for its maker: below it only everyday words are in common
POWER = 3.0  # documents' votes are their text values to this power, so that near ones outweigh many distant ones
MOST_VOTES = 2_000  # the documents nearest by text that vote


class Record(NamedTuple):
    """How much the documents of an actor say about a demand together, in [0, 1], and how many of them do."""

    value: float = 0.0
    heard: int = 0


UNHEARD = Record()


def record(values: Row) -> Record:
    """The record of who made documents with these text values: (Σ value³)^⅓ over those of 0.05 and more, at most 1.

    Each document votes for its maker (voting for experts, Macdonald & Ounis 2006,
    https://doi.org/10.1145/1183614.1183671).
    """
    told, heard = _records(values, np.zeros(len(values), np.int64), 1)
    return Record(float(told[0]), int(heard[0]))


def _records(values: Row, group: Ints, count: int) -> tuple[Row, Ints]:
    """The records of ``count`` groups of text values, ``group`` telling which each is of: see ``record``."""
    votes = np.where(values >= LEAST_VOTE, values, 0.0)
    together = np.bincount(group, votes**POWER, minlength=count) ** (1 / POWER)
    return np.minimum(1.0, together), np.bincount(group, votes > 0, minlength=count).astype(np.int64)


class Made(NamedTuple):
    """``actors`` ascending; ``documents`` (actors × as many as are looked at): the best that each made, best first;
    ``records`` and ``counts``: the record of each, see ``record``.
    """

    actors: Nodes
    documents: Nodes
    records: Row
    counts: Ints


def makers(signals: Signals, documents: Nodes, wanted: NDArray[np.bool_]) -> Made:
    """The ``wanted`` (one per node) among those who made ``documents``, the best first, and where they work."""
    codes = distinct(_pairs(signals, documents))
    actors, ranks = np.divmod(codes, max(1, len(documents)))
    actors, ranks = actors[wanted[actors]], ranks[wanted[actors]]
    first = np.flatnonzero(np.diff(actors, prepend=-1))
    group = np.cumsum(np.diff(actors, prepend=-1) > 0) - 1
    place = np.arange(len(actors)) - first[group]
    best = np.full((len(first), len(DOCUMENT_SHARES)), NONE, dtype=np.int32)
    seen = place < len(DOCUMENT_SHARES)
    best[group[seen], place[seen]] = documents[ranks[seen]]
    return Made(actors[first].astype(np.int32), best, *_records(signals.text[documents][ranks], group, len(first)))


def distinct(codes: NDArray[Number]) -> NDArray[Number]:
    """The different ones of ``codes``, ascending: for a few thousand faster than ``np.unique``."""
    ordered = np.sort(codes)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def _pairs(signals: Signals, documents: Nodes) -> Ints:
    """Actor · number of documents + place in ``documents`` of every pair, some more than once."""
    view, scheme, codes = signals.view, signals.ground.scheme, [np.empty(0, np.int64)]
    for relation in set(scheme.made) & set(view.relations):
        who, at = _led(view.adjacency(relation).back, documents)
        codes.append(who * len(documents) + at)
        for employed in set(scheme.employed) & set(view.relations):
            where, of = _led(view.adjacency(employed).out, who)
            codes.append(where * len(documents) + at[of])
    return np.concatenate(codes)


def _led(rows: Csr, nodes: Nodes | Ints) -> tuple[Ints, Ints]:
    """The far ends of all edges of ``nodes`` of any confidence above 0, and the place in ``nodes`` that each is of."""
    position, edges = rows.expand(nodes)
    keep = rows.confidence[edges] > 0
    return rows.indices[edges[keep]].astype(np.int64), position[keep]

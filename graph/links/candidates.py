"""Who could answer a demand: documents by what they say, people and organizations by the documents they made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.makers import LEAST_VOTE, MOST_VOTES, NONE, UNHEARD, Made, Record, distinct, makers
from graph.links.signals import Signals
from graph.links.sparse import Row
from graph.links.weights import BASE, DOCUMENT_SHARES, MAKER_WEIGHTS, WEIGHTS
from graph.metapaths.dense import greatest
from graph.projection.csr import Nodes

DOCUMENTS = 200  # the best documents, by which actors are judged, beside those that vote for them
PER_KIND = 40  # candidates of each kind that are looked at closely


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node with its three base values, and the documents that they stand on: itself, or those it made, best first.

    ``record``: of who made documents, what all of them say together.
    """

    node: int
    values: tuple[float, float, float]
    documents: tuple[int, ...]
    record: Record = UNHEARD

    @property
    def is_document(self) -> bool:
        """Whether it stands on what it says itself."""
        return self.documents == (self.node,)

    @property
    def link(self) -> float:
        """How strongly the graph links it; 0 where no path does."""
        return self.values[2]

    @property
    def base(self) -> float:
        """The part of the score that the base factors give."""
        weights = WEIGHTS if self.is_document else MAKER_WEIGHTS
        told = sum(weights[name] * value for name, value in zip(BASE, self.values, strict=True))
        return told if self.is_document else told + weights["record"] * self.record.value


def candidates(signals: Signals, targets: Sequence[str], *, most: int = PER_KIND) -> list[Candidate]:
    """The ``most`` best candidates of each kind of ``targets``, best first. Raises ``NotFoundError`` (UNKNOWN_KIND)."""
    graph = signals.ground.projection
    wanted = graph.of_kinds(targets)
    if signals.demand.node is not None:
        wanted[signals.demand.node] = False
    found = [*_documents(signals, wanted, most), *_actors(signals, wanted, most)]
    best: dict[int, Candidate] = {}
    for one in found:
        if one.node not in best or one.base > best[one.node].base:
            best[one.node] = one
    by_kind: dict[str, list[Candidate]] = defaultdict(list)
    for one in sorted(best.values(), key=lambda c: (-c.base, c.node)):
        by_kind[graph.kind(one.node)].append(one)
    return sorted((c for group in by_kind.values() for c in group[:most]), key=lambda c: (-c.base, c.node))


def sole(signals: Signals, node: int) -> Candidate | None:
    """One node as the candidate that it is to a demand, whatever others there are; ``None`` when it is none."""
    wanted = np.zeros(len(signals.ground.projection), dtype=bool)
    wanted[node] = True
    found = [*_documents(signals, wanted, 1), *_actors(signals, wanted, 1)]
    return max(found, key=lambda one: one.base, default=None)


def _documents(signals: Signals, wanted: NDArray[np.bool_], most: int) -> Iterator[Candidate]:
    fits = signals.told & wanted
    for kind in signals.ground.projection.kinds:
        low, high = signals.ground.projection.range(kind)
        if fits[low:high].any():
            for at in greatest(signals.base[low:high], fits[low:high], most):
                yield judged(signals, low + at, (low + at,))


def _actors(signals: Signals, wanted: NDArray[np.bool_], most: int) -> Iterator[Candidate]:
    """Who made the best documents, and where they work: the ``most`` best of each kind."""
    graph = signals.ground.projection
    made = makers(signals, _supply(signals), wanted)
    worth = _worth(signals, made)
    for kind in graph.kinds:
        low, high = graph.range(kind)
        for at in greatest(worth, (made.actors >= low) & (made.actors < high), most):
            documents = tuple(d for d in made.documents[at].tolist() if d != NONE)
            told = Record(float(made.records[at]), int(made.counts[at]))
            yield judged(signals, int(made.actors[at]), documents, told)


def _supply(signals: Signals) -> Nodes:
    """The best documents that actors make, and those that vote for who made them, best first."""
    best = _greatest(signals, signals.base, 0.0, DOCUMENTS)
    found = distinct(np.concatenate((best, _greatest(signals, signals.text, LEAST_VOTE, MOST_VOTES))))
    return found[np.lexsort((found, -signals.base[found]))]


def _greatest(signals: Signals, row: Row, least: float, most: int) -> Nodes:
    """The documents that actors make with the ``most`` greatest values in ``row``, above 0 and not below ``least``."""
    graph, found = signals.ground.projection, [np.empty(0, np.int32)]
    for kind in signals.ground.scheme.supply:
        for low, high in graph.spans(kind):
            told = (row[low:high] > 0) & (row[low:high] >= least)
            found.append((low + np.asarray(greatest(row[low:high], told, most))).astype(np.int32))
    every = distinct(np.concatenate(found))
    return every[np.lexsort((every, -row[every]))][:most]


def _worth(signals: Signals, made: Made) -> Row:
    """The base of every actor as a candidate, as ``judged`` gives it."""
    total = MAKER_WEIGHTS["record"] * made.records
    for name, row in zip(BASE, (signals.text, signals.coverage, signals.link), strict=True):
        padded, value = np.where(made.documents == NONE, 0.0, row[made.documents]), np.zeros(len(total))
        for share, column in zip(DOCUMENT_SHARES, padded.T, strict=True):
            value += share * column
        own = row[made.actors] * DOCUMENT_SHARES[0] if name == "link" else value
        total += MAKER_WEIGHTS[name] * np.maximum(value, own)
    return total


def judged(signals: Signals, node: int, documents: tuple[int, ...], record: Record = UNHEARD) -> Candidate:
    """A node as a candidate that stands on ``documents``, the best first: itself, or those it made."""
    shares = (1.0,) if documents == (node,) else DOCUMENT_SHARES
    text, terms, link = (_shared(row, documents, shares) for row in (signals.text, signals.coverage, signals.link))
    return Candidate(node, (text, terms, max(link, float(signals.link[node]) * shares[0])), documents, record)


def _shared(row: Row, documents: Sequence[int], shares: Sequence[float]) -> float:
    return sum(share * float(row[document]) for share, document in zip(shares, documents, strict=False))

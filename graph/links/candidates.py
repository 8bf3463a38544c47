"""Who could answer a demand: documents by what they say, people and organizations by the documents they made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.makers import NONE, Made, makers
from graph.links.signals import Signals
from graph.links.sparse import Row
from graph.links.weights import BASE, DOCUMENT_SHARES, WEIGHTS
from graph.metapaths.dense import greatest

DOCUMENTS = 200  # the best documents, by which actors are judged
PER_KIND = 40  # candidates of each kind that are looked at closely


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node with its three base values, and the documents that they stand on: itself, or those it made, best first."""

    node: int
    values: tuple[float, float, float]
    documents: tuple[int, ...]

    @property
    def is_document(self) -> bool:
        """Whether it stands on what it says itself."""
        return self.documents == (self.node,)

    @property
    def base(self) -> float:
        """The part of the score that the base factors give."""
        return sum(WEIGHTS[name] * value for name, value in zip(BASE, self.values, strict=True))


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
    made = makers(signals, np.array(_supply(signals), dtype=np.int32), wanted)
    worth = _worth(signals, made)
    for kind in graph.kinds:
        low, high = graph.range(kind)
        for at in greatest(worth, (made.actors >= low) & (made.actors < high), most):
            yield judged(signals, int(made.actors[at]), tuple(d for d in made.documents[at].tolist() if d != NONE))


def _supply(signals: Signals) -> list[int]:
    """The best documents that actors make, best first."""
    graph, base = signals.ground.projection, signals.base
    found: list[int] = []
    for kind in signals.ground.scheme.supply:
        for low, high in graph.spans(kind):
            found += (low + at for at in greatest(base[low:high], base[low:high] > 0, DOCUMENTS))
    return sorted(dict.fromkeys(found), key=lambda document: (-base[document], document))[:DOCUMENTS]


def _worth(signals: Signals, made: Made) -> Row:
    """The base of every actor as a candidate, as ``judged`` gives it."""
    total = np.zeros(len(made.actors))
    for name, row in zip(BASE, (signals.text, signals.coverage, signals.link), strict=True):
        padded, value = np.where(made.documents == NONE, 0.0, row[made.documents]), np.zeros(len(total))
        for share, column in zip(DOCUMENT_SHARES, padded.T, strict=True):
            value += share * column
        total += WEIGHTS[name] * (np.maximum(value, row[made.actors] * DOCUMENT_SHARES[0]) if name == "link" else value)
    return total


def judged(signals: Signals, node: int, documents: tuple[int, ...]) -> Candidate:
    """A node as a candidate that stands on ``documents``, the best first: itself, or those it made."""
    shares = (1.0,) if documents == (node,) else DOCUMENT_SHARES
    text, terms, link = (_shared(row, documents, shares) for row in (signals.text, signals.coverage, signals.link))
    return Candidate(node, (text, terms, max(link, float(signals.link[node]) * shares[0])), documents)


def _shared(row: Row, documents: Sequence[int], shares: Sequence[float]) -> float:
    return sum(share * float(row[document]) for share, document in zip(shares, documents, strict=False))

"""Who could answer a demand: documents by what they say, people and organizations by the documents they made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.signals import Row, Signals
from graph.links.weights import BASE, DOCUMENT_SHARES, WEIGHTS

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
    found = [*_documents(signals, wanted, most), *_actors(signals, wanted)]
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
    found = [*_documents(signals, wanted, 1), *_actors(signals, wanted)]
    return max(found, key=lambda one: one.base, default=None)


def _documents(signals: Signals, wanted: NDArray[np.bool_], most: int) -> Iterator[Candidate]:
    base = signals.base
    told = signals.text + signals.coverage > 0
    for kind in signals.ground.projection.kinds:
        low, high = signals.ground.projection.range(kind)
        nodes = low + np.flatnonzero((wanted & told)[low:high])
        for node in nodes[np.lexsort((nodes, -base[nodes]))][:most]:
            yield judged(signals, int(node), (int(node),))


def _actors(signals: Signals, wanted: NDArray[np.bool_]) -> Iterator[Candidate]:
    """Who made the best documents, and where they work."""
    made: dict[int, dict[int, float]] = defaultdict(dict)
    base = signals.base
    supply = np.flatnonzero(signals.ground.projection.of_kinds(signals.ground.scheme.supply) & (base > 0))
    for document in supply[np.lexsort((supply, -base[supply]))][:DOCUMENTS]:
        for actor in _makers(signals, int(document)):
            made[actor][int(document)] = float(base[document])
    for actor, documents in made.items():
        if wanted[actor]:
            ordered = sorted(documents, key=lambda d: (-documents[d], d))[: len(DOCUMENT_SHARES)]
            yield judged(signals, actor, tuple(ordered))


def _makers(signals: Signals, document: int) -> Iterator[int]:
    for relation in signals.ground.scheme.made:
        for actor in signals.view.neighbours(relation, document, forward=False).tolist():
            yield actor
            for employed in signals.ground.scheme.employed:
                yield from signals.view.neighbours(employed, actor, forward=True).tolist()


def judged(signals: Signals, node: int, documents: tuple[int, ...]) -> Candidate:
    """A node as a candidate that stands on ``documents``, the best first: itself, or those it made."""
    shares = (1.0,) if documents == (node,) else DOCUMENT_SHARES
    text, terms, link = (_shared(row, documents, shares) for row in (signals.text, signals.coverage, signals.link))
    return Candidate(node, (text, terms, max(link, float(signals.link[node]) * shares[0])), documents)


def _shared(row: Row, documents: Sequence[int], shares: Sequence[float]) -> float:
    return sum(share * float(row[document]) for share, document in zip(shares, documents, strict=False))

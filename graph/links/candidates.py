"""Who could answer a demand: documents by what they say, people and organizations by the documents they made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.signals import Signals
from graph.links.sparse import Row
from graph.links.weights import BASE, DOCUMENT_SHARES, WEIGHTS
from graph.metapaths.dense import greatest
from graph.projection.csr import Csr, Ints, Nodes

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
    for kind in signals.ground.projection.kinds:
        low, high = signals.ground.projection.range(kind)
        if wanted[low:high].any():
            told = (signals.text[low:high] + signals.coverage[low:high] > 0) & wanted[low:high]
            for at in greatest(signals.base[low:high], told, most):
                yield judged(signals, low + at, (low + at,))


def _actors(signals: Signals, wanted: NDArray[np.bool_], most: int) -> Iterator[Candidate]:
    """Who made the best documents, and where they work: the ``most`` best of each kind."""
    graph, base = signals.ground.projection, signals.base
    supply = graph.of_kinds(signals.ground.scheme.supply) & (base > 0)
    documents = np.array(greatest(base, supply, DOCUMENTS), dtype=np.int32)
    actors, ranks = _makers(signals, documents)
    ours = wanted[actors]
    made = _best_made(documents, actors[ours], ranks[ours])
    nodes, worth = np.array(list(made), dtype=np.int32), _worth(signals, made)
    for kind in graph.kinds:
        low, high = graph.range(kind)
        for at in greatest(worth, (nodes >= low) & (nodes < high), most):
            yield judged(signals, int(nodes[at]), made[int(nodes[at])])


def _makers(signals: Signals, documents: Nodes) -> tuple[Nodes, Ints]:
    """Who made ``documents`` and where they work: pairs of an actor and a place in ``documents``, each once."""
    actors, ranks = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    view, scheme = signals.view, signals.ground.scheme
    for relation in set(scheme.made) & set(view.relations):
        who, at = _led(view.adjacency(relation).back, documents)
        actors.append(who)
        ranks.append(at)
        for employed in set(scheme.employed) & set(view.relations):
            where, of = _led(view.adjacency(employed).out, who)
            actors.append(where)
            ranks.append(at[of])
    codes = np.unique(np.concatenate(actors).astype(np.int64) * max(1, len(documents)) + np.concatenate(ranks))
    found, place = np.divmod(codes, max(1, len(documents)))
    return found.astype(np.int32), place


def _led(rows: Csr, nodes: Nodes) -> tuple[Nodes, Ints]:
    """The far ends of all edges of ``nodes`` of any confidence above 0, and the place in ``nodes`` that each is of."""
    position, edges = rows.expand(nodes)
    keep = rows.confidence[edges] > 0
    return rows.indices[edges[keep]], position[keep]


def _best_made(documents: Nodes, actors: Nodes, ranks: Ints) -> dict[int, tuple[int, ...]]:
    """The few best documents of each actor; pairs in ascending order, as are the ranks of documents."""
    made: dict[int, tuple[int, ...]] = {}
    for actor, document in zip(actors.tolist(), documents[ranks].tolist(), strict=True):
        before = made.get(actor, ())
        if len(before) < len(DOCUMENT_SHARES):
            made[actor] = (*before, document)
    return made


def _worth(signals: Signals, made: Mapping[int, tuple[int, ...]]) -> Row:
    """The base of every actor as a candidate, as ``judged`` gives it."""
    width, none = len(DOCUMENT_SHARES), len(signals.base)
    nodes = np.array(list(made), dtype=np.int64)
    documents = np.array([(*of, *[none] * (width - len(of))) for of in made.values()]).reshape(-1, width)
    total = np.zeros(len(made))
    for name, row in zip(BASE, (signals.text, signals.coverage, signals.link), strict=True):
        padded = np.where(documents < none, row[np.minimum(documents, none - 1)], 0.0)
        value = np.zeros(len(made))
        for share, column in zip(DOCUMENT_SHARES, padded.T, strict=True):
            value += share * column
        total += WEIGHTS[name] * (np.maximum(value, row[nodes] * DOCUMENT_SHARES[0]) if name == "link" else value)
    return total


def judged(signals: Signals, node: int, documents: tuple[int, ...]) -> Candidate:
    """A node as a candidate that stands on ``documents``, the best first: itself, or those it made."""
    shares = (1.0,) if documents == (node,) else DOCUMENT_SHARES
    text, terms, link = (_shared(row, documents, shares) for row in (signals.text, signals.coverage, signals.link))
    return Candidate(node, (text, terms, max(link, float(signals.link[node]) * shares[0])), documents)


def _shared(row: Row, documents: Sequence[int], shares: Sequence[float]) -> float:
    return sum(share * float(row[document]) for share, document in zip(shares, documents, strict=False))

"""Every simple path of a small graph, once: the oracle of path counting. networkx checks it on a few graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from graph.links.metapath import Metapath
from tests.small_graphs import VOCABULARY, Small, pdp_factors

LONGEST = 4
Edge = tuple[str, tuple[str, bool], float]  # far end, relation and whether it is walked forward, factor
Trail = tuple[Edge, ...]
Rows = dict[tuple[str, Metapath], dict[str, float]]  # by start and metapath: Σ PDP to every end


def edges_of(small: Small, *, count: bool = False) -> dict[str, list[Edge]]:
    """The edges at every node; ``count``: each has the factor 1."""
    factors, edges = pdp_factors(small), defaultdict[str, list[Edge]](list)
    for edge in small.distinct():
        factor = 1.0 if count else factors[edge.relation, frozenset((edge.start, edge.end)), edge.start]
        symmetric = VOCABULARY.relation(edge.relation).symmetric
        edges[edge.start].append((edge.end, (edge.relation, True), factor))
        edges[edge.end].append((edge.start, (edge.relation, symmetric), factor))
    return edges


def trails(edges: Mapping[str, list[Edge]], start: str, longest: int = LONGEST) -> Iterator[Trail]:
    """The simple paths from ``start`` of one to ``longest`` edges, depth first."""
    stack: list[tuple[frozenset[str], str, Trail]] = [(frozenset((start,)), start, ())]
    while stack:
        seen, at, trail = stack.pop()
        for edge in edges.get(at, ()):
            if edge[0] not in seen:
                longer = (*trail, edge)
                yield longer
                if len(longer) < longest:
                    stack.append((seen | {edge[0]}, edge[0], longer))


def enumerated(small: Small, *, count: bool = False, wide: Mapping[str, str] | None = None) -> Rows:
    """Σ PDP of all simple paths, by start and metapath; ``wide``: for kinds, one above that they count under as well.

    A path counts under every metapath that it fits: at each place its node's kind, or the one above.
    """
    edges, above = edges_of(small, count=count), wide or {}
    names = {node.uid: tuple(dict.fromkeys((node.kind, above.get(node.kind, node.kind)))) for node in small.nodes}
    rows: Rows = defaultdict(lambda: defaultdict(float))
    for start, own in names.items():
        for trail in trails(edges, start):
            steps, weight = tuple(step for _, step, _ in trail), prod(factor for _, _, factor in trail)
            for kinds in product(own, *(names[far] for far, _, _ in trail)):
                rows[start, Metapath(kinds, steps)][trail[-1][0]] += weight
    return rows


def pairs_of(rows: Rows) -> dict[tuple[str, str], dict[Metapath, float]]:
    """The same by the two ends."""
    found: dict[tuple[str, str], dict[Metapath, float]] = defaultdict(dict)
    for (start, metapath), ends in rows.items():
        for end, value in ends.items():
            found[start, end][metapath] = value
    return found

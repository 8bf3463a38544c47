"""Betweenness: how often a node lies on shortest paths between others, from all of them or from a sample."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.compiled import kernel
from graph.insight.net import Net

VISITS = 40_000_000  # edges that may be looked at: the sample is as large as that allows
FEWEST = 64  # nodes of a sample, however large the graph is
MOST = 1_024
SEED = 1


class Betweenness(NamedTuple):
    """``value``: the share of all pairs of other nodes whose shortest paths lead over a node (float64, n).

    A pair with several shortest paths counts by the share of them. ``error``: the standard error of each value
    (float64, n), 0 where paths were counted from every node; ``sources``: from how many nodes they were counted.
    Where few sources depend on a node, its error is as uncertain as its value, and rather too small.
    """

    value: NDArray[np.float64]
    error: NDArray[np.float64]
    sources: int


def betweenness(net: Net, *, sources: int | None = None) -> Betweenness:
    """The betweenness of all nodes of a net, each edge one step long (Brandes 2001), as networkx normalises it.

    Counted from at most ``sources`` nodes, drawn without replacement and always the same (Brandes & Pich 2007);
    ``None``: as many as ``VISITS`` allows. Nodes without edges are no ends of paths.
    """
    linked = np.flatnonzero(net.degree).astype(np.int32)
    n = len(linked)
    wanted = max(FEWEST, min(MOST, VISITS // max(1, 2 * net.edges))) if sources is None else sources
    count = min(n, wanted)
    if n < 3:
        return Betweenness(np.zeros(len(net)), np.zeros(len(net)), count)
    drawn = np.sort(np.random.default_rng(SEED).permutation(linked)[:count])
    total, squares = _dependencies(net.indptr, net.indices, drawn)
    pairs = (n - 1) * (n - 2)
    mean = total / count
    spread = np.sqrt(np.maximum(0.0, squares / count - mean**2) * (count / max(1, count - 1)))
    unseen = 1 - count / n  # of a sample of all nodes nothing is uncertain
    return Betweenness(n * mean / pairs, n * spread * np.sqrt(unseen / count) / pairs, count)


@kernel
def _dependencies(indptr: Any, indices: Any, sources: Any) -> Any:
    """Σ and Σ of squares, over ``sources``, of the dependency of each source on every node (Brandes 2001, eq. 7)."""
    n = len(indptr) - 1
    total, squares = np.zeros(n), np.zeros(n)
    paths, share = np.zeros(n), np.zeros(n)
    hops = np.full(n, -1, np.int32)
    order = np.empty(n, np.int32)
    for source in sources:
        order[0] = source
        hops[source], paths[source], found, at = 0, 1.0, 1, 0
        while at < found:
            near = order[at]
            at += 1
            for edge in range(indptr[near], indptr[near + 1]):
                far = indices[edge]
                if hops[far] < 0:
                    hops[far] = hops[near] + 1
                    order[found] = far
                    found += 1
                if hops[far] == hops[near] + 1:
                    paths[far] += paths[near]
        for back in range(found - 1, 0, -1):
            far = order[back]
            for edge in range(indptr[far], indptr[far + 1]):
                near = indices[edge]
                if hops[near] == hops[far] - 1:
                    share[near] += paths[near] / paths[far] * (1.0 + share[far])
            total[far] += share[far]
            squares[far] += share[far] * share[far]
        for at in range(found):
            node = order[at]
            hops[node], paths[node], share[node] = -1, 0.0, 0.0
    return total, squares

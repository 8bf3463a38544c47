"""PageRank of a net by power iteration.

Page, Brin, Motwani & Winograd 1999. Engines differ in two conventions; here they are those of networkx: the mass of
nodes without edges is spread over all nodes, and the values of all nodes add up to 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.insight.net import Net

FOLLOW = 0.85  # the chance that a walk goes on along an edge; else it starts anew anywhere
CLOSE = 1e-12  # total change of all values at which the iteration ends
ROUNDS = 500


def pagerank(net: Net) -> NDArray[np.float64]:
    """How often a random walk is at each node (float64, n, sum 1); it takes an edge in proportion to its weight."""
    n = len(net)
    if not n:
        return np.empty(0)
    idle = net.strength <= 0
    share = np.divide(1.0, net.strength, out=np.zeros(n), where=~idle)
    value = np.full(n, 1 / n)
    for _ in range(ROUNDS):
        anywhere = FOLLOW * float(value[idle].sum()) + 1 - FOLLOW
        after = FOLLOW * (net.weights @ (value * share)) + anywhere / n  # the weights are symmetric
        change = float(np.abs(after - value).sum())
        value = after
        if change < CLOSE:
            break
    return value / float(value.sum())

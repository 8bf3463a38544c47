"""The inner loop of growing walks: all walks one edge longer."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel
from graph.metapaths.kernels import edges_of, factor, row_bounds


@kernel
def edges_to_try(addresses: Any, menu: Any, kinds: Any, last: Any) -> Any:
    """How many edges each of the nodes ``last`` has of the moves in ``menu``, which has those of each kind (rows)."""
    need = np.zeros(len(last), np.int64)
    for i in range(len(last)):
        for move in menu[kinds[last[i]]]:
            if move < 0:
                break
            bounds = row_bounds(addresses, len(kinds), move)
            need[i] += bounds[last[i] + 1] - bounds[last[i]]
    return need


@kernel
def _stands_on(walk: Any, node: int) -> bool:
    for place in range(len(walk)):  # noqa: SIM110 - numba compiles loops better than generators
        if walk[place] == node:
            return True
    return False


@kernel
def lengthened(addresses: Any, menu: Any, kinds: Any, nodes: Any, allowed: Any, room: int) -> Any:
    """The edges by which walks grow, to nodes that are ``allowed`` and not on the walk, by walk, move and far end.

    ``addresses`` as in ``Moves``; ``nodes`` (walks × places); ``room``: at least how many edges there are. Comes back:
    for each edge the row of its walk, its far end, its move and its factor.
    """
    walks, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    moves, factors = np.empty(room, np.int16), np.empty(room)
    found, last = 0, nodes.shape[1] - 1
    for i in range(len(nodes)):
        node = nodes[i, last]
        for move in menu[kinds[node]]:
            if move < 0:
                break
            bounds = row_bounds(addresses, len(kinds), move)
            fars, told = edges_of(addresses, move, bounds[len(kinds)])
            for edge in range(bounds[node], bounds[node + 1]):
                far = fars[edge]
                if not allowed[far] or _stands_on(nodes[i], far):
                    continue
                share = factor(told, node, far, edge)
                if share > 0.0:
                    walks[found], ends[found], moves[found], factors[found] = i, far, move, share
                    found += 1
    return walks[:found], ends[:found], moves[:found], factors[:found]

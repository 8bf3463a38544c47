"""The inner loop of growing walks: all walks one edge longer, written row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray  # type: ignore[attr-defined]

from graph.metapaths.compiled import kernel, pointer


@kernel
def edges_to_try(addresses: Any, used: Any, last: Any, size: int) -> Any:
    """How many edges of the moves ``used`` each of the nodes ``last`` has. ``size``: nodes of the graph."""
    need = np.zeros(len(last), np.int64)
    for move in used:
        bounds = carray(pointer(addresses[move, 0]), size + 1, np.int64)
        for i in range(len(last)):
            need[i] += bounds[last[i] + 1] - bounds[last[i]]
    return need


@kernel
def lengthened(addresses: Any, used: Any, nodes: Any, allowed: Any, room: int) -> Any:
    """The edges by which walks grow, to nodes that are ``allowed`` and not on the walk, by move, walk and far end.

    ``addresses`` as in ``Moves``; ``nodes`` (walks × places); ``room``: at least how many edges there are. Comes back:
    for each edge the row of its walk, its far end, its move and its factor.
    """
    size = len(allowed)
    walks, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    moves, factors = np.empty(room, np.int16), np.empty(room)
    found, last = 0, nodes.shape[1] - 1
    for move in used:
        bounds = carray(pointer(addresses[move, 0]), size + 1, np.int64)
        far = carray(pointer(addresses[move, 1]), bounds[size], np.int32)
        weight = carray(pointer(addresses[move, 2]), bounds[size], np.float64)
        for i in range(len(nodes)):
            for edge in range(bounds[nodes[i, last]], bounds[nodes[i, last] + 1]):
                node = far[edge]
                if not allowed[node] or weight[edge] <= 0.0:
                    continue
                free = True
                for place in range(last + 1):
                    if nodes[i, place] == node:
                        free = False
                if free:
                    walks[found], ends[found], moves[found], factors[found] = i, node, move, weight[edge]
                    found += 1
    return walks[:found].copy(), ends[:found].copy(), moves[:found].copy(), factors[:found].copy()

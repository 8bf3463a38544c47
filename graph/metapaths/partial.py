"""Partial paths of a search: each is the node it ends at, the move that led there, and the partial path before."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel
from graph.metapaths.labels import HOPS


@kernel
def on_path(place: Any, parent: Any, at: int, node: int) -> bool:
    """Whether a node stands on the partial path that ends at entry ``at``."""
    while at >= 0:
        if place[at] == node:
            return True
        at = parent[at]
    return False


@kernel
def grown_to(array: Any, size: int) -> Any:
    """The array with room for ``size`` values."""
    larger = np.empty(size, array.dtype)
    larger[: len(array)] = array
    return larger


@kernel
def traced(found: Any, place: Any, parent: Any, via: Any, product: Any, depth: Any) -> Any:
    """The paths that end at entries ``found``."""
    nodes, moves = np.full((len(found), HOPS), -1, np.int32), np.full((len(found), HOPS), -1, np.int16)
    for i in range(len(found)):
        at = found[i]
        while at >= 0:
            nodes[i, depth[at]] = place[at]
            if depth[at] > 0:
                moves[i, depth[at] - 1] = via[at]
            at = parent[at]
    return product[found], nodes, moves

"""Sparse rows led on over the edges of one relation, compiled: as ``graph.links.dwpc.spread``, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel
from graph.links.moves import move_of
from graph.links.sparse import Sparse
from graph.metapaths.kernels import edges_of, far_root, near_root, row_bounds, strength
from graph.metapaths.table import Table
from graph.projection.projection import View


def stepped(view: View, step: tuple[str, bool], kind: str, *, seed: Sparse, scratch: Table) -> Sparse:
    """``seed`` times the damped matrix of a step – a relation, and whether it is walked forward – to nodes of ``kind``.

    ``scratch``: any table of the same graph. Raises ``NotFoundError`` (UNKNOWN_KIND).
    """
    move = move_of(view, step[0], forward=step[1])
    spans = np.array(view.projection.spans(kind), dtype=np.int64).reshape(-1, 2)
    if move is None or not len(seed.nodes) or not len(spans):
        return Sparse.none()
    addresses, flags = np.array([move.rows.addresses], dtype=np.int64), scratch.flags
    return Sparse(*_stepped(addresses, seed.nodes, seed.values, spans, scratch.sums, flags, flags.view(np.uint64)))


@kernel
def _stepped(addresses: Any, nodes: Any, values: Any, spans: Any, sums: Any, flags: Any, eights: Any) -> Any:
    bounds = row_bounds(addresses, len(sums), 0)
    ends, factors = edges_of(addresses, 0, bounds[len(sums)])
    found = 0
    for i in range(len(nodes)):
        if bounds[nodes[i]] == bounds[nodes[i] + 1]:
            continue
        share = values[i] * near_root(factors, nodes[i])
        for edge in range(bounds[nodes[i]], bounds[nodes[i] + 1]):
            far = ends[edge]
            value = share * strength(factors, edge)
            if value > 0.0 and _within(spans, far):
                sums[far] += value
                found += not flags[far]
                flags[far] = 1
    reached, weights = np.empty(found, np.int32), np.empty(found)
    found = 0
    for at in range(len(spans)):
        for eight in range(spans[at, 0] // 8, (spans[at, 1] + 7) // 8):
            if eights[eight]:  # of eight nodes any has a sum
                for far in range(8 * eight, 8 * eight + 8):
                    if flags[far]:
                        reached[found], weights[found] = far, sums[far] * far_root(factors, far)
                        flags[far], sums[far] = 0, 0.0
                        found += 1
    return reached, weights


@kernel
def _within(spans: Any, node: int) -> bool:
    for at in range(len(spans)):  # noqa: SIM110 - numba compiles loops better than generators
        if spans[at, 0] <= node < spans[at, 1]:
            return True
    return False

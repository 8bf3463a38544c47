"""Sparse rows led on over the edges of one relation, compiled: as ``graph.links.dwpc.spread``, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray  # type: ignore[attr-defined]

from graph.links.moves import move_of
from graph.links.sparse import Sparse
from graph.metapaths.compiled import kernel, pointer
from graph.metapaths.table import Table
from graph.projection.projection import View

DENSE = 16  # a span of ids with so many per value found is read through, which is quicker than sorting


def stepped(view: View, step: tuple[str, bool], kind: str, *, seed: Sparse, scratch: Table) -> Sparse:
    """``seed`` times the damped matrix of a step – a relation, and whether it is walked forward – to nodes of ``kind``.

    ``scratch``: any table of the same graph. Raises ``NotFoundError`` (UNKNOWN_KIND).
    """
    move = move_of(view, step[0], forward=step[1])
    spans = np.array(view.projection.spans(kind), dtype=np.int64).reshape(-1, 2)
    if move is None or not len(seed.nodes) or not len(spans):
        return Sparse.none()
    rows = move.rows
    addresses = np.array([rows.indptr.ctypes.data, rows.indices.ctypes.data, rows.weight.ctypes.data], dtype=np.int64)
    return Sparse(*_stepped(addresses, seed.nodes, seed.values, spans, scratch.sums, scratch.touched))


@kernel
def _stepped(addresses: Any, nodes: Any, values: Any, spans: Any, sums: Any, touched: Any) -> Any:
    bounds = carray(pointer(addresses[0]), len(sums) + 1, np.int64)
    ends = carray(pointer(addresses[1]), bounds[len(sums)], np.int32)
    factors = carray(pointer(addresses[2]), bounds[len(sums)], np.float64)
    found = 0
    for i in range(len(nodes)):
        for edge in range(bounds[nodes[i]], bounds[nodes[i] + 1]):
            far = ends[edge]
            value = values[i] * factors[edge]
            if value == 0.0 or not _within(spans, far):
                continue
            if sums[far] == 0.0:
                touched[found] = far
                found += 1
            sums[far] += value
    reached = _ascending(spans, sums, touched, found)
    weights = sums[reached]
    sums[reached] = 0.0
    return reached, weights


@kernel
def _within(spans: Any, node: int) -> bool:
    for at in range(len(spans)):  # noqa: SIM110 - numba compiles loops better than generators
        if spans[at, 0] <= node < spans[at, 1]:
            return True
    return False


@kernel
def _ascending(spans: Any, sums: Any, touched: Any, found: int) -> Any:
    """The nodes that have a sum, in ascending order, as the spans are."""
    width = 0
    for at in range(len(spans)):
        width += spans[at, 1] - spans[at, 0]
    if width > found * DENSE:
        return np.sort(touched[:found])
    reached, size = np.empty(found, np.int32), 0
    for at in range(len(spans)):
        for node in range(spans[at, 0], spans[at, 1]):
            if sums[node] != 0.0:
                reached[size] = node
                size += 1
    return reached

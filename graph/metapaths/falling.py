"""The edges of every node in falling order of their factors: a search stops at the first that cannot be enough.

The order is that of the leading bits of the factors, so that it is made by counting: of two edges the earlier one is at
least ``1 / STEP`` times as strong as the later one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.compiled import kernel
from graph.metapaths.kernels import edges_of, factor, row_bounds

STEP = 1.125  # eight steps to a factor of two
MANTISSA = 49  # bits of a float64 below its exponent and the three bits after that
BUCKETS = 512  # steps that are told apart; what is weaker than 2**-64 is in the last
SHORT = 24  # edges of a node that are sorted by insertion


class Falling(NamedTuple):
    """``orders`` (int32, by move): where in its row each edge stands, strongest first.

    ``ways`` (int16, rows of move, kind, kind): from which kind to which each move leads, with ``peaks``, the greatest
    factor of such an edge. ``least``: the least factor of any edge that is walked at all.
    """

    orders: tuple[NDArray[np.int32], ...]
    ways: NDArray[np.int16]
    peaks: NDArray[np.float64]
    least: float


def falling(addresses: NDArray[np.int64], edges: Sequence[int], kinds: NDArray[np.uint8]) -> Falling:
    """The order of the edges of some moves' rows, at ``addresses``, each of so many ``edges``; ``kinds``: the number of
    each node's kind."""
    orders, ways, peaks, least = [], [], [], 1.0
    count = int(kinds.max(initial=0)) + 1
    for number, many in enumerate(edges):
        order, peak = np.empty(many, np.int32), np.full((count, count), -1.0)
        least = min(least, _sort_rows(addresses, number, kinds, order, peak))
        orders.append(order)
        for near, far in np.argwhere(peak >= 0).tolist():
            ways.append((number, near, far))
            peaks.append(peak[near, far])
    return Falling(tuple(orders), np.array(ways, dtype=np.int16).reshape(-1, 3), np.array(peaks), least)


@kernel
def _sort_rows(addresses: Any, move: int, kinds: Any, order: Any, peaks: Any) -> float:
    starts = row_bounds(addresses, len(kinds), move)
    ends, told = edges_of(addresses, move, len(order))
    least, longest = 1.0, 0
    for node in range(len(kinds)):
        longest = max(longest, starts[node + 1] - starts[node])
    row, counts = np.empty(longest), np.zeros(BUCKETS + 1, np.int64)
    for node in range(len(kinds)):
        low, many = starts[node], starts[node + 1] - starts[node]
        kind = kinds[node]
        for at in range(many):
            far = ends[low + at]
            row[at] = factor(told, node, far, low + at)
            peaks[kind, kinds[far]] = max(peaks[kind, kinds[far]], row[at])
            if row[at] > 0.0:
                least = min(least, row[at])
        if many <= SHORT:
            _insert(row[:many], order[low : low + many])
        else:
            _count(row[:many].view(np.int64), order[low : low + many], counts)
    return least


@kernel
def _insert(row: Any, order: Any) -> None:
    for edge in range(len(row)):
        at = edge
        while at > 0 and row[order[at - 1]] < row[edge]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = edge


@kernel
def _count(bits: Any, order: Any, counts: Any) -> None:
    counts[:] = 0
    for edge in range(len(bits)):
        counts[_bucket(bits[edge]) + 1] += 1
    for bucket in range(BUCKETS):
        counts[bucket + 1] += counts[bucket]
    for edge in range(len(bits)):
        bucket = _bucket(bits[edge])
        order[counts[bucket]] = edge
        counts[bucket] += 1


@kernel
def _bucket(bits: int) -> int:
    """0 for a factor of 1, higher for weaker ones."""
    return min(BUCKETS - 1, (1023 << (52 - MANTISSA)) - (bits >> MANTISSA))

"""The edges of every node in falling order of their factors: a search stops at the first that cannot be enough.

The order is that of the leading bits of the factors, so that it is made by counting: of two edges the earlier one is at
least ``1 / STEP`` times as strong as the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.metapaths.compiled import kernel
from graph.projection.csr import Csr

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


def falling(moves: Sequence[Csr], factors: Iterable[NDArray[np.float64]], kinds: NDArray[np.uint8]) -> Falling:
    """The order of the edges of some moves' rows with their ``factors``, of which those of one move are held at once;
    ``kinds``: the number of each node's kind."""
    orders, ways, peaks, least = [], [], [], 1.0
    count = int(kinds.max(initial=0)) + 1
    for number, (rows, factor) in enumerate(zip(moves, factors, strict=True)):
        order, peak = np.empty(len(factor), np.int32), np.full((count, count), -1.0)
        least = min(least, _sort_rows(rows.indptr, rows.indices, factor, kinds, order, peak))
        orders.append(order)
        for near, far in np.argwhere(peak >= 0).tolist():
            ways.append((number, near, far))
            peaks.append(peak[near, far])
    return Falling(tuple(orders), np.array(ways, dtype=np.int16).reshape(-1, 3), np.array(peaks), least)


@kernel
def _sort_rows(starts: Any, ends: Any, factors: Any, kinds: Any, order: Any, peaks: Any) -> float:
    least = 1.0
    bits = factors.view(np.int64)
    counts = np.zeros(BUCKETS + 1, np.int64)
    for node in range(len(kinds)):
        low, high = starts[node], starts[node + 1]
        kind = kinds[node]
        for edge in range(low, high):
            far = kinds[ends[edge]]
            peaks[kind, far] = max(peaks[kind, far], factors[edge])
            if factors[edge] > 0.0:
                least = min(least, factors[edge])
        if high - low <= SHORT:
            _insert(factors, low, high, order)
        else:
            _count(bits, low, high, order, counts)
    return least


@kernel
def _insert(factors: Any, low: int, high: int, order: Any) -> None:
    for edge in range(low, high):
        at = edge
        while at > low and factors[low + order[at - 1]] < factors[edge]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = edge - low


@kernel
def _count(bits: Any, low: int, high: int, order: Any, counts: Any) -> None:
    counts[:] = 0
    for edge in range(low, high):
        counts[_bucket(bits[edge]) + 1] += 1
    for bucket in range(BUCKETS):
        counts[bucket + 1] += counts[bucket]
    for edge in range(low, high):
        bucket = _bucket(bits[edge])
        order[low + counts[bucket]] = edge - low
        counts[bucket] += 1


@kernel
def _bucket(bits: int) -> int:
    """0 for a factor of 1, higher for weaker ones."""
    return min(BUCKETS - 1, (1023 << (52 - MANTISSA)) - (bits >> MANTISSA))

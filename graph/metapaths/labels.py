"""What a search for paths reads and writes: the rows that it may walk on, and the labels that it sets."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import carray  # type: ignore[attr-defined]
from numpy.typing import NDArray

from graph.compiled import kernel, pointer
from graph.metapaths.falling import SHORT, STEP
from graph.metapaths.kernels import factor

MANY = 4  # a row is read from its beginning when more than one in so many edges are strong enough
HOPS = 7  # one more than the edges of the longest path
DEEP = 5  # layers from the start, that of the start itself among them
LEFT, CUT = 0, 1  # of the state of a search: edges that may still be looked at; whether a floor cut anything off

Floats = NDArray[np.float64]


class Walkable(NamedTuple):
    """What a search may walk on, as kernels read it; side 0 is forward from the start, side 1 back from the end.

    ``addresses`` and ``kinds`` as in ``Table``; ``orders`` (int64, one per move) and ``years`` (int64, moves × 4):
    where each move's begin, of years the first ones and then the last ones, each with by how many places one goes on
    in them (0: one year for all); ``allowed`` (bool, one per node): what may stand between; ``menus`` (int16, sides ×
    kinds × most): the moves of each kind, −1 after the last; ``ways`` (int16, sides × ways × 3) and ``peaks`` as in
    ``Falling``, a move of −1 after the last; ``span``: the years in one of which an edge must hold.
    """

    addresses: NDArray[np.int64]
    orders: NDArray[np.int64]
    years: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    allowed: NDArray[np.bool_]
    menus: NDArray[np.int16]
    ways: NDArray[np.int16]
    peaks: Floats
    span: NDArray[np.int64]


class Labels(NamedTuple):
    """``values`` (layers × nodes): the greatest product of a walk of so many edges from an end, 0 when there is none.

    Layer j of side 0 is row j, that of side 1 row ``DEEP`` + j. ``touched`` with its ``counts``: which values are set.
    ``masks`` (uint8, sides × nodes): which layers have reached a node, the bit of layer j being 1 << j.
    ``tops`` (sides × layers × kinds): the greatest value, or a bound of it where the layer is not there yet.
    """

    values: Floats
    touched: NDArray[np.int32]
    counts: NDArray[np.int64]
    masks: NDArray[np.uint8]
    tops: Floats


def labels(nodes: int, kinds: int) -> Labels:
    """Room for the labels of so many nodes."""
    rows = DEEP + HOPS
    return Labels(
        np.zeros((rows, nodes)),
        np.empty((rows, nodes), np.int32),
        np.zeros(rows, np.int64),
        np.zeros((2, nodes), np.uint8),
        np.zeros((2, HOPS, kinds)),
    )


@kernel
def forget(labels: Any) -> None:
    """Take all labels away."""
    for row in range(len(labels.counts)):
        for at in range(labels.counts[row]):
            node = labels.touched[row, at]
            labels.values[row, node] = 0.0
            labels.masks[:, node] = 0
        labels.counts[row] = 0
    labels.tops[:] = 0.0


@kernel
def order_of(walk: Any, move: int, count: int) -> Any:
    """Where the edges of a move stand in their rows, strongest first (int32)."""
    return carray(pointer(walk.orders[move]), count, np.int32)


@kernel
def years_of(walk: Any, move: int, count: int) -> Any:
    """What ``in_time`` reads: the first and last years of a move's edges (int16), each with by how many places one goes
    on in them."""
    first, last = (
        carray(pointer(walk.years[move, 0]), count, np.int16),
        carray(pointer(walk.years[move, 2]), count, np.int16),
    )
    return first, walk.years[move, 1], last, walk.years[move, 3]


@kernel
def in_time(walk: Any, years: Any, edge: int) -> bool:
    """Whether an edge may be walked: one of which no year is known holds at any time."""
    first, last = int(years[0][edge * years[1]]), int(years[2][edge * years[3]])
    return last < 0 or (first <= walk.span[1] and last >= walk.span[0])


@kernel
def strong_enough(ends: Any, factors: Any, order: Any, node: int, begin: int, end: int, bar: float) -> int:
    """How many of a node's edges (``begin`` to ``end``), strongest first, have to be looked at for those of ``bar`` or
    more; −1 for all."""
    low, high = 0, end - begin
    if high <= SHORT:
        return -1
    while low < high:
        middle = (low + high) // 2
        edge = begin + order[begin + middle]
        if factor(factors, node, ends[edge], edge) * STEP < bar:
            high = middle
        else:
            low = middle + 1
    return high if high * MANY < end - begin else -1

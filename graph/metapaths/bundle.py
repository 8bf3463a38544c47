"""One metapath from many nodes at once, over simple paths, exactly: what ``rows`` counts, for ``WIDE`` starts together.

An edge is read once for all starts that come to it. Paths meet in hubs after a step or two, so that this costs little
more than one row does. Kinds are the most specific ones here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.metapaths.compiled import kernel
from graph.metapaths.kernels import edges_of, far_root, near_root, row_bounds, strength
from graph.metapaths.rows import ROUNDING, less_repeats
from graph.metapaths.table import Floats, Table

WIDE = 12  # starts at once; known to the compiler, so that one edge is a few vector instructions


class Sheaf(NamedTuple):
    """Walks from up to ``WIDE`` nodes: where they are (int32), and for each the sums by start (nodes × ``WIDE``)."""

    nodes: NDArray[np.int32]
    values: Floats


class Ends(NamedTuple):
    """The last places that are wanted: of the ids ``low`` … ``high`` − 1 those whose ``group`` is ``wanted``."""

    low: int
    high: int
    group: NDArray[np.int16]
    wanted: int


def leave(starts: NDArray[np.int64]) -> Sheaf:
    """The walks of no steps from ``starts``, at most ``WIDE`` nodes."""
    values = np.zeros((len(starts), WIDE))
    np.fill_diagonal(values, 1.0)
    return Sheaf(starts.astype(np.int32), values)


def step(table: Table, move: int, sheaf: Sheaf, ends: Ends, starts: NDArray[np.int64]) -> Sheaf:
    """The walks one move further, as far as they end in ``ends`` and do not return to their start.

    Edges are read from where the walks are, or from ``ends`` where those have fewer.
    """
    rows, back = table.moves.all[move].rows, int(table.moves.turned[move])
    low, high, group, wanted = ends
    n, scratch = len(table.kinds), table.heads
    if wanted >= 0:
        last = np.flatnonzero(group == wanted).astype(np.int32) + np.int32(low)
        if table.moves.all[back].rows.degree(last).sum() < rows.degree(sheaf.nodes).sum():
            return Sheaf(*_pull(table.addresses, n, back, *sheaf, last, starts, scratch))
    return Sheaf(*_push(table.addresses, n, move, *sheaf, low, high, group, wanted, starts, scratch))


def simple(
    table: Table, moves: NDArray[np.int64], kinds: NDArray[np.int64], starts: NDArray[np.int64], steps: list[Sheaf]
) -> Floats:
    """The values of the last of ``steps`` without walks that have a node twice; ``kinds``: those of all places."""
    last, place = steps[-1], kinds.tolist()
    if not _repeats(place):
        return last.values
    within = np.arange(len(table.moves.view.projection.kinds)) == kinds[:, None]
    back = table.moves.turned[moves].astype(np.int64)
    nothing = Sheaf(np.empty(0, np.int32), np.empty((0, WIDE)))
    first = steps[0] if place[1] in place[3:] else nothing
    second = steps[1] if place[2] in place[4:] else nothing
    _simple(table.addresses, moves, back, within, table.kinds, starts, *first, *second, *last, table.sums, table.marks)
    return last.values


def _repeats(kinds: list[int]) -> bool:
    """Whether a node can stand at two places that are not next to each other, the start aside."""
    return any(kinds[i] == kinds[j] for i in range(1, len(kinds)) for j in range(i + 2, len(kinds)))


@kernel
def _push(
    addresses: Any,
    n: int,
    move: int,
    nodes: Any,
    values: Any,
    low: int,
    high: int,
    group: Any,
    wanted: int,
    starts: Any,
    slots: Any,
) -> Any:
    bounds = row_bounds(addresses, n, move)
    ends, factors = edges_of(addresses, move, bounds[n])
    most = 0
    for i in range(len(nodes)):
        most += bounds[nodes[i] + 1] - bounds[nodes[i]]
    most = min(most, high - low)
    reached, sums = np.empty(most, np.int32), np.empty((most, WIDE))
    found = 0
    for i in range(len(nodes)):
        begin, last = bounds[nodes[i]], bounds[nodes[i] + 1]
        if begin == last:
            continue
        root = near_root(factors, nodes[i])
        for edge in range(begin + np.searchsorted(ends[begin:last], low), last):
            far = ends[edge]
            if far >= high:
                break
            share = root * strength(factors, edge)
            if share == 0.0 or (wanted >= 0 and group[far - low] != wanted):
                continue
            slot = slots[far]
            if slot < 0:
                slot = found
                slots[far] = slot
                reached[slot] = far
                found += 1
                for k in range(WIDE):
                    sums[slot, k] = 0.0
            for k in range(WIDE):
                sums[slot, k] += share * values[i, k]
    for k in range(len(starts)):
        if slots[starts[k]] >= 0:
            sums[slots[starts[k]], k] = 0.0
    for i in range(found):
        root = far_root(factors, reached[i])
        slots[reached[i]] = -1
        for k in range(WIDE):
            sums[i, k] *= root
    return reached[:found], sums[:found]


@kernel
def _pull(addresses: Any, n: int, back: int, nodes: Any, values: Any, last: Any, starts: Any, slots: Any) -> Any:
    """The walks from ``nodes`` to ``last`` over a move whose edges ``back`` walks back."""
    bounds = row_bounds(addresses, n, back)
    ends, factors = edges_of(addresses, back, bounds[n])
    for i in range(len(nodes)):
        slots[nodes[i]] = i
    reached, sums = np.empty(len(last), np.int32), np.empty((len(last), WIDE))
    found = 0
    for node in last:
        for k in range(WIDE):
            sums[found, k] = 0.0
        hit = False
        for edge in range(bounds[node], bounds[node + 1]):
            slot = slots[ends[edge]]
            if slot >= 0:
                share = strength(factors, edge) * far_root(factors, ends[edge])
                hit = hit or share > 0.0
                for k in range(WIDE):
                    sums[found, k] += share * values[slot, k]
        if hit:
            root = near_root(factors, node)
            for k in range(WIDE):
                sums[found, k] *= root
            for k in range(len(starts)):
                if starts[k] == node:
                    sums[found, k] = 0.0
            reached[found] = node
            found += 1
    for i in range(len(nodes)):
        slots[nodes[i]] = -1
    return reached[:found], sums[:found]


@kernel
def _column(nodes: Any, values: Any, k: int) -> Any:
    """What one start has of a sheaf."""
    count = 0
    for i in range(len(nodes)):
        count += values[i, k] > 0.0
    mine, own = np.empty(count, np.int32), np.empty(count)
    at = 0
    for i in range(len(nodes)):
        if values[i, k] > 0.0:
            mine[at], own[at] = nodes[i], values[i, k]
            at += 1
    return mine, own


@kernel
def _simple(
    addresses: Any,
    moves: Any,
    back: Any,
    within: Any,
    kinds: Any,
    starts: Any,
    first: Any,
    first_values: Any,
    second: Any,
    second_values: Any,
    nodes: Any,
    values: Any,
    sums: Any,
    marks: Any,
) -> None:
    for k in range(len(starts)):
        for i in range(len(nodes)):
            sums[nodes[i]] = values[i, k]
        one, two = _column(first, first_values, k), _column(second, second_values, k)
        less_repeats(addresses, moves, back, within, kinds, starts[k], one, two, sums, marks)
        for i in range(len(nodes)):
            left = sums[nodes[i]]
            sums[nodes[i]] = 0.0
            values[i, k] = left if left > ROUNDING * values[i, k] else 0.0


@kernel
def _asinh(x: float) -> float:
    """asinh of x > 0 to about 1e-8 of it, in a third of the library's time."""
    return x if x < 1e-4 else float(np.log(x + np.sqrt(x * x + 1.0)))


@kernel
def logged(values: Any, scale: float) -> Any:
    """How many of ``values`` are not 0, and of x = asinh(value / scale) of those the sum and that of the squares."""
    count, total, squares = 0, 0.0, 0.0
    for i in range(values.shape[0]):
        for k in range(values.shape[1]):
            if values[i, k] > 0.0:
                x = _asinh(values[i, k] / scale)
                count += 1
                total += x
                squares += x * x
    return count, total, squares

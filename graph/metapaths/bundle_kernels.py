"""The inner loops of counting paths from ``WIDE`` nodes at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel
from graph.metapaths.kernels import edges_of, far_root, near_root, row_bounds, strength
from graph.metapaths.rows import ROUNDING, less_repeats

WIDE = 12  # starts at once; known to the compiler, so that one edge is a few vector instructions


@kernel
def push(
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
    """The walks from ``nodes`` over a move to the ids ``low`` … ``high`` − 1, of a ``wanted`` group if not −1."""
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
def pull(addresses: Any, n: int, back: int, nodes: Any, values: Any, last: Any, starts: Any, slots: Any) -> Any:
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
def without_repeats(
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
    """Take the walks with a node at two places out of ``values``, start by start."""
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

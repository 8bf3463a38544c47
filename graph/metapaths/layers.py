"""How good the walks from either end can be at most: the labels by which a search for the best paths is led.

They are set layer by layer from both ends, edge after edge, by dynamic programming. A floor for every length of path
keeps them few: a walk that can be part of no path above the floor, whatever the other end adds to it, is not followed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel
from graph.metapaths.kernels import edges_of, factor, row_bounds
from graph.metapaths.labels import CUT, DEEP, HOPS, LEFT, in_time, order_of, strong_enough, years_of


@kernel
def _note(walk: Any, labels: Any, side: int, level: int, node: int, value: float) -> None:
    row = side * DEEP + level
    if labels.values[row, node] == 0.0:
        labels.touched[row, labels.counts[row]] = node
        labels.counts[row] += 1
    labels.values[row, node] = value
    labels.masks[side, node] |= 1 << level
    kind = walk.kinds[node]
    labels.tops[side, level, kind] = max(labels.tops[side, level, kind], value)


@kernel
def _extend(walk: Any, labels: Any, side: int, done: int) -> None:
    """Bounds for the layers after ``done``, by the strongest edges between kinds."""
    tops = labels.tops[side]
    for level in range(done + 1, HOPS):
        tops[level] = 0.0
        for at in range(len(walk.peaks[side])):
            move, near, far = walk.ways[side, at]
            if move < 0:
                break
            tops[level, far] = max(tops[level, far], tops[level - 1, near] * walk.peaks[side, at])


@kernel
def _least(walk: Any, labels: Any, side: int, level: int, floors: Any) -> Any:
    """The least value that a label of a layer must have, by kind, and that any far end must have, by move and kind."""
    kinds, hops = labels.tops.shape[2], len(floors) - 1
    need = np.full(kinds, np.inf)
    for kind in range(kinds):
        for rest in range(1, hops - level + 1):
            if labels.tops[1 - side, rest, kind] > 0.0:
                need[kind] = min(need[kind], floors[level + rest] / labels.tops[1 - side, rest, kind])
    least = np.full((len(walk.addresses), kinds), np.inf)
    for at in range(len(walk.peaks[side])):
        move, near, far = walk.ways[side, at]
        if move < 0:
            break
        least[move, near] = min(least[move, near], need[far])
    return need, least


@kernel
def _judged(labels: Any, other: int, level: int, node: int, value: float, floors: Any) -> bool:
    """Whether a walk is enough together with one from the ``other`` side to its node."""
    for rest in range(1, len(floors) - level):
        if value * labels.values[other * DEEP + rest, node] >= floors[level + rest]:
            return True
    return False


@kernel
def _grow(walk: Any, labels: Any, side: int, level: int, beyond: int, floors: Any, state: Any) -> None:
    """Set one more layer of labels; ``beyond``: how many the other side has."""
    values, n, hops = labels.values, len(walk.kinds), len(floors) - 1
    need, least = _least(walk, labels, side, level, floors)
    labels.tops[side, level] = 0.0
    row, before = side * DEEP + level, side * DEEP + level - 1
    # Where the other side has all the layers that this one may meet, only nodes that it has reached are of use.
    met = (1 << (hops - level + 1)) - 2 if hops - level <= beyond else 0
    timed = walk.span[0] <= walk.span[1]
    for i in range(labels.counts[before]):
        node = labels.touched[before, i]
        value, kind = values[before, node], walk.kinds[node]
        for move in walk.menus[side, kind]:
            if move < 0:
                break
            bar, starts = least[move, kind] / value, row_bounds(walk.addresses, n, move)
            low, high = starts[node], starts[node + 1]
            if bar == np.inf or low == high:
                continue
            ends, factors = edges_of(walk.addresses, move, starts[n])
            order, years = order_of(walk, move, starts[n]), years_of(walk, move, starts[n])
            sure = strong_enough(ends, factors, order, node, low, high, bar)
            if sure >= 0:
                high, state[CUT] = low + sure, 1
            state[LEFT] -= high - low
            if state[LEFT] < 0:
                return
            for at in range(low, high):
                edge = at if sure < 0 else low + order[at]
                far = ends[edge]
                if met and not labels.masks[1 - side, far] & met:
                    continue
                wanted = need[walk.kinds[far]]
                if wanted == np.inf or not walk.allowed[far]:
                    continue
                share = factor(factors, node, far, edge)
                if share < bar:
                    state[CUT] = 1
                    continue
                reached = value * share
                if reached <= values[row, far]:
                    continue
                if timed and not in_time(walk, years, edge):
                    continue
                if reached < wanted or (met and not _judged(labels, 1 - side, level, far, reached, floors)):
                    state[CUT] = 1
                else:
                    _note(walk, labels, side, level, far, reached)


@kernel
def _onward(walk: Any, labels: Any, side: int, done: int) -> int:
    """How many edges lead on from a side's last layer."""
    edges, n, row = 0, len(walk.kinds), side * DEEP + done
    for i in range(labels.counts[row]):
        node = labels.touched[row, i]
        for move in walk.menus[side, walk.kinds[node]]:
            if move < 0:
                break
            starts = row_bounds(walk.addresses, n, move)
            edges += starts[node + 1] - starts[node]
    return edges


@kernel
def grow(walk: Any, labels: Any, ends: Any, floors: Any, state: Any) -> None:
    """Set the labels of both sides: all that any path above the ``floors`` needs.

    The side from which fewer edges lead on grows until they meet, from there on that of the end, over what both have.
    """
    hops, done, edges = len(floors) - 1, [0, 0], [0, 0]
    for side in range(2):
        _note(walk, labels, side, done[side], ends[side], 1.0)
        _extend(walk, labels, side, done[side])
        edges[side] = _onward(walk, labels, side, done[side])
    while done[1] < hops - 1 and state[LEFT] >= 0:
        meeting = done[0] + done[1] < hops and done[0] < DEEP - 1
        side = 0 if meeting and edges[0] < edges[1] else 1
        done[side] += 1
        _grow(walk, labels, side, done[side], done[1 - side], floors, state)
        _extend(walk, labels, side, done[side])
        if meeting:
            edges[side] = _onward(walk, labels, side, done[side])

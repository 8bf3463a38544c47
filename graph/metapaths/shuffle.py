"""Edges between two kinds placed at random, every node with as many as before.

First the ends are dealt out at random (the configuration model), then what came out as a loop or doubled exchanges its
end with another edge's, then edges at random do (XSwap: Hanhijärvi, Garriga & Puolamäki, SDM 2009). Started from an
arrangement that is random already, the last step has only to mend what the second one skewed.

Edges meet stretch by stretch: those that one stretch exchanges ends with are in another one, drawn for it, so that all
of both is in the cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import inlined, kernel
from graph.metapaths.edge_set import EdgeSet, empty_set, has, hashed, looked_up, put, take

PATIENCE = 1_000  # edges that are tried before a doubled one is given up
STRETCH = 4_096  # edges


@inlined
def _below(dice: Any, many: int) -> int:
    """A whole number from 0 to ``many`` - 1."""
    return np.int64(dice.random() * many)  # type: ignore[return-value]


@kernel
def mix(values: Any, dice: Any) -> None:
    """Bring values into a random order, in place (Fisher–Yates); ``dice``: a generator of NumPy."""
    for i in range(len(values) - 1, 0, -1):
        j = _below(dice, i + 1)
        values[i], values[j] = values[j], values[i]


@kernel
def deal(start: Any, end: Any, low: int, high: int, dice: Any, alike: bool) -> int:
    """Deal the ends of the edges (``start``, ``end``) out at random, in place; how many stayed doubled or loops.

    ``start`` ascends and is within ``low`` and ``high``, its kind's ids. ``alike``: both ends are of that kind, and
    either end of an edge may be its start. ``dice``: a generator of NumPy.
    """
    count = len(start)
    if alike:
        for i in range(count):
            if dice.random() < 0.5:
                start[i], end[i] = end[i], start[i]
    mix(end, dice)
    edges, bad = empty_set(start, end, low, high, alike), np.zeros(count, np.bool_)
    for i in range(count):
        a, b, same = start[i], end[i], start[i] == end[i]
        if hashed(edges, a):
            bad[i] = same or not put(edges, a, b)
        else:
            for at in range(edges.rows[a - low], i):
                same |= end[at] == b
            bad[i] = same
    failed = 0
    for i in range(count):
        failed += bad[i] and not _mended(start, end, i, bad, edges, dice)
    return failed


@kernel
def _mended(start: Any, end: Any, i: int, bad: Any, edges: EdgeSet, dice: Any) -> bool:
    """Exchange the end of a doubled edge with that of one at random."""
    for _ in range(PATIENCE):
        j = _below(dice, len(start))
        c, d = start[j], end[j]
        if not bad[j] and _joined_anew(edges, end, start[i], end[i], c, d):
            take(edges, c, d)
            end[i], end[j] = d, end[i]
            bad[i] = False
            return True
    return False


@kernel
def _joined_anew(edges: EdgeSet, end: Any, a: int, b: int, c: int, d: int) -> bool:
    """Whether a – b and c – d can be a – d and c – b; those of them that are hashed are put in then."""
    if a == d or c == b or has(edges, end, a, d) or has(edges, end, c, b):
        return False
    if hashed(edges, a):
        put(edges, a, d)
    if hashed(edges, c):
        put(edges, c, b)
    return True


@kernel
def swap(start: Any, end: Any, low: int, high: int, times: int, dice: Any, alike: bool) -> int:
    """Let edges (``start``, ``end``) exchange ends, in place, ``times`` times their number; how often it could be done.

    No edge is a loop or doubled; the rest as for ``deal``.
    """
    count, done = len(start), 0
    edges = empty_set(start, end, low, high, alike)
    for i in range(count):
        if hashed(edges, start[i]):
            put(edges, start[i], end[i])
    for _ in range(times):
        for near in range(0, count, STRETCH):
            far = _below(dice, (count + STRETCH - 1) // STRETCH) * STRETCH
            done += _meet(start, end, near, far, edges, dice)
    return done


@kernel
def _meet(start: Any, end: Any, near: int, far: int, edges: EdgeSet, dice: Any) -> int:
    """Let edges of one stretch exchange ends with edges of another."""
    wide, deep, done = min(STRETCH, len(start) - near), min(STRETCH, len(start) - far), 0
    for _ in range(wide):
        i, j = near + _below(dice, wide), far + _below(dice, deep)
        if edges.alike and dice.random() < 0.5:
            start[j], end[j] = end[j], start[j]
        a, b, c, d = start[i], end[i], start[j], end[j]
        if a == d or b == c:
            continue
        if hashed(edges, a) or hashed(edges, c):
            if not _joined_anew(edges, end, a, b, c, d):
                continue
            take(edges, a, b)
            take(edges, c, d)
        elif looked_up(edges, end, a, d) or looked_up(edges, end, c, b):
            continue
        end[i], end[j] = d, b
        done += 1
    return done

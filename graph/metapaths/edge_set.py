"""Which pairs of nodes are joined, asked and changed millions of times while edges exchange their ends.

Short rows are looked through where they stand: a line or two of memory. Of long rows, and where either end may be the
near one, the pairs are in a hash table, those of a row near each other: whoever goes through rows stays in the cache.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from graph.compiled import inlined, kernel

LOOKED_THROUGH = 64  # ends


class EdgeSet(NamedTuple):
    """Rows ``rows[a]:rows[a + 1]`` of the ends of node ``low + a``, those that are hashed near ``room[a]`` in ``keys``.

    ``alike``: either end may be the near one, and all are hashed by the smaller.
    """

    rows: Any
    room: Any
    keys: Any
    low: int
    alike: bool


@kernel
def empty_set(start: Any, end: Any, low: int, high: int, alike: bool) -> EdgeSet:
    """A set with room for the edges (``start``, ``end``) of the nodes ``low`` to ``high``, none of them in it yet.

    ``start`` ascends unless ``alike``; short rows need not be put in.
    """
    rows, room = np.zeros(high - low + 1, np.int64), np.zeros(high - low + 1, np.int64)
    for i in range(len(start)):
        rows[(min(start[i], end[i]) if alike else start[i]) - low + 1] += 1
    for a in range(high - low):
        room[a + 1] = room[a] + (2 * rows[a + 1] if alike or rows[a + 1] > LOOKED_THROUGH else 0)
        rows[a + 1] += rows[a]
    size = 2
    while size < room[-1]:
        size *= 2
    return EdgeSet(rows, room, np.full(size, -1, np.int64), low, alike)


@inlined
def hashed(edges: EdgeSet, a: int) -> Any:
    """Whether the pairs of a near end are in the table."""
    return edges.room[a - edges.low + 1] > edges.room[a - edges.low] or edges.alike


@inlined
def looked_up(edges: EdgeSet, end: Any, a: int, b: int) -> bool:
    """Whether ``a`` is joined to ``b`` in a row that is looked through; ``end``: the far ends."""
    for at in range(edges.rows[a - edges.low], edges.rows[a - edges.low + 1]):  # noqa: SIM110 - compiled
        if end[at] == b:
            return True
    return False


@kernel
def has(edges: EdgeSet, end: Any, a: int, b: int) -> Any:
    """Whether ``a`` is joined to ``b``."""
    if hashed(edges, a):
        return edges.keys[_place(edges, a, b)] >= 0
    return looked_up(edges, end, a, b)


@kernel
def put(edges: EdgeSet, a: int, b: int) -> Any:
    """Put a pair in, which is hashed; whether it was new."""
    at = _place(edges, a, b)
    new = edges.keys[at] < 0
    edges.keys[at] = _key(edges, a, b)
    return new


@kernel
def take(edges: EdgeSet, a: int, b: int) -> None:
    """Take a pair out that is in, if it is hashed; those behind it that it had pushed on move up."""
    if not hashed(edges, a):
        return
    keys, mask = edges.keys, len(edges.keys) - 1
    hole = _place(edges, a, b)
    keys[hole] = -1
    at = (hole + 1) & mask
    while keys[at] >= 0:
        home = _home(edges, keys[at] >> 32, keys[at] & 0xFFFFFFFF)
        if ((at - home) & mask) >= ((at - hole) & mask):
            keys[hole] = keys[at]
            keys[at] = -1
            hole = at
        at = (at + 1) & mask


@inlined
def _key(edges: EdgeSet, a: int, b: int) -> int:
    if edges.alike and a > b:
        return (np.int64(b) << 32) | a  # type: ignore[return-value]
    return (np.int64(a) << 32) | b  # type: ignore[return-value]


@inlined
def _home(edges: EdgeSet, a: int, b: int) -> int:
    """Where the pair a, b belongs: in the room of ``a``, by ``b`` (multiplicative hashing)."""
    at = edges.room[a - edges.low]
    mixed = (np.uint64(b) * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF)
    within = np.int64((mixed * np.uint64(edges.room[a - edges.low + 1] - at)) >> np.uint64(32))
    return (at + within) & (len(edges.keys) - 1)  # type: ignore[no-any-return]


@kernel
def _place(edges: EdgeSet, a: int, b: int) -> int:
    """Where a pair is in the table, or the free place where it would be put."""
    key, mask = _key(edges, a, b), len(edges.keys) - 1
    at = _home(edges, key >> 32, key & 0xFFFFFFFF)
    while edges.keys[at] >= 0 and edges.keys[at] != key:
        at = (at + 1) & mask
    return at

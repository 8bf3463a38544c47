"""Edges between two kinds placed at random, every node with as many as before.

First the ends are dealt out at random (the configuration model), then what came out as a loop or doubled exchanges its
end with another edge's, then edges at random do (XSwap: Hanhijärvi, Garriga & Puolamäki, SDM 2009). Started from an
arrangement that is random already, the last step has only to mend what the second one skewed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel

PATIENCE = 1_000  # edges that are tried before a doubled one is given up


@kernel
def _home(key: int, mask: int) -> int:
    """Where a key belongs in a hash table of mask + 1 places (Fibonacci hashing)."""
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    return np.int64((mixed >> np.uint64(20)) & np.uint64(mask))  # type: ignore[return-value]


@kernel
def _place(keys: Any, key: int, mask: int) -> int:
    """Where a key is, or the free place where it would be put."""
    at = _home(key, mask)
    while keys[at] >= 0 and keys[at] != key:
        at = (at + 1) & mask
    return at


@kernel
def _drop(keys: Any, key: int, mask: int) -> None:
    """Take a key out; those behind it that it had pushed on move up."""
    hole = _place(keys, key, mask)
    keys[hole] = -1
    at = (hole + 1) & mask
    while keys[at] >= 0:
        home = _home(keys[at], mask)
        if ((at - home) & mask) >= ((at - hole) & mask):
            keys[hole] = keys[at]
            keys[at] = -1
            hole = at
        at = (at + 1) & mask


@kernel
def _key(a: int, b: int, n: int, symmetric: bool) -> int:
    if symmetric and a > b:
        a, b = b, a
    return np.int64(a) * n + b  # type: ignore[return-value]


@kernel
def _table(count: int) -> Any:
    """An empty hash table for so many keys, at most half full."""
    size = 2
    while size < 2 * count:
        size *= 2
    return np.full(size, -1, np.int64)


@kernel
def _exchange(start: Any, end: Any, i: int, j: int, keys: Any, n: int, symmetric: bool) -> bool:
    """Whether a – b and c – d can be a – d and c – b; the keys of those are then in the table, the ends exchanged."""
    a, b, c, d = start[i], end[i], start[j], end[j]
    mask = len(keys) - 1
    one, two = _key(a, d, n, symmetric), _key(c, b, n, symmetric)
    if i == j or a == d or c == b or one == two:
        return False
    first, second = _place(keys, one, mask), _place(keys, two, mask)
    if keys[first] >= 0 or keys[second] >= 0:
        return False
    keys[first] = one
    keys[_place(keys, two, mask)] = two
    end[i], end[j] = d, b
    return True


@kernel
def deal(start: Any, end: Any, n: int, seed: int, symmetric: bool, alike: bool) -> int:
    """Deal the ends of the edges (``start``, ``end``) out at random, in place; how many stayed doubled or loops.

    ``alike``: both ends are of one kind of a relation without direction, and either end of an edge may be its start.
    """
    np.random.seed(seed)
    count = len(start)
    if alike:
        for i in range(count):
            if np.random.randint(0, 2) == 1:
                start[i], end[i] = end[i], start[i]
    for i in range(count - 1, 0, -1):
        j = np.random.randint(0, i + 1)
        end[i], end[j] = end[j], end[i]
    keys = _table(count)
    mask = len(keys) - 1
    bad, wrong = np.zeros(count, np.bool_), np.empty(count, np.int64)
    left = 0
    for i in range(count):
        key = _key(start[i], end[i], n, symmetric)
        at = _place(keys, key, mask)
        if start[i] == end[i] or keys[at] >= 0:
            bad[i] = True
            wrong[left] = i
            left += 1
        else:
            keys[at] = key
    failed = 0
    for at in range(left):
        failed += not _mended(start, end, wrong[at], bad, keys, n, symmetric)
    return failed


@kernel
def _mended(start: Any, end: Any, i: int, bad: Any, keys: Any, n: int, symmetric: bool) -> bool:
    """Exchange the end of a doubled edge with that of one at random."""
    for _ in range(PATIENCE):
        j = np.random.randint(0, len(start))
        c, d = start[j], end[j]
        if not bad[j] and _exchange(start, end, i, j, keys, n, symmetric):
            _drop(keys, _key(c, d, n, symmetric), len(keys) - 1)
            bad[i] = False
            return True
    return False


@kernel
def swap(start: Any, end: Any, n: int, tries: int, seed: int, symmetric: bool, alike: bool) -> int:
    """Exchange ends of the edges (``start``, ``end``) in place, ``tries`` times; how often it could be done."""
    count = len(start)
    if count < 2:
        return 0
    np.random.seed(seed)
    keys = _table(count)
    mask = len(keys) - 1
    for i in range(count):
        key = _key(start[i], end[i], n, symmetric)
        keys[_place(keys, key, mask)] = key
    done = 0
    for _ in range(tries):
        i, j = np.random.randint(0, count), np.random.randint(0, count)
        if alike and np.random.randint(0, 2) == 1:
            start[j], end[j] = end[j], start[j]
        a, b, c, d = start[i], end[i], start[j], end[j]
        if _exchange(start, end, i, j, keys, n, symmetric):
            _drop(keys, _key(a, b, n, symmetric), mask)
            _drop(keys, _key(c, d, n, symmetric), mask)
            done += 1
    return done


@kernel
def gathered(start: Any, end: Any, values: Any, indptr: Any) -> Any:
    """Edges in any order as rows: far ends and values of node u at ``indptr[u]:indptr[u + 1]``, in their order."""
    at = indptr[:-1].copy()
    ends, kept = np.empty(len(end), np.int32), np.empty(len(values), values.dtype)
    for i in range(len(start)):
        place = at[start[i]]
        at[start[i]] += 1
        ends[place] = end[i]
        if len(values) > 0:
            kept[place] = values[i]
    return ends, kept


@kernel
def turned(indptr: Any, ends: Any, values: Any, other: Any) -> Any:
    """The transpose of rows, whose bounds are ``other``: its far ends ascend."""
    at = other[:-1].copy()
    starts, kept = np.empty(len(ends), np.int32), np.empty(len(values), values.dtype)
    for node in range(len(indptr) - 1):
        for edge in range(indptr[node], indptr[node + 1]):
            place = at[ends[edge]]
            at[ends[edge]] += 1
            starts[place] = node
            if len(values) > 0:
                kept[place] = values[edge]
    return starts, kept

"""The same graph with its edges placed at random: every node keeps its degree in every relation to every kind.

XSwap (Hanhijärvi, Garriga & Puolamäki, Randomization techniques for graphs, SDM 2009): two edges of a relation between
two kinds exchange their ends unless that makes a loop or an edge that is there already. Their confidences are shuffled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Move, Moves
from graph.metapaths.compiled import kernel
from graph.projection.csr import Adjacency, EdgeTable, adjacency

TRIES = 10  # per edge, as in hetmatpy

Ids = NDArray[np.int32]


def swapped(moves: Moves, relation: str, draw: int) -> tuple[Move, ...]:
    """The moves of one relation in the ``draw``-th random graph; the same draw of the same graph is always the same."""
    mine = [move for move in moves.all if move.relation == relation]
    out, symmetric = mine[0].rows, len(mine) == 1
    start = np.repeat(np.arange(len(out.indptr) - 1, dtype=np.int32), np.diff(out.indptr))
    keep = start < out.indices if symmetric else np.ones(len(start), dtype=bool)
    start, end, sure = start[keep], out.indices[keep].copy(), out.confidence[keep].copy()
    bounds = moves.view.projection.bounds
    for at, both in enumerate(_blocks(start, end, bounds)):
        ends = end[both]
        seed = crc32(f"{relation}/{draw}/{at}".encode())
        swap(start[both], ends, len(out.indptr) - 1, TRIES * len(ends), seed, symmetric)
        end[both] = ends
        sure[both] = np.random.default_rng(seed).permutation(sure[both])
    table = EdgeTable(start, end, sure, out.year[keep], out.level[keep])
    both_ways: Adjacency = adjacency(table, len(out.indptr) - 1, symmetric=symmetric)
    there = Move(relation, True, both_ways.out, both_ways.back)
    return (there,) if symmetric else (there, Move(relation, False, both_ways.back, both_ways.out))


def with_swapped(moves: Moves, draw: int, relations: frozenset[str]) -> Moves:
    """All moves, those of ``relations`` in the ``draw``-th random graph."""
    new = {(m.relation, m.forward): m for name in sorted(relations) for m in swapped(moves, name, draw)}
    return replace(moves, all=tuple(new.get((m.relation, m.forward), m) for m in moves.all))


def _blocks(start: Ids, end: Ids, bounds: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The edges between each two kinds."""
    kinds = len(bounds)
    codes = np.searchsorted(bounds, start, side="right") * kinds + np.searchsorted(bounds, end, side="right")
    order = np.argsort(codes, kind="stable")
    cuts = np.flatnonzero(np.diff(codes[order])) + 1
    yield from np.split(order, cuts)


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
def swap(start: Any, end: Any, n: int, tries: int, seed: int, symmetric: bool) -> int:
    """Exchange ends of the edges (``start``, ``end``) in place, ``tries`` times; how often it could be done."""
    count = len(start)
    if count < 2:
        return 0
    np.random.seed(seed)
    mask = 1
    while mask < 2 * count:
        mask *= 2
    mask -= 1
    keys = np.full(mask + 1, -1, np.int64)
    for i in range(count):
        key = _key(start[i], end[i], n, symmetric)
        keys[_place(keys, key, mask)] = key
    done = 0
    for _ in range(tries):
        i, j = np.random.randint(0, count), np.random.randint(0, count)
        a, b, c, d = start[i], end[i], start[j], end[j]
        one, two = _key(a, d, n, symmetric), _key(c, b, n, symmetric)
        if i == j or a == d or c == b or one == two:
            continue
        if keys[_place(keys, one, mask)] >= 0 or keys[_place(keys, two, mask)] >= 0:
            continue
        _drop(keys, _key(a, b, n, symmetric), mask)
        _drop(keys, _key(c, d, n, symmetric), mask)
        keys[_place(keys, one, mask)] = one
        keys[_place(keys, two, mask)] = two
        end[i], end[j] = d, b
        done += 1
    return done

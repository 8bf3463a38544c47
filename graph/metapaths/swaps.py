"""The same graph with its edges placed at random: every node keeps its degree in every relation to every kind.

Per relation and pair of kinds; what edges count for (confidence and age) is shuffled among them. See ``shuffle``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Move, Moves
from graph.metapaths.shuffle import deal, gathered, swap, turned
from graph.projection.csr import Csr, Nodes, Shares

MIXING = 2  # exchanges per edge after the ends were dealt out
TRIES = 10  # and where they cannot be dealt out, as in hetmatpy


class Placed(NamedTuple):
    """The far ends and c_e of a relation's edges in a random graph, out and back; rows begin where real ones do."""

    out: tuple[Nodes, Shares]
    back: tuple[Nodes, Shares]


def swapped(moves: Moves, relation: str, draw: int) -> tuple[Move, ...]:
    """The moves of one relation in the ``draw``-th random graph; the same draw of the same graph is always the same."""
    mine = [move for move in moves.all if move.relation == relation]
    return moves_with(mine[0], placed(mine[0], moves.view.projection.bounds, draw))


def moves_with(move: Move, new: Placed) -> tuple[Move, ...]:
    """The moves of a relation, ``move`` being it forward, with edges placed anew."""
    symmetric = move.rows is move.other
    out = _with(move.rows, new.out)
    back = out if symmetric else _with(move.other, new.back)
    forward = Move(move.relation, True, out, back)
    return (forward,) if symmetric else (forward, Move(move.relation, False, back, out))


def with_swapped(moves: Moves, draw: int, relations: frozenset[str]) -> Moves:
    """All moves, those of ``relations`` in the ``draw``-th random graph."""
    new = {(m.relation, m.forward): m for name in sorted(relations) for m in swapped(moves, name, draw)}
    return replace(moves, all=tuple(new.get((m.relation, m.forward), m) for m in moves.all))


def placed(move: Move, bounds: NDArray[np.int64], draw: int) -> Placed:
    """The edges of ``move``, a relation forward, in the ``draw``-th random graph; ``bounds``: where kinds begin."""
    rows, other, symmetric = move.rows, move.other, move.rows is move.other
    n = len(rows.indptr) - 1
    start = np.repeat(np.arange(n, dtype=np.int32), np.diff(rows.indptr))
    end, strength = rows.indices.copy(), _own(rows.strength)
    if symmetric:
        once = start < end
        start, end, strength = start[once], end[once], strength[once] if len(strength) else strength
    for at, block in enumerate(_blocks(start, end, bounds)):
        seed = crc32(f"{move.relation}/{draw}/{at}".encode())
        _scatter((start, end), block, bounds, seed=seed, symmetric=symmetric)
        if len(strength):
            strength[block] = np.random.default_rng(seed).permutation(strength[block])
    if symmetric:
        ends = np.concatenate((start, end)), np.concatenate((end, start))
        far, shares = gathered(*ends, np.concatenate((strength, strength)), rows.indptr)
        out = back = turned(rows.indptr, far, shares, rows.indptr)
    else:
        back = turned(rows.indptr, end, strength, other.indptr)
        out = turned(other.indptr, back[0], back[1], rows.indptr)
    return Placed(out, back)


def _scatter(
    edges: tuple[Nodes, Nodes], block: NDArray[np.int64], bounds: NDArray[np.int64], *, seed: int, symmetric: bool
) -> None:
    """Place those of ``edges`` (starts, ends) that are in ``block``, all between the same two kinds, at random."""
    if not len(block):
        return
    near, far = edges[0][block], edges[1][block]
    one, other = np.searchsorted(bounds, (near[0], far[0]), side="right")
    n, alike, tries = int(bounds[-1]), symmetric and bool(one == other), MIXING
    if deal(near, far, n, seed, symmetric, alike):  # too dense: the real graph is the place to begin at
        near, far, tries = edges[0][block], edges[1][block], TRIES
    swap(near, far, n, tries * len(far), seed + 1, symmetric, alike)
    edges[0][block], edges[1][block] = near, far


def _blocks(start: Nodes, end: Nodes, bounds: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The edges between each two kinds."""
    kinds = len(bounds)
    codes = (np.searchsorted(bounds, start, side="right") * kinds).astype(np.int32)
    codes += np.searchsorted(bounds, end, side="right").astype(np.int32)
    order = np.argsort(codes, kind="stable")
    cuts = np.flatnonzero(np.diff(codes[order])) + 1
    yield from np.split(order, cuts)


def _own(strength: Shares) -> Shares:
    """A copy; nothing when all are equal."""
    return np.empty(0, np.float32) if strength.strides == (0,) else strength.copy()


def _with(rows: Csr, new: tuple[Nodes, Shares]) -> Csr:
    indices, strength = new
    if not len(strength):
        strength = np.broadcast_to(rows.strength[:1], indices.shape) if len(indices) else strength
    return replace(rows, indices=indices, strength=strength)

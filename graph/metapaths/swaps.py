"""The same graph with its edges placed at random: every node keeps its degree in every relation to every kind.

Per relation and pair of kinds; what edges count for (confidence and age) is shuffled among them. See ``shuffle``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Move, Moves
from graph.metapaths.blocks import Edges, Key
from graph.metapaths.shuffle import deal, mix, swap
from graph.metapaths.turning import gathered, turned
from graph.projection.csr import Csr, Nodes, Shares

MIXING = 2  # exchanges per edge after the ends were dealt out
TRIES = 10  # and where they cannot be dealt out, as in hetmatpy

Kept = Callable[[int, Key], tuple[Nodes, Nodes, Shares] | None]  # a draw and a block to its edges in that random graph


def nothing(_draw: int, _key: Key) -> None:
    """Knows no block."""


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
    return dealt(move, Edges.of(move.rows, bounds, symmetric=move.rows is move.other), draw)


def dealt(move: Move, edges: Edges, draw: int, kept: Kept = nothing) -> Placed:
    """As ``placed``, of the ``edges`` of the move; ``kept`` gives the blocks that are known already."""
    constant, symmetric = move.rows.strength.strides == (0,), move.rows is move.other
    start, end = edges.start.copy(), edges.end.copy()
    strength = np.empty(0, np.float32) if constant else edges.strength.copy()
    ordered = not symmetric  # whether far ends still ascend
    for key, block in edges.blocks.items():
        known = kept(draw, key)
        if known is not None:
            start[block], end[block] = known[:2]
            if len(strength):
                strength[block] = known[2]
            continue
        ordered = False
        dice = np.random.default_rng(crc32(f"{move.relation}/{draw}/{key[0]}-{key[1]}".encode()))
        kind = int(edges.bounds[key[0]]), int(edges.bounds[key[0] + 1])
        alike = symmetric and key[0] == key[1]
        start[block], end[block] = _scattered(start[block], end[block], kind, dice, alike=alike)
        if len(strength):
            shares = strength[block]
            mix(shares, dice)
            strength[block] = shares
    return _rows(move, edges._replace(start=start, end=end, strength=strength), ordered=ordered)


def _rows(move: Move, edges: Edges, *, ordered: bool) -> Placed:
    """Placed edges as rows with the bounds of the real ones, far ends ascending; ``ordered``: they do so already."""
    start, end, strength = edges[:3]
    rows, other = move.rows, move.other
    if rows is other:
        ends = np.concatenate((start, end)), np.concatenate((end, start))
        far, shares = gathered(*ends, np.concatenate((strength, strength)), rows.indptr)
        out = back = turned(rows.indptr, far, shares, rows.indptr)
    else:
        back = turned(rows.indptr, end, strength, other.indptr)
        out = (end, strength) if ordered else turned(other.indptr, back[0], back[1], rows.indptr)
    return Placed(out, back)


def _scattered(
    near: Nodes, far: Nodes, kind: tuple[int, int], dice: np.random.Generator, *, alike: bool
) -> tuple[Nodes, Nodes]:
    """The edges between two kinds placed at random; ``kind``: the ids of the near one, ``alike``: it is both."""
    start, end, times = near.copy(), far.copy(), MIXING
    if deal(start, end, *kind, dice, alike):  # too dense: the real graph is the place to begin at
        start, end, times = near, far, TRIES
    swap(start, end, *kind, times, dice, alike)
    return start, end


def _with(rows: Csr, new: tuple[Nodes, Shares]) -> Csr:
    indices, strength = new
    if not len(strength):
        strength = np.broadcast_to(rows.strength[:1], indices.shape) if len(indices) else strength
    return replace(rows, indices=indices, strength=strength)

"""Degree-weighted path counts: DWPC_m(s, t) = Σ PDP(p) over the simple paths p of a metapath m from s to t.

Himmelstein & Baranzini 2015, with w = ½, degrees per relation and of the whole visible graph. Where no node can stand
twice it is a product of sparse matrices, computed from one end; where one can, the simple paths are enumerated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.links.metapath import Metapath
from graph.links.walks import Budget, Move, Moves, Walks, edge_weight, grow, moves_of, start_at
from graph.projection.projection import View

Row = NDArray[np.float64]


def row(view: View, metapath: Metapath, source: int, budget: Budget) -> Row:
    """DWPC from ``source`` to every node (float64, one per node; 0 where no path leads).

    When the budget does not last, ``budget.spent`` is set and the row is a lower bound.
    """
    if not view.projection.of_kinds(metapath.kinds[:1])[source]:
        return np.zeros(len(view.projection))
    seed = np.zeros(len(view.projection))
    seed[source] = 1.0
    if not metapath.repeats(view.projection.vocabulary):
        return spread(view, metapath, seed)
    walks = _along(view, metapath, source, budget)
    return np.bincount(walks.nodes[:, -1], weights=np.exp(walks.weight), minlength=len(seed)).astype(np.float64)


def spread(view: View, metapath: Metapath, seed: Row) -> Row:
    """The row vector ``seed`` times the damped matrices of a metapath's steps, whose nodes cannot repeat."""
    for (relation, forward), kind in zip(metapath.steps, metapath.kinds[1:], strict=True):
        found = moves_of(view, (relation,)).all
        move = next((m for m in found if m.forward == forward), None)
        seed = np.zeros_like(seed) if move is None else _times(seed, move) * view.projection.of_kinds((kind,))
    return seed


def pair(view: View, metapath: Metapath, ends: tuple[int, int], budget: Budget) -> float:
    """DWPC between two nodes, from both ends to the middle."""
    vocabulary = view.projection.vocabulary
    middle = (len(metapath.steps) + 1) // 2
    front = Metapath(metapath.kinds[: middle + 1], metapath.steps[:middle])
    rear = Metapath(metapath.kinds[middle:], metapath.steps[middle:]).reversed(vocabulary)
    if not rear.steps:
        return float(row(view, front, ends[0], budget)[ends[1]])
    if not metapath.repeats(vocabulary):
        return float(row(view, front, ends[0], budget) @ row(view, rear, ends[1], budget))
    return _joined(_along(view, front, ends[0], budget), _along(view, rear, ends[1], budget), budget)


def _times(seed: Row, move: Move) -> Row:
    near = np.flatnonzero(seed).astype(np.int32)
    position, edges = move.rows.expand(near)
    weights = seed[near[position]] * np.exp(edge_weight(move, edges, near[position]))
    return np.bincount(move.rows.indices[edges], weights=weights, minlength=len(seed)).astype(np.float64)


def _along(view: View, metapath: Metapath, source: int, budget: Budget) -> Walks:
    """The simple walks of a metapath from ``source``; none when it is not of the metapath's first kind."""
    walks = start_at(source)
    if not view.projection.of_kinds(metapath.kinds[:1])[source]:
        walks = walks.take(np.zeros(1, dtype=bool))
    for (relation, forward), kind in zip(metapath.steps, metapath.kinds[1:], strict=True):
        moves = moves_of(view, (relation,))
        one = tuple(move for move in moves.all if move.forward == forward)
        walks = grow(walks, Moves(view, one, moves.turned[:0]), view.projection.of_kinds((kind,)), budget)
    return walks


def _joined(front: Walks, rear: Walks, budget: Budget) -> float:
    total = 0.0
    for node in np.intersect1d(front.nodes[:, -1], rear.nodes[:, -1]):
        left, right = front.take(front.nodes[:, -1] == node), rear.take(rear.nodes[:, -1] == node)
        if len(left) * len(right) > budget.pairs:
            budget.spent = True
            continue
        budget.pairs -= len(left) * len(right)
        apart = _apart(left.nodes[:, :-1], right.nodes[:, :-1])
        total += float((np.exp(left.weight)[:, None] * np.exp(right.weight)[None, :] * apart).sum())
    return total


def _apart(left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.bool_]:
    """For every pair of walks whether they share no node."""
    apart = np.ones((len(left), len(right)), dtype=bool)
    for column in left.T:
        for other in right.T:
            apart &= column[:, None] != other[None, :]
    return apart

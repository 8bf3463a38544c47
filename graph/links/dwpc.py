"""Degree-weighted path counts: DWPC_m(s, t) = Σ PDP(p) over the simple paths p of a metapath m from s to t.

Himmelstein & Baranzini 2015, with w = ½, degrees per relation and of the whole visible graph. Where no node can stand
twice it is a product of sparse matrices, computed row by row; where one can, the simple paths are enumerated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.links.metapath import Metapath
from graph.links.moves import Moves, move_of
from graph.links.sparse import Row, Sparse
from graph.links.walks import Budget, Walks, grow, start_at
from graph.projection.csr import Nodes
from graph.projection.projection import View

_NONE = np.empty(0, dtype=np.int16)


def row(view: View, metapath: Metapath, source: int, budget: Budget) -> Row:
    """DWPC from ``source`` to every node (float64, one per node; 0 where no path leads).

    When the budget does not last, ``budget.spent`` is set and the row is a lower bound.
    """
    walks = start_at(source).take(view.projection.among(np.array([source], dtype=np.int32), metapath.kinds[0]))
    return _ends(view, walks, metapath, budget).dense(len(view.projection))


def spread(view: View, metapath: Metapath, seed: Sparse) -> Sparse:
    """The row ``seed`` times the damped matrices of a metapath's steps, whose nodes cannot repeat."""
    for (relation, forward), kind in zip(metapath.steps, metapath.kinds[1:], strict=True):
        move = move_of(view, relation, forward=forward)
        if move is None or not len(seed.nodes):
            return Sparse(seed.nodes[:0], seed.values[:0])
        position, edges = move.rows.expand(seed.nodes)
        far = move.rows.indices[edges]
        keep = view.projection.among(far, kind)
        position, edges, far = position[keep], edges[keep], far[keep]
        weights = seed.values[position] * move.rows.weight[edges]
        seed = gathered(far, weights)
    return seed


def pair(view: View, metapath: Metapath, front: Walks, end: int, budget: Budget) -> float:
    """DWPC between the start of ``front`` and ``end``, met in the middle.

    ``front``: walks along the first steps of the metapath, such as ``start_at(node)`` for none.
    """
    done = front.steps.shape[1]
    middle = max(done, (len(metapath.steps) + 1) // 2)
    first = Metapath(metapath.kinds[: middle + 1], metapath.steps[:middle])
    rear = Metapath(metapath.kinds[middle:], metapath.steps[middle:]).reversed(view.projection.vocabulary)
    back = start_at(end)
    if not metapath.repeats(view.projection.vocabulary):
        left, right = _ends(view, front, first, budget), _ends(view, back, rear, budget)
        _, at, to = np.intersect1d(left.nodes, right.nodes, assume_unique=True, return_indices=True)
        return float(left.values[at] @ right.values[to])
    return _joined(_along(view, front, first, budget), _along(view, back, rear, budget), budget)


def gathered(nodes: Nodes, weights: Row) -> Sparse:
    """Values by node, those of equal nodes added up."""
    distinct, where = np.unique(nodes, return_inverse=True)
    return Sparse(distinct, np.bincount(where, weights=weights, minlength=len(distinct)).astype(np.float64))


def _ends(view: View, front: Walks, metapath: Metapath, budget: Budget) -> Sparse:
    """Where the walks of a metapath that begin with ``front`` end, with the sum of their weights."""
    if metapath.repeats(view.projection.vocabulary):
        walks = _along(view, front, metapath, budget)
        return gathered(walks.nodes[:, -1], np.exp(walks.weight))
    rest = _rest(metapath, front)
    return spread(view, rest, gathered(front.nodes[:, -1], np.exp(front.weight)))


def _along(view: View, walks: Walks, metapath: Metapath, budget: Budget) -> Walks:
    """The simple walks of a metapath that begin with ``walks``."""
    rest = _rest(metapath, walks)
    for (relation, forward), kind in zip(rest.steps, rest.kinds[1:], strict=True):
        move = move_of(view, relation, forward=forward)
        moves = Moves(view, (move,), _NONE, (0,)) if move else Moves(view, (), _NONE, ())
        walks = grow(walks, moves, view.projection.of_kinds((kind,)), budget)
    return walks


def _rest(metapath: Metapath, walks: Walks) -> Metapath:
    done = walks.steps.shape[1]
    return Metapath(metapath.kinds[done:], metapath.steps[done:])


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


def _apart(left: Nodes, right: Nodes) -> NDArray[np.bool_]:
    """For every pair of walks whether they share no node."""
    apart = np.ones((len(left), len(right)), dtype=bool)
    for column in left.T:
        for other in right.T:
            apart &= column[:, None] != other[None, :]
    return apart

"""Walks that grow edge by edge, many at once, each with its path-degree product.

PDP(p) = Π c_e · (d_out · d_in)^-w with w = ½ and the degrees of the edge's relation in the whole visible graph
(Himmelstein & Baranzini, Heterogeneous Network Edge Prediction, PLoS Comput Biol 2015; c_e is the edge's confidence).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Move, Moves
from graph.projection.csr import Nodes


@dataclass(frozen=True, slots=True)
class Walks:
    """m walks of d steps: ``nodes`` int32 (m, d+1), ``steps`` int16 (m, d) numbers of moves, ``weight`` ln PDP (m)."""

    nodes: Nodes
    steps: NDArray[np.int16]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weight)

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Walks:
        """Some of the walks."""
        return Walks(self.nodes[which], self.steps[which], self.weight[which])


@dataclass(slots=True)
class Budget:
    """How many edges a search may still expand, how many pairs of half paths it may still try.

    ``spent``: it had to leave some out.
    """

    left: int
    pairs: int
    spent: bool = False

    @staticmethod
    def of(edges: int) -> Budget:
        """A budget of so many edges, and as many pairs."""
        return Budget(edges, edges)


def start_at(node: int) -> Walks:
    """The walk of no steps."""
    return Walks(np.array([[node]], dtype=np.int32), np.empty((1, 0), dtype=np.int16), np.zeros(1))


def grow(walks: Walks, moves: Moves, allowed: NDArray[np.bool_], budget: Budget) -> Walks:
    """All simple walks that are one edge longer and whose new node is ``allowed``.

    When the edges to expand exceed the budget, the weightiest walks grow and the budget is noted as spent.
    """
    last = walks.nodes[:, -1]
    counted = [(number, moves.all[number].rows.degree(last)) for number in moves.used]
    counted = [(number, count) for number, count in counted if count.any()]
    need = np.zeros(len(walks), dtype=np.int64)
    for _, count in counted:
        need += count
    walks = _affordable(walks, need, budget)
    parts = (_step(walks, number, moves.all[number], allowed) for number, _ in counted)
    return join_up([part for part in parts if len(part)], walks.steps.shape[1] + 1)


def join_up(parts: Sequence[Walks], steps: int) -> Walks:
    """Walks of equally many steps as one table."""
    if not parts:
        return Walks(np.empty((0, steps + 1), np.int32), np.empty((0, steps), np.int16), np.empty(0))
    return Walks(
        np.concatenate([part.nodes for part in parts]),
        np.concatenate([part.steps for part in parts]),
        np.concatenate([part.weight for part in parts]),
    )


def edge_weight(move: Move, near: Nodes, edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """ln of the factors of ``edges``, which leave from ``near``, in the PDP: ln c − w·ln(d_out·d_in)."""
    with np.errstate(divide="ignore"):  # an edge of no confidence has weight −∞ and is left out by its user
        weight: NDArray[np.float64] = np.log(move.rows.factors(near, edges))
    return weight


def _affordable(walks: Walks, need: NDArray[np.int64], budget: Budget) -> Walks:
    """The weightiest walks whose edges, ``need`` for each, the budget still pays for."""
    if int(need.sum()) <= budget.left:
        budget.left -= int(need.sum())
        return walks
    order = np.lexsort((*walks.nodes.T[::-1], -walks.weight))
    within = order[np.cumsum(need[order]) <= budget.left]
    budget.left, budget.spent = budget.left - int(need[within].sum()), True
    return walks.take(np.sort(within))


def _step(walks: Walks, number: int, move: Move, allowed: NDArray[np.bool_]) -> Walks:
    near = walks.nodes[:, -1]
    position, edges = move.rows.expand(near)
    far = move.rows.indices[edges]
    keep = allowed[far] & (move.rows.confidence[edges] > 0)
    for column in walks.nodes.T:
        keep &= column[position] != far
    position, edges, far = position[keep], edges[keep], far[keep]
    return Walks(
        np.column_stack((walks.nodes[position], far)),
        np.column_stack((walks.steps[position], np.full(len(far), number, dtype=np.int16))),
        walks.weight[position] + edge_weight(move, near[position], edges),
    )

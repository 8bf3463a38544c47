"""Walks that grow edge by edge, many at once, each with its path-degree product.

PDP(p) = Π c_e · (d_out · d_in)^-w with w = ½ and the degrees of the edge's relation in the whole visible graph
(Himmelstein & Baranzini, Heterogeneous Network Edge Prediction, PLoS Comput Biol 2015; c_e is the edge's confidence).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Moves
from graph.metapaths.growing import edges_to_try, lengthened
from graph.projection.csr import Nodes


@dataclass(frozen=True, slots=True)
class Walks:
    """m walks of d steps: ``nodes`` int32 (m, d+1), ``steps`` int16 (m, d) numbers of moves, ``weight`` ln PDP (m)."""

    nodes: Nodes
    steps: NDArray[np.int16]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def last(self) -> Nodes:
        """The node at which each ends."""
        return np.ascontiguousarray(self.nodes[:, -1])

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
    menu, kinds = moves.menu, moves.view.projection.numbered
    walks, room = _affordable(walks, edges_to_try(moves.addresses, menu, kinds, walks.last), budget)
    near, far, steps, factors = lengthened(moves.addresses, menu, kinds, walks.nodes, allowed, room)
    return Walks(
        np.column_stack((walks.nodes[near], far)),
        np.column_stack((walks.steps[near], steps)),
        walks.weight[near] + np.log(factors),
    )


def no_walks(steps: int) -> Walks:
    """No walks, of so many steps."""
    return Walks(np.empty((0, steps + 1), np.int32), np.empty((0, steps), np.int16), np.empty(0))


def _affordable(walks: Walks, need: NDArray[np.int64], budget: Budget) -> tuple[Walks, int]:
    """The weightiest walks whose edges, ``need`` for each, the budget still pays for, and how many edges those are."""
    count = int(need.sum())
    if count <= budget.left:
        budget.left -= count
        return walks, count
    order = np.lexsort((*walks.nodes.T[::-1], -walks.weight))
    within = order[np.cumsum(need[order]) <= budget.left]
    count = int(need[within].sum())
    budget.left, budget.spent = budget.left - count, True
    return walks.take(np.sort(within)), count

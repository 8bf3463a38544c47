"""Two tables of walks, from the start and from the end, joined where they meet: paths in descending order of weight."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.links import pairing
from graph.links.moves import Moves
from graph.links.walks import Budget, Walks
from graph.projection.csr import Nodes

DIGITS = pairing.DIGITS


class Found(NamedTuple):
    """A path as numbers: ``score`` PDP^(1/hops), its nodes, and the moves between them."""

    score: float
    nodes: tuple[int, ...]
    steps: tuple[int, ...]

    @property
    def key(self) -> tuple[float, tuple[int, ...], tuple[int, ...]]:
        """Orders paths: best first, then by nodes, so that the order is the same every time."""
        return (-self.score, self.nodes, self.steps)


def meet(ahead: Walks, behind: Walks, moves: Moves, budget: Budget) -> Iterator[Found]:
    """Simple paths made of a walk ``ahead`` from the start and a walk ``behind`` from the end that share the last node.

    They come in descending order of score. Pairs are looked at one by one, best first, until the budget is spent.
    """
    hops = ahead.steps.shape[1] + behind.steps.shape[1]
    for front, rear, weight in pairing.in_order(ahead, behind):
        nodes = np.column_stack((front.nodes, rear.nodes[:, -2::-1])).tolist()
        steps = np.column_stack((front.steps, moves.turned[rear.steps[:, ::-1]])).tolist()
        scores, simple = np.exp(-weight / hops).tolist(), apart(front.nodes[:, :-1], rear.nodes[:, :-1]).tolist()
        for at, fits in enumerate(simple):
            if budget.pairs <= 0:
                budget.spent = True
                return
            budget.pairs -= 1
            if fits:
                yield Found(scores[at], tuple(nodes[at]), tuple(steps[at]))


def apart(left: Nodes, right: Nodes) -> NDArray[np.bool_]:
    """For every row whether its nodes on the left and on the right are different."""
    free = np.ones(len(left), dtype=bool)
    for one in left.T:
        for other in right.T:
            free &= one != other
    return free


def in_order(streams: list[Iterator[Found]]) -> Iterator[Found]:
    """Several streams in descending order of score as one."""
    return merge(*streams, key=lambda found: found.key)

"""Two tables of walks, from the start and from the end, joined where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Moves
from graph.links.reached import Reached
from graph.links.walks import Budget, Walks
from graph.metapaths.halves import TRIED, best_pairs
from graph.projection.csr import Nodes

DIGITS = 12  # of the logarithm of a path's product; what differs by less is rounding


class Found(NamedTuple):
    """A path as numbers: ``score`` PDP^(1/hops), its nodes, and the moves between them."""

    score: float
    nodes: tuple[int, ...]
    steps: tuple[int, ...]

    @property
    def key(self) -> tuple[float, tuple[int, ...], tuple[int, ...]]:
        """Orders paths: best first, then by nodes, so that the order is the same every time."""
        return (-self.score, self.nodes, self.steps)


class Paths(NamedTuple):
    """Many paths: ``scores`` (float64), ``nodes`` (int32, paths × places) and ``steps`` (int16), −1 after the end."""

    scores: NDArray[np.float64]
    nodes: Nodes
    steps: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of steps of each."""
        found: NDArray[np.int64] = (self.steps >= 0).sum(axis=1)
        return found

    def first(self, most: int) -> Paths:
        """The first ``most`` in the order of ``Found.key``."""
        order = np.lexsort((*self.steps.T[::-1], *self.nodes.T[::-1], -self.scores))[:most]
        return Paths(self.scores[order], self.nodes[order], self.steps[order])

    def found(self, at: int) -> Found:
        """One of them."""
        steps = [step for step in self.steps[at].tolist() if step >= 0]
        return Found(float(self.scores[at]), tuple(self.nodes[at, : len(steps) + 1].tolist()), tuple(steps))

    @staticmethod
    def of(found: Sequence[Found], hops: int) -> Paths:
        """Paths of at most ``hops`` steps."""
        nodes, steps = np.full((len(found), hops + 1), -1, np.int32), np.full((len(found), hops), -1, np.int16)
        for at, one in enumerate(found):
            nodes[at, : len(one.nodes)], steps[at, : len(one.steps)] = one.nodes, one.steps
        return Paths(np.array([one.score for one in found]), nodes, steps)

    @staticmethod
    def joined(parts: Sequence[Paths]) -> Paths:
        """All of some, one after the other."""
        hops, count = max(part.steps.shape[1] for part in parts), sum(map(len, parts))
        nodes, steps = np.full((count, hops + 1), -1, np.int32), np.full((count, hops), -1, np.int16)
        low = 0
        for part in parts:
            rows = slice(low, low := low + len(part))
            nodes[rows, : part.nodes.shape[1]], steps[rows, : part.steps.shape[1]] = part.nodes, part.steps
        return Paths(np.concatenate([part.scores for part in parts]), nodes, steps)


def meet(ahead: Reached, behind: Walks, moves: Moves, most: int, budget: Budget) -> Paths:
    """The ``most`` best simple paths made of a walk ``ahead`` from the start and one ``behind`` from the end.

    They come in no order. When the budget of pairs does not last, better ones may be missing.
    """
    front, state = ahead.walks, np.array([budget.pairs], dtype=np.int64)
    sides = [(walks.nodes, walks.steps, walks.weight) for walks in (front, behind)]
    ours, theirs, sums = best_pairs(sides[0], ahead.first, sides[1], moves.turned, most, state)
    budget.pairs, budget.spent = max(0, int(state[TRIED])), budget.spent or bool(state[TRIED] < 0)
    nodes = np.column_stack((front.nodes[ours], behind.nodes[theirs, -2::-1]))
    steps = np.column_stack((front.steps[ours], moves.turned[behind.steps[theirs, ::-1]]))
    return Paths(np.exp(sums / steps.shape[1]), nodes, steps)

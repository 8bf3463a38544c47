"""Two tables of walks, from the start and from the end, joined where they meet: paths in descending order of weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, merge
from typing import NamedTuple

import numpy as np

from graph.links.moves import Moves
from graph.links.walks import Budget, Walks

DIGITS = 12  # weights that differ by rounding alone are equal


class Found(NamedTuple):
    """A path as numbers: ``score`` PDP^(1/hops), its nodes, and the moves between them."""

    score: float
    nodes: tuple[int, ...]
    steps: tuple[int, ...]

    @property
    def key(self) -> tuple[float, tuple[int, ...], tuple[int, ...]]:
        """Orders paths: best first, then by nodes, so that the order is the same every time."""
        return (-self.score, self.nodes, self.steps)


@dataclass(frozen=True, slots=True)
class _Half:
    """Walks sorted by last node, then weight: the group of node x is ``low[x]:high[x]``."""

    walks: Walks
    groups: dict[int, tuple[int, int]]


def meet(ahead: Walks, behind: Walks, moves: Moves, budget: Budget) -> Iterator[Found]:
    """Simple paths made of a walk ``ahead`` from the start and a walk ``behind`` from the end that share the last node.

    They come in descending order of score. Pairs are looked at one by one, best first, until the budget is spent.
    """
    left, right = _half(ahead), _half(behind)
    hops = ahead.steps.shape[1] + behind.steps.shape[1]
    for weight, i, j in _pairs(left, right, budget):
        nodes = (*left.walks.nodes[i].tolist(), *right.walks.nodes[j, -2::-1].tolist())
        if len(set(nodes)) == hops + 1:
            back = moves.turned[right.walks.steps[j, ::-1]]
            yield Found(float(np.exp(-weight / hops)), nodes, (*left.walks.steps[i].tolist(), *back.tolist()))


def _pairs(left: _Half, right: _Half, budget: Budget) -> Iterator[tuple[float, int, int]]:
    """Pairs of walks with the same last node, best first, as long as the budget allows."""
    heap = [
        _pair(left, right, low, right.groups[node][0]) for node, (low, _) in left.groups.items() if node in right.groups
    ]
    heapify(heap)
    while heap:
        if budget.pairs <= 0:
            budget.spent = True
            return
        budget.pairs -= 1
        weight, i, j = heappop(heap)
        node = int(left.walks.nodes[i, -1])
        _, left_end = left.groups[node]
        right_start, right_end = right.groups[node]
        if i + 1 < left_end and j == right_start:
            heappush(heap, _pair(left, right, i + 1, j))
        if j + 1 < right_end:
            heappush(heap, _pair(left, right, i, j + 1))
        yield weight, i, j


def in_order(streams: list[Iterator[Found]]) -> Iterator[Found]:
    """Several streams in descending order of score as one."""
    return merge(*streams, key=lambda found: found.key)


def _pair(left: _Half, right: _Half, i: int, j: int) -> tuple[float, int, int]:
    return (round(-float(left.walks.weight[i] + right.walks.weight[j]), DIGITS), i, j)


def _half(walks: Walks) -> _Half:
    weight = np.round(walks.weight, DIGITS)
    keys = (*walks.steps.T[::-1], *walks.nodes.T[-2::-1], -weight, walks.nodes[:, -1])
    ordered = walks.take(np.lexsort(keys))
    last, starts, counts = np.unique(ordered.nodes[:, -1], return_index=True, return_counts=True)
    groups = {int(n): (int(s), int(s + c)) for n, s, c in zip(last, starts, counts, strict=True)}
    return _Half(ordered, groups)

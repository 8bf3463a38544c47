"""Two tables of walks, from the start and from the end, joined where they meet: paths in descending order of weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, merge
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Moves
from graph.links.walks import Budget, Walks
from graph.projection.csr import Nodes

AT_ONCE = 1_000_000  # pairs that are held together
PORTION = 128
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


class Pairs(NamedTuple):
    """Pairs of walks that share their last node: the place of each in its table, and minus what both weigh."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Halves:
    """Two tables of walks, each sorted by last node, then weight.

    Those of the i-th node that both reach are ``left_low[i]:left_high[i]`` and ``right_low[i]:right_high[i]``.
    """

    left: Walks
    right: Walks
    left_low: NDArray[np.int64]
    left_high: NDArray[np.int64]
    right_low: NDArray[np.int64]
    right_high: NDArray[np.int64]

    @staticmethod
    def of(ahead: Walks, behind: Walks) -> _Halves:
        """The tables in order."""
        left, right = _sorted(ahead), _sorted(behind)
        ends = left.last
        low = np.flatnonzero(np.diff(ends, prepend=-1))
        high = np.append(low[1:], len(ends))
        begin, end = (np.searchsorted(right.last, ends[low], side=side) for side in ("left", "right"))
        both = begin < end
        return _Halves(left, right, low[both], high[both], begin[both], end[both])

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many pairs there are at each node."""
        return (self.left_high - self.left_low) * (self.right_high - self.right_low)


def meet(ahead: Walks, behind: Walks, moves: Moves, budget: Budget) -> Iterator[Found]:
    """Simple paths made of a walk ``ahead`` from the start and a walk ``behind`` from the end that share the last node.

    They come in descending order of score. Pairs are looked at one by one, best first, until the budget is spent.
    """
    halves = _Halves.of(ahead, behind)
    hops = ahead.steps.shape[1] + behind.steps.shape[1]
    for pairs in _in_order(halves):
        front, rear = halves.left.take(pairs.left), halves.right.take(pairs.right)
        nodes = np.column_stack((front.nodes, rear.nodes[:, -2::-1])).tolist()
        steps = np.column_stack((front.steps, moves.turned[rear.steps[:, ::-1]])).tolist()
        scores, simple = np.exp(-pairs.weight / hops).tolist(), apart(front.nodes[:, :-1], rear.nodes[:, :-1]).tolist()
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


def _sorted(walks: Walks) -> Walks:
    keys = (*walks.steps.T[::-1], *walks.nodes.T[-2::-1], -np.round(walks.weight, DIGITS), walks.last)
    return walks.take(np.lexsort(keys))


def _in_order(halves: _Halves) -> Iterator[Pairs]:
    """All pairs by weight, of equal ones by their places, in portions; the first portion costs least."""
    if int(halves.counts.sum()) > AT_ONCE:
        yield from _one_by_one(halves)
        return
    pairs = _all(halves)
    first = np.arange(len(pairs.weight))
    if len(first) > 4 * PORTION:
        least = np.partition(pairs.weight, PORTION)[PORTION]
        first, rest = np.flatnonzero(pairs.weight <= least), np.flatnonzero(pairs.weight > least)
        yield from _portions(pairs, first)
        first = rest
    yield from _portions(pairs, first)


def _portions(pairs: Pairs, which: NDArray[np.int64]) -> Iterator[Pairs]:
    order = which[np.argsort(pairs.weight[which], kind="stable")]
    for low in range(0, len(order), PORTION):
        at = order[low : low + PORTION]
        yield Pairs(pairs.left[at], pairs.right[at], pairs.weight[at])


def _all(halves: _Halves) -> Pairs:
    """Every pair, by its places."""
    count = halves.counts
    group = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(group)) - np.repeat(np.cumsum(count) - count, count)
    mine, theirs = np.divmod(within, (halves.right_high - halves.right_low)[group])
    mine, theirs = mine + halves.left_low[group], theirs + halves.right_low[group]
    return Pairs(mine, theirs, np.round(-(halves.left.weight[mine] + halves.right.weight[theirs]), DIGITS))


def _one_by_one(halves: _Halves) -> Iterator[Pairs]:
    """The same where there are too many to hold: the next pair of every node waits in a heap."""
    heap = [(*_pair(halves, halves.left_low[at], halves.right_low[at]), at) for at in range(len(halves.left_low))]
    heapify(heap)
    while heap:
        portion: list[tuple[int, int, float]] = []
        while heap and len(portion) < PORTION:
            weight, i, j, group = heappop(heap)
            portion.append((i, j, weight))
            if i + 1 < halves.left_high[group] and j == halves.right_low[group]:
                heappush(heap, (*_pair(halves, i + 1, j), group))
            if j + 1 < halves.right_high[group]:
                heappush(heap, (*_pair(halves, i, j + 1), group))
        mine, theirs, weights = zip(*portion, strict=True)
        yield Pairs(np.array(mine), np.array(theirs), np.array(weights))


def _pair(halves: _Halves, i: int, j: int) -> tuple[float, int, int]:
    return (float(np.round(-(halves.left.weight[i] + halves.right.weight[j]), DIGITS)), int(i), int(j))

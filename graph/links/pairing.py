"""Pairs of half paths with the same last node, by weight, without putting all of them in order first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.links.walks import Walks

DIGITS = 12  # weights that differ by rounding alone are equal
SLACK = 1e-9  # more than rounding adds up to
SOON = 1024  # about so many pairs are put in order first, which is enough for most questions
PORTION = 96
AT_ONCE = 1_000_000  # pairs that are held together

Ints = NDArray[np.int64]
Row = NDArray[np.float64]


class Pairs(NamedTuple):
    """The walks of some pairs, and minus what both weigh."""

    left: Walks
    right: Walks
    weight: Row


@dataclass(frozen=True, slots=True)
class _Side:
    """Walks ordered by last node; those of the i-th node that both sides reach are ``low[i]:high[i]``."""

    walks: Walks
    low: Ints
    high: Ints

    @property
    def best(self) -> Row:
        """The weight of the best walk to each node."""
        padded = np.append(self.walks.weight, -np.inf)
        found: Row = np.maximum.reduceat(padded, np.column_stack((self.low, self.high)).ravel())[::2]
        return found

    def over(self, least: Row) -> Walks:
        """The walks to each node that weigh at least so much."""
        count = self.high - self.low
        places = np.arange(int(count.sum())) + np.repeat(self.low - (np.cumsum(count) - count), count)
        return self.walks.take(places[self.walks.weight[places] >= np.repeat(least - SLACK, count)])


def in_order(ahead: Walks, behind: Walks) -> Iterator[Pairs]:
    """All pairs with the same last node by weight, of equal ones by the order of their walks, in portions.

    At every node the best walks of both sides make its best pair. As many nodes as are looked at first bound the
    weight below which no pair is among as many best ones: walks that stay under it with any partner can wait.
    """
    left, right = _sides(_by_end(ahead), _by_end(behind))
    if not len(left.low):
        return
    mine, theirs = left.best, right.best
    cut = -np.inf
    if len(mine) > SOON:
        least = np.partition(mine + theirs, -SOON)[-SOON]
        some = _sides(_sorted(left.over(least - theirs)), _sorted(right.over(least - mine)))
        cut = SLACK - least
        yield from _portions(*some, (-np.inf, cut))
    yield from _portions(*_sides(_sorted(left.walks), _sorted(right.walks)), (cut, np.inf))


def _sides(left: Walks, right: Walks) -> tuple[_Side, _Side]:
    """Two tables in order with the nodes that both reach."""
    ends = left.last
    low = np.flatnonzero(np.diff(ends, prepend=-1))
    high = np.append(low, len(ends))[1:]
    begin, end = (np.searchsorted(right.last, ends[low], side=side) for side in ("left", "right"))
    both = begin < end
    return _Side(left, low[both], high[both]), _Side(right, begin[both], end[both])


def _by_end(walks: Walks) -> Walks:
    return walks.take(np.argsort(walks.last, kind="stable"))


def _sorted(walks: Walks) -> Walks:
    """By last node, then weight, then what they lead over."""
    keys = (*walks.steps.T[::-1], *walks.nodes.T[-2::-1], -np.round(walks.weight, DIGITS), walks.last)
    return walks.take(np.lexsort(keys))


def _portions(left: _Side, right: _Side, between: tuple[float, float]) -> Iterator[Pairs]:
    """The pairs of more than the first and at most the second of two (negative) weights."""
    counts = (left.high - left.low) * (right.high - right.low)
    found = _at_once(left, right, between) if int(counts.sum()) <= AT_ONCE else _one_by_one(left, right, between)
    for mine, theirs, weight in found:
        yield Pairs(left.walks.take(mine), right.walks.take(theirs), weight)


def _at_once(left: _Side, right: _Side, between: tuple[float, float]) -> Iterator[tuple[Ints, Ints, Row]]:
    counts, width = (left.high - left.low) * (right.high - right.low), right.high - right.low
    group = np.repeat(np.arange(len(counts)), counts)
    mine, theirs = np.divmod(np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts), width[group])
    mine, theirs = mine + left.low[group], theirs + right.low[group]
    weight = np.round(-(left.walks.weight[mine] + right.walks.weight[theirs]), DIGITS)
    fits = np.flatnonzero((weight > between[0]) & (weight <= between[1]))
    order = fits[np.argsort(weight[fits], kind="stable")]
    for at in range(0, len(order), PORTION):
        some = order[at : at + PORTION]
        yield mine[some], theirs[some], weight[some]


def _one_by_one(left: _Side, right: _Side, between: tuple[float, float]) -> Iterator[tuple[Ints, Ints, Row]]:
    """The same where there are too many to hold: the next pair of every node waits in a heap."""

    def pair(i: int, j: int, at: int) -> tuple[float, int, int, int]:
        return float(np.round(-(left.walks.weight[i] + right.walks.weight[j]), DIGITS)), i, j, at

    starts = zip(left.low.tolist(), right.low.tolist(), strict=True)
    heap = [pair(i, j, at) for at, (i, j) in enumerate(starts)]
    heapify(heap)
    while heap:
        portion: list[tuple[int, int, float]] = []
        while heap and len(portion) < PORTION:
            weight, i, j, at = heappop(heap)
            if between[0] < weight <= between[1]:
                portion.append((i, j, weight))
            if i + 1 < left.high[at] and j == right.low[at]:
                heappush(heap, pair(i + 1, j, at))
            if j + 1 < right.high[at]:
                heappush(heap, pair(i, j + 1, at))
        if portion:
            mine, theirs, weights = zip(*portion, strict=True)
            yield np.array(mine), np.array(theirs), np.array(weights)

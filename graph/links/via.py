"""The best simple paths that pass given nodes: made of legs between these nodes, in every order that there is.

A leg is looked for down to the least product that it can have in a path of the score looked for, given the best that
the other legs have. Legs that share a node make no path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from graph.links.best import LOWER, floors_of, paths_of, score_of, walkable
from graph.links.meeting import Found
from graph.links.paths import Question
from graph.links.walks import Budget
from graph.metapaths.best import attempt
from graph.metapaths.labels import CUT, LEFT, Walkable
from graph.metapaths.table import Table

FIRST = 0.8
LEGS = 200_000  # paths of one leg that are kept at most

Piece = tuple[float, tuple[int, ...], tuple[int, ...]]  # product, nodes, moves
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Leg:
    """The paths from one named node to another that are found so far, by their number of edges, best first.

    ``floors``: all that are not below are found; ``peaks``: what none is above; both by number of edges.
    """

    ends: tuple[int, int]
    floors: Floats
    peaks: Floats
    cut: bool = True
    found: list[list[Piece]] = field(default_factory=list)

    def deepen(self, floors: Floats, walk: Walkable, table: Table, state: NDArray[np.int64]) -> None:
        """Find all paths down to ``floors``."""
        floors = np.minimum(floors, self.floors)
        if not self.cut or bool((floors == self.floors).all()):
            return
        ends = np.array(self.ends, dtype=np.int64)
        pieces = list(paths_of(attempt(walk, table.labels, ends, floors, floors, LEGS, state)))
        if len(pieces) >= LEGS:
            state[LEFT] = -1
        self.found = [[one for one in pieces if len(one[2]) == hops] for hops in range(len(floors))]
        self.floors, self.cut = floors, bool(state[CUT])
        nothing = floors if self.cut else np.zeros(len(floors))
        best = [some[0][0] if some else nothing[hops] for hops, some in enumerate(self.found)]
        self.peaks = np.minimum(np.array([0.0, *best[1:]]), 1.0)


@dataclass(slots=True)
class _Journey:
    """A search for paths by way of nodes: ``orders`` are the legs, one after the other, of each order of the nodes."""

    question: Question
    table: Table
    walk: Walkable
    orders: list[list[Leg]]
    state: NDArray[np.int64]
    budget: Budget

    def reach(self, goal: float) -> list[Found]:
        """All paths of the score ``goal`` or better, best first."""
        floors = floors_of(goal, self.question.hops)
        for order in self.orders:
            for at, leg in enumerate(order):
                others = _together([*order[:at], *order[at + 1 :]], len(floors))
                leg.deepen(_needed(floors, others, len(leg.floors)), self.walk, self.table, self.state)
                if self.state[LEFT] < 0:
                    break
        found = {one for order in self.orders for one in self._joined(order, floors)}
        return sorted(found, key=lambda one: one.key)

    def _joined(self, order: Sequence[Leg], floors: Floats) -> Iterator[Found]:
        rest = [_together(order[at:], len(floors)) for at in range(len(order) + 1)]
        stack: list[tuple[int, Piece]] = [(0, (1.0, (self.question.start,), ()))]
        while stack:
            at, (product, nodes, moves) = stack.pop()
            if at == len(order):
                yield Found(score_of(product, len(moves)), nodes, moves)
                continue
            for hops, pieces in enumerate(order[at].found):
                least = _needed(floors[len(moves) :], rest[at + 1], hops + 1)[hops] if pieces else np.inf
                for value, on, steps in pieces:
                    if product * value < least:
                        break
                    if self.budget.pairs <= 0:
                        self.state[LEFT] = -1
                        return
                    self.budget.pairs -= 1
                    if not set(nodes[:-1]) & set(on):
                        stack.append((at + 1, (product * value, (*nodes, *on[1:]), (*moves, *steps))))


def best_via(question: Question, table: Table, most: int, budget: Budget) -> list[Found]:
    """As ``best``, for a question with nodes to pass."""
    longest = question.hops - len(question.via)
    if question.start == question.end or longest < 1 or not all(question.allowed[node] for node in question.via):
        return []
    allowed = question.allowed.copy()
    allowed[list(question.via)] = False
    stops = [(question.start, *order, question.end) for order in permutations(sorted(question.via))]
    ones = np.ones(longest + 1)
    legs = {ends: Leg(ends, ones + 1, ones) for stop in stops for ends in pairwise(stop)}
    state = np.array([budget.left, 0], dtype=np.int64)
    walk = walkable(replace(question, allowed=allowed), table)
    journey = _Journey(
        question, table, walk, [[legs[ends] for ends in pairwise(stop)] for stop in stops], state, budget
    )
    goal, found = FIRST, list[Found]()
    while True:
        found = sorted({*found, *journey.reach(goal)}, key=lambda one: one.key)
        done = goal < table.falling.least or not any(leg.cut for leg in legs.values())
        if state[LEFT] < 0 or done or (len(found) >= most and found[most - 1].score >= goal):
            break
        goal *= LOWER ** (1 / question.hops)
    budget.left, budget.spent = max(0, int(state[LEFT])), budget.spent or bool(state[LEFT] < 0)
    return found[:most]


def _together(legs: Sequence[Leg], lengths: int) -> Floats:
    """The greatest product that some legs can have together, by their number of edges."""
    best: Floats = np.eye(1, lengths)[0]
    for leg in legs:
        longer = np.zeros(lengths)
        for hops in range(1, len(leg.peaks)):
            longer[hops:] = np.maximum(longer[hops:], best[: lengths - hops] * leg.peaks[hops])
        best = longer
    return best


def _needed(floors: Floats, others: Floats, lengths: int) -> Floats:
    """The least product that a leg of each number of edges must have, given the best that the ``others`` have."""
    needed = np.full(lengths, 2.0)  # more than there is: of no use
    for hops in range(1, lengths):
        for rest, other in enumerate(others[: max(0, len(floors) - hops)].tolist()):
            if other > 0.0:
                needed[hops] = min(needed[hops], floors[hops + rest] / other)
    return needed

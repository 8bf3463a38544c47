"""The best paths of a question, found best first: whatever else there is does not have to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from graph.links.meeting import DIGITS, Found
from graph.links.paths import Question
from graph.links.walks import Budget
from graph.metapaths.best import backward, best_of_length, fan, forget, two_away
from graph.metapaths.table import HOPS, Reach, Table

SHARED = 2  # bounds of so many edges serve paths of every length
DEEP = 3  # bounds of so many are worked out from the end too for the longest paths


@dataclass(slots=True)
class _Search:
    """One question with its scratch: ``menus`` forward and back; ``peaks``: the greatest bound by edges left."""

    question: Question
    table: Table
    menus: tuple[NDArray[np.int16], NDArray[np.int16]]
    reach: Reach
    peaks: NDArray[np.float64]
    work: NDArray[np.int64]
    done: int = 0

    def of_length(self, hops: int, most: int) -> list[Found]:
        """The ``most`` best paths of so many edges; none when the work to be done does not last."""
        if hops > SHARED + 2:
            self._deepen(hops)
        elif self.done < min(SHARED, hops - 1):
            self._back(min(SHARED, hops - 1), self.question.allowed)
        else:
            forget(*self.reach, self.done)
        return self._found(hops, most) if self.work[0] >= 0 else []

    def _deepen(self, hops: int) -> None:
        """Bounds of three edges: for paths of five only where two edges lead from the start."""
        forget(*self.reach, SHARED)
        self.done, self.peaks[DEEP] = SHARED, 0.0
        start, forward = self.question.start, self.menus[0]
        near = hops == SHARED + DEEP
        allowed = self.question.allowed
        self._back(DEEP, two_away(self.table.addresses, forward, self.table.kinds, start, allowed) if near else allowed)

    def _back(self, depth: int, allowed: NDArray[np.bool_]) -> None:
        self.done = backward(
            self.table.addresses, self.menus[1], self.table.kinds, self.question.end, self.done, depth,
            allowed, *self.reach, self.peaks, self.work,
        )  # fmt: skip

    def _found(self, hops: int, most: int) -> list[Found]:
        ends = np.array([self.question.start, self.question.end], dtype=np.int64)
        answer = best_of_length(
            self.table.addresses, self.menus[0], self.table.kinds, ends, hops, most, self.done,
            self.question.allowed, *self.reach, self.peaks, self.work,
        )  # fmt: skip
        products, nodes, moves = (part.tolist() for part in answer)
        return [
            Found(float(np.exp(round(log(product), DIGITS) / hops)), tuple(way), tuple(steps))
            for product, way, steps in zip(products, nodes, moves, strict=True)
        ]


def best(question: Question, table: Table, most: int, budget: Budget) -> list[Found]:
    """The ``most`` best simple paths of a question without nodes to pass, best first; shorter ones are sought first.

    ``table``: that of the question's view. ``budget.spent`` is set when longer paths, or the last ones, were left out.
    """
    if question.start == question.end:
        return []
    menu = table.menu(question.moves.used)
    start, end = (fan(table.addresses, menu, table.kinds, node) for node in (question.start, question.end))
    if start >= end:
        found = _search(question, table, most, budget)
    else:  # bounds from the end cost less when fewer walks lead to it
        back = _search(replace(question, start=question.end, end=question.start), table, most, budget)
        turned = table.moves.turned.tolist()
        found = [Found(one.score, one.nodes[::-1], tuple(turned[step] for step in one.steps[::-1])) for one in back]
    return sorted(found, key=lambda one: one.key)[:most]


def _search(question: Question, table: Table, most: int, budget: Budget) -> list[Found]:
    used = question.moves.used
    menus = table.menu(used), table.menu(table.moves.turned[list(used)].tolist())
    work, peaks = np.array([budget.left], dtype=np.int64), np.eye(1, HOPS)[0]
    search = _Search(question, table, menus, table.reach, peaks, work)
    found: list[Found] = []
    try:
        for hops in range(1, question.hops + 1):
            found += search.of_length(hops, most)
            if work[0] < 0:
                break
    finally:
        forget(*table.reach, -1)
    budget.left, budget.spent = max(0, int(work[0])), budget.spent or bool(work[0] < 0)
    return found

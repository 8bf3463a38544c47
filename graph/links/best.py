"""The best paths of a question, found best first: whatever else there is does not have to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.links.meeting import DIGITS, Found
from graph.links.paths import Question
from graph.links.walks import Budget
from graph.metapaths.best import attempt
from graph.metapaths.labels import CUT, HOPS, LEFT, Walkable
from graph.metapaths.table import Table

FIRST = 0.8  # the score that is looked for at first
LOWER = 0.05  # of what the longest paths must reach, when too few were found
DEARER = 2  # times as much work as before
ROUNDING = 1e-9
ALWAYS = (1, 0)  # the span of a search that no year bounds


def best(question: Question, table: Table, most: int, budget: Budget) -> list[Found]:
    """The ``most`` best simple paths of a question without nodes to pass, best first.

    A score to reach is lowered until as many paths reach it, ever farther where that costs hardly more than before.
    ``table``: that of the question's view. ``budget.spent`` is set when there may be more, or better ones.
    """
    if question.start == question.end:
        return []
    walk = walkable(question, table)
    ends = np.array([question.start, question.end], dtype=np.int64)
    state = np.array([budget.left, 0], dtype=np.int64)
    goal, step, found = FIRST, LOWER ** (1 / question.hops), list[Found]()
    times, spent = 1, 0
    while True:
        left, lower = state[LEFT], goal * step**times
        floors, below = floors_of(goal, question.hops), floors_of(lower, question.hops)
        answer = attempt(walk, table.labels, ends, floors, below, most, state)
        found = _merged(found, answer)
        enough = found[most - 1].score if len(found) >= most else 0.0
        if state[LEFT] < 0 or enough >= goal or not state[CUT] or goal < table.falling.least:
            break
        goal = max(lower, enough)
        times, spent = (times + 1 if left - state[LEFT] < DEARER * spent else 1), int(left - state[LEFT])
    budget.left, budget.spent = max(0, int(state[LEFT])), budget.spent or bool(state[LEFT] < 0)
    return found[:most]


def floors_of(goal: float, hops: int) -> NDArray[np.float64]:
    """What the factors of a path of each length must make together for the score ``goal``, rounding allowed for."""
    floors: NDArray[np.float64] = goal ** np.arange(hops + 1, dtype=np.float64) * (1 - ROUNDING)
    return floors


def _merged(before: list[Found], answer: Any) -> list[Found]:
    """What an attempt found and what was found before, best first."""
    found = [Found(score_of(product, len(steps)), nodes, steps) for product, nodes, steps in paths_of(answer)]
    return sorted({*found, *before}, key=lambda one: one.key)


def paths_of(answer: Any) -> Iterator[tuple[float, tuple[int, ...], tuple[int, ...]]]:
    """The products, nodes and moves that an attempt gives."""
    for product, nodes, moves in zip(*(part.tolist() for part in answer), strict=True):
        hops = HOPS - moves.count(-1)
        yield product, tuple(nodes[: hops + 1]), tuple(moves[:hops])


def score_of(product: float, hops: int) -> float:
    """The geometric mean of so many factors."""
    return exp(round(log(product), DIGITS) / hops)


def walkable(question: Question, table: Table) -> Walkable:
    """What the question may walk on, forward and back."""
    used = question.moves.used
    if used not in table.walkable:
        table.walkable[used] = _walkable(table, used)
    span = np.array(question.years or ALWAYS, dtype=np.int64)
    return table.walkable[used]._replace(allowed=question.allowed, span=span)


def _walkable(table: Table, used: Sequence[int]) -> Walkable:
    turned = table.moves.turned[list(used)].tolist()
    falling, sides = table.falling, [np.isin(table.falling.ways[:, 0], moves) for moves in (used, turned)]
    most = max(int(side.sum()) for side in sides)
    ways, peaks = np.full((2, most, 3), -1, dtype=np.int16), np.zeros((2, most))
    for at, side in enumerate(sides):
        ways[at, : side.sum()], peaks[at, : side.sum()] = falling.ways[side], falling.peaks[side]
    menus = [table.moves.menu_of(moves) for moves in (used, turned)]
    both = np.full((2, len(menus[0]), max(menu.shape[1] for menu in menus)), -1, dtype=np.int16)
    for at, menu in enumerate(menus):
        both[at, :, : menu.shape[1]] = menu
    return Walkable(
        table.addresses, _addresses(falling.orders), _years(table),
        table.kinds, np.empty(0, dtype=bool), both, ways, peaks, np.array(ALWAYS, dtype=np.int64),
    )  # fmt: skip


def _years(table: Table) -> NDArray[np.int64]:
    sides = [(move.rows.year, move.rows.last) for move in table.moves.all]
    at = [[(column.ctypes.data, int(column.strides != (0,))) for column in both] for both in sides]
    return np.array(at, dtype=np.int64).reshape(len(at), 4)


def _addresses(arrays: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    return np.array([array.ctypes.data for array in arrays], dtype=np.int64)

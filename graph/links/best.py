"""The best paths of a question, found best first: whatever else there is does not have to be looked at."""

from __future__ import annotations

from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.links.meeting import DIGITS, Found
from graph.links.paths import Question
from graph.links.walks import Budget
from graph.metapaths.best import attempt
from graph.metapaths.labels import CUT, LEFT, Walkable
from graph.metapaths.table import Table

FIRST_FLOOR = 0.8
LOWER = 0.55  # of a floor that found too few paths
ROUNDING = 1e-9


def best(question: Question, table: Table, most: int, budget: Budget) -> list[Found]:
    """The ``most`` best simple paths of a question without nodes to pass, best first.

    ``table``: that of the question's view. ``budget.spent`` is set when there may be more, or better ones.
    """
    if question.start == question.end:
        return []
    walk = walkable(question, table)
    ends = np.array([question.start, question.end], dtype=np.int64)
    state = np.array([budget.left, 0], dtype=np.int64)
    goal, found = FIRST_FLOOR, list[Found]()
    while True:
        floors, lower = (_floors(one, question.hops) for one in (goal, goal * LOWER))
        found = _merged(found, attempt(walk, table.labels, ends, floors, lower, most, state))
        enough = found[most - 1].score if len(found) >= most else 0.0
        if state[LEFT] < 0 or enough >= goal or not state[CUT]:
            break
        goal = max(goal * LOWER, enough)
    budget.left, budget.spent = max(0, int(state[LEFT])), budget.spent or bool(state[LEFT] < 0)
    return found[:most]


def _floors(goal: float, hops: int) -> NDArray[np.float64]:
    """What the factors of a path of each length must make together for the score ``goal``, rounding allowed for."""
    floors: NDArray[np.float64] = goal ** np.arange(hops + 1) * (1 - ROUNDING)
    return floors


def _merged(before: list[Found], answer: Any) -> list[Found]:
    """What an attempt found and what was found before, best first."""
    products, nodes, moves = (part.tolist() for part in answer)
    found = []
    for product, way, steps in zip(products, nodes, moves, strict=True):
        hops = next((at for at, node in enumerate(way) if node < 0), len(way)) - 1
        found.append(Found(exp(round(log(product), DIGITS) / hops), tuple(way[: hops + 1]), tuple(steps[:hops])))
    return sorted({*found, *before}, key=lambda one: one.key)


def walkable(question: Question, table: Table) -> Walkable:
    """What the question may walk on, forward and back."""
    used = list(question.moves.used)
    turned = table.moves.turned[used].tolist()
    falling, sides = table.falling, [np.isin(table.falling.ways[:, 0], moves) for moves in (used, turned)]
    most = max((int(side.sum()) for side in sides), default=0)
    ways, peaks = np.full((2, most, 3), -1, dtype=np.int16), np.zeros((2, most))
    for at, side in enumerate(sides):
        ways[at, : side.sum()], peaks[at, : side.sum()] = falling.ways[side], falling.peaks[side]
    menus = [table.menu(moves) for moves in (used, turned)]
    wide = max(menu.shape[1] for menu in menus)
    both = np.full((2, len(menus[0]), wide), -1, dtype=np.int16)
    for at, menu in enumerate(menus):
        both[at, :, : menu.shape[1]] = menu
    return Walkable(
        table.addresses, _addresses(falling.orders), _addresses([m.rows.year for m in table.moves.all]),
        table.kinds, question.allowed, both, ways, peaks, np.array([1, 0], dtype=np.int64),
    )  # fmt: skip


def _addresses(arrays: Any) -> NDArray[np.int64]:
    return np.array([array.ctypes.data for array in arrays], dtype=np.int64)

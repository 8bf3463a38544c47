"""The best paths of a question, found best first: whatever else there is does not have to be looked at."""

from __future__ import annotations

from math import log

import numpy as np

from graph.links.meeting import DIGITS, Found
from graph.links.paths import Question
from graph.links.walks import Budget
from graph.metapaths.best import backward, best_of_length, forget
from graph.metapaths.table import Table


def best(question: Question, table: Table, most: int, budget: Budget) -> list[Found]:
    """The ``most`` best simple paths of a question without nodes to pass, best first; shorter ones are sought first.

    ``table``: that of the question's view. ``budget.spent`` is set when longer paths, or the last ones, were left out.
    """
    if question.start == question.end:
        return []
    reach, work = table.reach, np.array([budget.left], dtype=np.int64)
    forward = np.array(question.moves.used, dtype=np.int64)
    back = question.moves.turned[forward].astype(np.int64)
    ends = np.array([question.start, question.end], dtype=np.int64)
    found: list[Found] = []
    done = 0
    try:
        for hops in range(1, question.hops + 1):
            scratch = (question.allowed, *reach, work)
            done = backward(table.addresses, back, question.end, done, hops // 2, *scratch)
            if work[0] >= 0:
                found += _found(best_of_length(table.addresses, forward, ends, hops, most, done, *scratch))
            if work[0] < 0:
                break
    finally:
        forget(*reach)
    budget.left, budget.spent = max(0, int(work[0])), budget.spent or bool(work[0] < 0)
    return sorted(found, key=lambda one: one.key)[:most]


def _found(answer: tuple[np.ndarray[tuple[int, ...], np.dtype[np.generic]], ...]) -> list[Found]:
    products, nodes, moves = (part.tolist() for part in answer)
    return [
        Found(float(np.exp(round(log(product), DIGITS) / len(steps))), tuple(way), tuple(steps))
        for product, way, steps in zip(products, nodes, moves, strict=True)
    ]

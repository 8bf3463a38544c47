"""Paths from a demand typed by hand, which is no node: half grown from it, half from the answer, then joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.links.meeting import Found, in_order, meet
from graph.links.paths import Question
from graph.links.reached import Reached
from graph.links.signals import Signals
from graph.links.walks import Budget, Walks, grow, no_walks, start_at
from graph.projection.csr import DAMPING


def edges_of(signals: Signals) -> Walks:
    """The edges of a typed text to its terms, damped like stored ones; its id is one past the last."""
    moves = signals.ground.moves[signals.view.clearance]
    number = next((i for i, m in enumerate(moves.all) if m.relation == signals.ground.mention and m.forward), None)
    if number is None or not signals.demand.linked:
        return no_walks(1)
    nodes = np.array(sorted(signals.demand.linked), dtype=np.int32)
    degree = len(nodes) * (moves.all[number].other.degree(nodes) + 1)
    sure = np.array([signals.demand.linked[int(node)] for node in nodes])
    start = np.full(len(nodes), len(signals.ground.projection), dtype=np.int32)
    return Walks(
        np.column_stack((start, nodes)),
        np.full((len(nodes), 1), number, dtype=np.int16),
        np.log(sure) - DAMPING * np.log(degree),
    )


def grown(first: Walks, question: Question, depth: int, budget: Budget) -> list[Walks]:
    """Walks that are 0 … ``depth`` steps longer and stay clear of both ends."""
    tables = [first]
    for _ in range(depth):
        tables.append(grow(tables[-1], question.moves, question.allowed, budget))
    return tables


def toward(question: Question, ahead: Sequence[Reached], end: int, budget: Budget) -> Iterator[Found]:
    """Every simple path to ``end``, best first, while the budget lasts; ``ahead``: the walks from the text by steps."""
    allowed = question.allowed.copy()
    allowed[end] = False
    question = replace(question, end=end, allowed=allowed)
    last, middle = question.hops // 2, (question.hops + 1) // 2
    behind = grown(start_at(end), question, last - 1, budget)
    marks = [walks.marks for walks in ahead[last : middle + 1]]  # a last step to elsewhere meets nothing
    behind.append(grow(behind[-1], question.moves, allowed & np.logical_or.reduce(marks), budget))
    clear = [ahead[0].walks]
    for number, walks in enumerate(ahead[1 : middle + 1], start=1):
        rear = [one.last for one in behind[max(1, number - 1) : number + 1]]  # with one edge less, or as many
        ends = np.sort(np.concatenate(rear))
        clear.append(walks.ending(ends[np.diff(ends, prepend=-1) > 0], without=end))
    halves = [(clear[(hops + 1) // 2], behind[hops // 2]) for hops in range(2, question.hops + 1)]
    return in_order([meet(front, rear, question.moves, budget) for front, rear in halves])

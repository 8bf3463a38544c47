"""Paths from a demand typed by hand, which is no node: half grown from it, half from the answer, then joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.links.meeting import Paths, meet
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


@dataclass(frozen=True)
class Outset:
    """The walks from a typed text by their steps (``ahead``), made once for all answers to ``question``."""

    question: Question
    ahead: Sequence[Reached]
    _met: dict[int, NDArray[np.bool_]] = field(default_factory=dict, repr=False)

    @staticmethod
    def of(typed: Walks, question: Question, budget: Budget) -> Outset:
        """Up to the middle of the longest path; ``typed``: the edges of the text."""
        walks = [typed, *grown(typed, question, (question.hops + 1) // 2 - 1, budget)]
        return Outset(question, [Reached.of(one, len(question.allowed)) for one in walks])

    def toward(self, end: int, hops: int, most: int, budget: Budget) -> Paths:
        """The ``most`` best simple paths of at most ``hops`` to ``end``, as far as the budget lasts."""
        moves = self.question.moves
        behind = grown(start_at(end), self.question, hops // 2 - 1, budget)
        behind.append(grow(behind[-1], moves, self._meeting(hops), budget))  # elsewhere nothing is met
        halves = [(self.ahead[(length + 1) // 2], behind[length // 2]) for length in range(2, hops + 1)]
        return Paths.joined([meet(front, rear, moves, most, budget) for front, rear in halves]).first(most)

    def _meeting(self, hops: int) -> NDArray[np.bool_]:
        """The nodes where a half path from an answer may meet one from the text."""
        if hops not in self._met:
            marks = [reached.marks for reached in self.ahead[hops // 2 : (hops + 1) // 2 + 1]]
            self._met[hops] = np.logical_or.reduce([*marks]) & self.question.allowed
        return self._met[hops]

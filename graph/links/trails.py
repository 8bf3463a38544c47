"""The paths that explain an answer: from the demand to it over several metapaths, and on to the people behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import exp, log

import numpy as np

from graph.links.demand import Demand
from graph.links.ground import Ground
from graph.links.meeting import Found
from graph.links.paths import Question, grown, toward
from graph.links.walks import DAMPING, Budget, Walks, grow, join_up, start_at
from graph.projection.projection import View

POOL = 60  # paths to one answer that are looked at
SHOWN = 4
HOPS = 4
LONG = 3  # hops from which a link is deep
EDGES = 60_000  # budget per answer


@dataclass(frozen=True)
class Trails:
    """Paths from one demand; the half that starts there is grown once for all answers."""

    ground: Ground
    view: View
    demand: Demand
    budget: Budget = field(default_factory=lambda: Budget.of(10 * EDGES))

    def to(self, node: int, *, onward: bool) -> list[Found]:
        """At most ``SHOWN`` paths to ``node``, best first, of different metapaths, one of them deep where there is one.

        ``onward``: the best path is also led on to who made the answer and where they work.
        """
        pool = list(islice(toward(self._question, self._ahead, node, Budget.of(EDGES)), POOL))
        chosen = _various(pool, self._types)
        if onward and chosen:
            further = self._onward(chosen[0])
            if further is not None:
                return sorted([*chosen[: SHOWN - 1], further], key=lambda one: one.key)
        return chosen[:SHOWN]

    @cached_property
    def _question(self) -> Question:
        """From the demand to nowhere yet; a typed text's id is one past the last."""
        allowed = np.ones(len(self.ground.projection), dtype=bool)
        start = len(allowed) if self.demand.node is None else self.demand.node
        if self.demand.node is not None:
            allowed[start] = False
        return Question(start, start, HOPS, frozenset(), allowed, self.ground.moves[self.view.clearance])

    @cached_property
    def _ahead(self) -> list[Walks]:
        """Walks of 0, 1 and 2 steps from the demand."""
        question = self._question
        if self.demand.node is not None:
            return grown(start_at(question.start), question, HOPS // 2, self.budget)
        one = self.typed
        return [one, one, grow(one, question.moves, question.allowed, self.budget)]

    @cached_property
    def typed(self) -> Walks:
        """The edges of a typed text to its terms, damped like stored ones."""
        moves = self.ground.moves[self.view.clearance]
        number = next((i for i, m in enumerate(moves.all) if m.relation == self.ground.mention and m.forward), None)
        if number is None or not self.demand.linked:
            return join_up([], 1)
        nodes = np.array(sorted(self.demand.linked), dtype=np.int32)
        degree = len(nodes) * (moves.all[number].other.degree(nodes) + 1)
        sure = np.array([self.demand.linked[int(node)] for node in nodes])
        start = np.full(len(nodes), len(self.ground.projection), dtype=np.int32)
        return Walks(
            np.column_stack((start, nodes)),
            np.full((len(nodes), 1), number, dtype=np.int16),
            np.log(sure) - DAMPING * np.log(degree),
        )

    def _types(self, found: Found) -> tuple[object, ...]:
        graph = self.ground.projection
        return (found.steps, *(graph.kind(node) for node in found.nodes[1:]))

    def _onward(self, found: Found) -> Found | None:
        """A path led on by one or two edges to an actor: who made its end, and where they work."""
        scheme, moves = self.ground.scheme, self.ground.moves[self.view.clearance]
        made = [i for i, m in enumerate(moves.all) if m.relation in scheme.made and not m.forward]
        works = [i for i, m in enumerate(moves.all) if m.relation in scheme.employed and m.forward]
        allowed = np.ones(len(self.ground.projection), dtype=bool)
        allowed[[node for node in found.nodes if node < len(allowed)]] = False
        one = grow(start_at(found.nodes[-1]), moves, allowed, Budget.of(EDGES))
        one = one.take(np.isin(one.steps[:, -1], made))
        two = grow(one, moves, allowed, Budget.of(EDGES))
        two = two.take(np.isin(two.steps[:, -1], works))
        tails = two if len(two) else one
        if not len(tails):
            return None
        best = np.lexsort((*tails.nodes.T[::-1], -np.round(tails.weight, 12)))[0]
        hops = len(found.steps) + tails.steps.shape[1]
        weight = len(found.steps) * log(found.score) + float(tails.weight[best])
        nodes = (*found.nodes, *tails.nodes[best, 1:].tolist())
        return Found(exp(weight / hops), nodes, (*found.steps, *tails.steps[best].tolist()))


def _various(pool: list[Found], types: Callable[[Found], object]) -> list[Found]:
    """The best path of each metapath; a deep one takes the last place when no other is deep."""
    best: dict[object, Found] = {}
    for one in pool:
        best.setdefault(types(one), one)
    ordered = list(best.values())
    if any(len(one.steps) >= LONG for one in ordered[:SHOWN]):
        return ordered[:SHOWN]
    deep = [one for one in ordered[SHOWN:] if len(one.steps) >= LONG]
    return [*ordered[: SHOWN - 1], *deep[:1]] if deep else ordered[:SHOWN]

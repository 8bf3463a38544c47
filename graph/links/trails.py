"""The paths that explain an answer: from the demand to it over several metapaths, and on to the people behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from math import exp, log

import numpy as np

from graph.links.best import best
from graph.links.guests import edges_of, grown, toward
from graph.links.meeting import Found
from graph.links.paths import Question
from graph.links.signals import Signals
from graph.links.walks import Budget, Walks, grow, start_at

POOL = 300  # paths to one answer that are looked at
SHOWN = 4
HOPS = 4
LONG = 3  # hops from which a link is deep
EDGES = 60_000  # budget per answer
BESIDE = 0.1  # relevance of what shares nothing with the demand
ASTRAY = 0.25  # a path over something less relevant than this is shown only when there is no other
LISTED = 0.3  # relevance of a code list entry: many things are in one industry or region


@dataclass(frozen=True)
class Trails:
    """Paths from one demand; where that is a typed text, the half that starts there is grown once for all answers."""

    signals: Signals
    question: Question  # from the demand; its end is set for each answer
    budget: Budget

    @staticmethod
    def of(signals: Signals) -> Trails:
        """Paths of at most ``HOPS`` over all relations; a typed text's id is one past the last."""
        allowed = np.ones(len(signals.ground.projection), dtype=bool)
        start = len(allowed) if signals.demand.node is None else signals.demand.node
        if signals.demand.node is not None:
            allowed[start] = False
        moves = signals.ground.moves[signals.view.clearance]
        return Trails(signals, Question(start, start, HOPS, frozenset(), allowed, moves), Budget.of(10 * EDGES))

    def to(self, node: int) -> list[Found]:
        """At most ``SHOWN`` paths to a person or an organization, of different metapaths, the most telling first."""
        return self._various(self._pool(node))[:SHOWN]

    def beyond(self, node: int) -> list[Found]:
        """Paths to a document: a short one, the same led on to who made or posted it, where they work, then others."""
        chosen = self._various(self._pool(node))
        short = [one for one in chosen if len(one.steps) < LONG][:1]
        rest = [one for one in chosen if one not in short]
        further = self._onward((short or chosen)[0]) if chosen else None
        return [*short, *([further] if further else []), *rest][:SHOWN]

    def _pool(self, node: int) -> list[Found]:
        """The paths by score, those of two hops always among them."""
        budget = Budget.of(EDGES)
        short = self._best(node, min(2, self.question.hops), POOL // 10, budget)
        pool = list(dict.fromkeys([*short, *self._best(node, self.question.hops, POOL, budget)]))
        self.budget.spent |= budget.spent
        return pool

    def _best(self, node: int, hops: int, most: int, budget: Budget) -> list[Found]:
        question = replace(self.question, hops=hops)
        if self.signals.demand.node is None:
            return list(islice(toward(question, self._ahead, node, budget), most))
        allowed = question.allowed.copy()
        allowed[node] = False
        table = self.signals.ground.tables[self.signals.view.clearance]
        return best(replace(question, end=node, allowed=allowed), table, most, budget)

    def _various(self, pool: list[Found]) -> list[Found]:
        """The most telling path of each metapath and of each row of nodes, without those that lead astray."""
        chosen, seen = list[Found](), set[object]()
        near = {one: min((self._near(node) for node in one.nodes[1:-1]), default=1.0) for one in pool}
        for one in sorted(pool, key=lambda found: (-near[found] * found.score, found.key)):
            marks = {self._types(one), one.nodes}
            if not marks & seen and (near[one] >= ASTRAY or not chosen):
                chosen.append(one)
                seen |= marks
        return chosen

    def _near(self, node: int) -> float:
        """How near to the demand a node is, in [0.1, 1]: a document by its base score, a term by its weight."""
        if node not in self._nearness:
            self._nearness[node] = self._judged(node)
        return self._nearness[node]

    def _judged(self, node: int) -> float:
        ground = self.signals.ground
        if ground.is_term[node]:
            return max(BESIDE, self._terms.get(node, BESIDE))
        if ground.projection.kind(node) in ground.scheme.lists:
            return LISTED
        if ground.projection.documents.at(node) < 0:
            return 1.0
        return max(BESIDE, float(self.signals.base[node]) / self._highest) if self._highest > 0 else BESIDE

    @cached_property
    def _highest(self) -> float:
        return float(self.signals.base.max())

    @cached_property
    def _nearness(self) -> dict[int, float]:
        return {}

    @cached_property
    def _terms(self) -> dict[int, float]:
        """The weight of the demand's terms, the heaviest being 1."""
        terms = self.signals.demand.terms
        heaviest = max((term.weight for term in terms), default=1.0)
        return {term.node: term.weight / heaviest for term in terms if term.node is not None}

    @cached_property
    def _ahead(self) -> list[Walks]:
        """Walks from a typed text by their steps, up to the middle of the longest path."""
        return [self.typed, *grown(self.typed, self.question, (self.question.hops + 1) // 2 - 1, self.budget)]

    @cached_property
    def typed(self) -> Walks:
        """The edges of a typed text."""
        return edges_of(self.signals)

    def _types(self, found: Found) -> tuple[object, ...]:
        graph = self.signals.ground.projection
        return (found.steps, *(graph.kind(node) for node in found.nodes[1:]))

    def _onward(self, found: Found) -> Found | None:
        """A path led on by one or two edges to an actor: who made or posted its end, and where they work."""
        scheme, moves = self.signals.ground.scheme, self.signals.ground.moves[self.signals.view.clearance]
        made = [i for i, m in enumerate(moves.all) if m.relation in (*scheme.made, *scheme.posted) and not m.forward]
        works = [i for i, m in enumerate(moves.all) if m.relation in scheme.employed and m.forward]
        allowed = np.ones(len(self.signals.ground.projection), dtype=bool)
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

"""The paths that explain an answer: from the demand to it over several metapaths, and on to the people behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from math import exp, log

import numpy as np

from graph.links.meeting import Found
from graph.links.paths import Question, grown, toward
from graph.links.reached import Reached
from graph.links.signals import Signals
from graph.links.walks import Budget, Walks, grow, no_walks, start_at
from graph.projection.csr import DAMPING

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
    """Paths from one demand; the half that starts there is grown once for all answers."""

    signals: Signals
    question: Question  # from the demand; its end is set for each answer
    budget: Budget
    _nearness: dict[int, float] = field(default_factory=dict, repr=False)

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
        return list(islice(self._various(self._pool(node)), SHOWN))

    def beyond(self, node: int) -> list[Found]:
        """Paths to a document: a short one, the same led on to who made or posted it, where they work, then others."""
        chosen = list(self._various(self._pool(node)))
        short = [one for one in chosen if len(one.steps) < LONG][:1]
        rest = [one for one in chosen if one not in short]
        further = self._onward((short or chosen)[0]) if chosen else None
        return [*short, *([further] if further else []), *rest][:SHOWN]

    def _pool(self, node: int) -> list[Found]:
        """The paths by score, those of two hops always among them."""
        question, budget = self.question, Budget.of(EDGES)
        short = islice(toward(replace(question, hops=2), self._ahead, node, budget), POOL // 10)
        return list(dict.fromkeys([*short, *islice(toward(question, self._ahead, node, budget), POOL)]))

    def _various(self, pool: list[Found]) -> Iterator[Found]:
        """The most telling path of each metapath and of each row of nodes, without those that lead astray."""
        seen: set[object] = set()
        near = [min(map(self._near, one.nodes[1:-1]), default=1.0) for one in pool]
        order = sorted(range(len(pool)), key=lambda at: (-near[at] * pool[at].score, pool[at].key))
        for at in order:
            one = pool[at]
            marks = {self._types(one), one.nodes}
            if not marks & seen and (near[at] >= ASTRAY or not seen):
                seen |= marks
                yield one

    def _near(self, node: int) -> float:
        """How near to the demand a node is, in [0.1, 1]: a document by its base score, a term by its weight."""
        if node not in self._nearness:
            self._nearness[node] = self._counted_near(node)
        return self._nearness[node]

    def _counted_near(self, node: int) -> float:
        ground = self.signals.ground
        if ground.is_term[node]:
            return max(BESIDE, self._terms.get(node, BESIDE))
        if ground.projection.kind(node) in ground.scheme.lists:
            return LISTED
        if ground.projection.documents.at(node) < 0:
            return 1.0
        return max(BESIDE, float(self.signals.base[node]) / self._best) if self._best > 0 else BESIDE

    @cached_property
    def _best(self) -> float:
        """The highest base score of all."""
        return float(self.signals.base.max())

    @cached_property
    def _terms(self) -> dict[int, float]:
        """The weight of the demand's terms, the heaviest being 1."""
        terms = self.signals.demand.terms
        heaviest = max((term.weight for term in terms), default=1.0)
        return {term.node: term.weight / heaviest for term in terms if term.node is not None}

    @cached_property
    def _ahead(self) -> list[Reached]:
        """Walks from the demand, up to the middle of the longest path."""
        question, depth = self.question, (self.question.hops + 1) // 2
        if self.signals.demand.node is not None:
            grew = grown(start_at(question.start), question, depth, self.budget)
        else:
            grew = [self.typed, *grown(self.typed, question, depth - 1, self.budget)]
        return [Reached(walks, len(question.allowed)) for walks in grew]

    @cached_property
    def typed(self) -> Walks:
        """The edges of a typed text to its terms, damped like stored ones."""
        moves = self.signals.ground.moves[self.signals.view.clearance]
        number = next(
            (i for i, m in enumerate(moves.all) if m.relation == self.signals.ground.mention and m.forward), None
        )
        if number is None or not self.signals.demand.linked:
            return no_walks(1)
        nodes = np.array(sorted(self.signals.demand.linked), dtype=np.int32)
        degree = len(nodes) * (moves.all[number].other.degree(nodes) + 1)
        sure = np.array([self.signals.demand.linked[int(node)] for node in nodes])
        start = np.full(len(nodes), len(self.signals.ground.projection), dtype=np.int32)
        return Walks(
            np.column_stack((start, nodes)),
            np.full((len(nodes), 1), number, dtype=np.int16),
            np.log(sure) - DAMPING * np.log(degree),
        )

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

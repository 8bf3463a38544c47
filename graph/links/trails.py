"""The paths that explain an answer: from the demand to it over several metapaths, and on to the people behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from math import exp, log

import numpy as np

from graph.links.best import best
from graph.links.guests import Outset, edges_of
from graph.links.meeting import Found, Paths
from graph.links.nearness import Nearness
from graph.links.paths import Question
from graph.links.signals import Signals
from graph.links.walks import Budget, Walks, grow, start_at

POOL = 300  # paths to one answer that are looked at
SHOWN = 4
HOPS = 4
LONG = 3  # hops from which a link is deep
EDGES = 60_000  # budget per answer
ASTRAY = 0.25  # a path over something less relevant than this is shown only when there is no other


@dataclass(frozen=True)
class Trails:
    """Paths from one demand; the half that starts there is grown once for all answers."""

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
        return list(islice(self._various(self._pool(node)), SHOWN))

    def beyond(self, node: int) -> list[Found]:
        """Paths to a document: a short one, the same led on to who made or posted it, where they work, then others."""
        pool = self._pool(node)
        chosen, short = list[Found](), list[Found]()
        wanted = bool((pool.lengths < LONG).any())
        for one in self._various(pool):
            (short if wanted and not short and len(one.steps) < LONG else chosen).append(one)
            if len(chosen) >= SHOWN and (short or not wanted):
                break
        further = self._onward((short or chosen)[0]) if len(pool) else None
        return [*short, *([further] if further else []), *chosen][:SHOWN]

    def _pool(self, node: int) -> Paths:
        """The paths by score, those of two hops always among them."""
        budget, hops = Budget.of(EDGES), self.question.hops
        short = self._ranked(node, min(2, hops), POOL // 10, budget)
        pool = self._ranked(node, hops, POOL, budget)
        self.budget.spent |= budget.spent
        few = {pool.found(at) for at in np.flatnonzero(pool.lengths <= min(2, hops)).tolist()}
        more = [one for one in map(short.found, range(len(short))) if one not in few]
        return Paths.joined((Paths.of(more, hops), pool)).first(len(pool) + len(more)) if more else pool

    def _ranked(self, node: int, hops: int, most: int, budget: Budget) -> Paths:
        if self.signals.demand.node is None:
            return self._outset.toward(node, hops, most, budget)
        allowed, table = self.question.allowed.copy(), self.signals.ground.tables[self.signals.view.clearance]
        allowed[node] = False
        return Paths.of(best(replace(self.question, hops=hops, end=node, allowed=allowed), table, most, budget), hops)

    def _various(self, pool: Paths) -> Iterator[Found]:
        """The most telling path of each metapath and of each row of nodes, without those that lead astray; ``pool`` is
        in order."""
        near, seen = self._near.along(pool), set[object]()
        for at in np.argsort(-near * pool.scores, kind="stable").tolist():
            if near[at] < ASTRAY and seen:
                continue
            one = pool.found(at)
            marks = {self._types(one), one.nodes}
            if not marks & seen:
                seen |= marks
                yield one

    @cached_property
    def _near(self) -> Nearness:
        return Nearness(self.signals)

    @cached_property
    def _outset(self) -> Outset:
        return Outset.of(self.typed, self.question, self.budget)

    @cached_property
    def typed(self) -> Walks:
        """The edges of a typed text."""
        return edges_of(self.signals)

    def _types(self, found: Found) -> tuple[object, ...]:
        """The metapath of a path."""
        return (found.steps, *self.signals.ground.projection.numbered[list(found.nodes[1:])].tolist())

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

"""Indirect partners: who can help an entity, whom it does not know yet, and who on the way can introduce them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from graph.links.between import tell
from graph.links.bounds import FIRST, Bounds, within
from graph.links.candidates import candidates
from graph.links.demand import stored
from graph.links.diversity import diverse
from graph.links.ground import Ground
from graph.links.model import Bound, Partner, PartnerResult, Path
from graph.links.paths import ask, grown, toward
from graph.links.signals import Signals
from graph.links.tell import Teller
from graph.links.walks import Budget, start_at
from graph.vocabulary import Level
from graph.words import Words, message

LOOKED_AT = 40  # possible partners to whom paths are sought
POOL = 30
SHOWN = 3


def partners(ground: Ground, uid: str, *, bounds: Bounds, first: int, clearance: Level) -> PartnerResult:
    """People and organizations that can help ``uid``, ranked by how well they match and how short the way is.

    A partner's score is √(base score of the match · score of the best path). Introducers are the people and
    organizations on the paths. Raises ``NotFoundError``, ``LimitError``, ``StoreError``.
    """
    within("first", first, FIRST)
    view = ground.view(clearance)
    question = ask(view, uid, uid, bounds)
    signals = Signals(ground, view, stored(ground, view, uid))
    budget = Budget.of(bounds.budget)
    teller = Teller(question.moves, ground.reader())
    ahead = grown(start_at(question.start), question, (question.hops + 1) // 2, budget)
    known = set(ahead[1].nodes[:, -1].tolist())
    possible = [c for c in candidates(signals, ground.scheme.actors) if c.node not in known][:LOOKED_AT]
    ways = {c.node: list(islice(toward(question, ahead, c.node, Budget.of(bounds.budget)), POOL)) for c in possible}
    worth = {c.node: (c.base * ways[c.node][0].score) ** 0.5 for c in possible if ways[c.node]}
    ranked = sorted(worth, key=lambda node: (-worth[node], node))
    shown = {node: sorted(diverse(ways[node], SHOWN), key=lambda one: one.key) for node in ranked[:first]}
    told = iter(tell(teller, [way for ways_to in shown.values() for way in ways_to]))
    found = tuple(_partner(ground, node, worth[node], [next(told) for _ in ways_to]) for node, ways_to in shown.items())
    bound, reason = _ending(len(ranked), first, budget)
    return PartnerResult(
        ground.entity(question.start), found, ground.version, budget.spent or len(ranked) > first, bound, reason
    )


def _partner(ground: Ground, node: int, score: float, paths: Sequence[Path]) -> Partner:
    target = ground.entity(node)
    people = {*ground.scheme.actors, *ground.scheme.introducers}
    between = dict.fromkeys(
        stop for path in paths for stop in path.nodes[1:-1] if people & set(ground.vocabulary.chain(stop.kind))
    )
    names = [who.caption for who in between]
    summary = (
        message("PARTNER_THROUGH", target=target.caption, names=Words("、".join(names), ", ".join(names)))
        if names
        else message("PARTNER_ALONE", target=target.caption)
    )
    return Partner(target, tuple(between), tuple(paths), score, summary)


def _ending(found: int, first: int, budget: Budget) -> tuple[Bound, Words | None]:
    if budget.spent:
        return "budget", message("PATHS_BUDGET" if found else "PATHS_NONE_BUDGET")
    if not found:
        return "hops", message("PARTNERS_NONE")
    return ("first", message("PARTNERS_MORE", first=first)) if found > first else ("hops", None)

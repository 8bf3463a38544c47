"""Indirect partners: who can help an entity, whom it does not know yet, and who on the way can introduce them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.links.between import tell
from graph.links.bounds import FIRST, Bounds, within
from graph.links.candidates import candidates
from graph.links.demand import stored
from graph.links.ground import Ground
from graph.links.meeting import Found
from graph.links.model import Entity, Path
from graph.links.moves import Move
from graph.links.paths import ask
from graph.links.results import Bound, Partner, PartnerResult
from graph.links.signals import Signals
from graph.links.tell import Teller
from graph.links.trails import Trails
from graph.links.walks import Budget
from graph.vocabulary import Level
from graph.words import Words, message

LOOKED_AT = 24  # possible partners to whom paths are sought
SHOWN = 3
PEOPLE = 2  # paths by people and deeds alone among those shown


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
    acquaintance = replace(question, moves=question.moves.only(ground.scheme.acquaintance))
    ways_of = (Trails(signals, acquaintance, budget), Trails(signals, question, budget))
    known = {int(far) for move in question.moves.all for far in _far(move, question.start)}
    possible = [c for c in candidates(signals, ground.scheme.actors) if c.node not in known]
    possible = possible[: max(LOOKED_AT, 2 * first)]
    ways = {c.node: _ways(ways_of, c.node) for c in possible}
    worth = {c.node: (c.base * max(way.score for way in ways[c.node])) ** 0.5 for c in possible if ways[c.node]}
    ranked = sorted(worth, key=lambda node: (-worth[node], node))
    told = iter(tell(teller, [way for node in ranked[:first] for way in ways[node]]))
    found = tuple(_partner(ground, node, worth[node], [next(told) for _ in ways[node]]) for node in ranked[:first])
    bound, reason = _ending(len(ranked), first, budget)
    return PartnerResult(
        ground.entity(question.start), found, ground.version, budget.spent or len(ranked) > first, bound, reason
    )


def _ways(trails: Sequence[Trails], node: int) -> list[Found]:
    """The most telling paths by people and deeds, and by what is said."""
    by_people, by_all = (one.to(node) for one in trails)
    return list(dict.fromkeys([*by_people[:PEOPLE], *by_all]))[:SHOWN]


def _far(move: Move, node: int) -> list[int]:
    return [int(n) for n in move.rows.indices[move.rows.indptr[node] : move.rows.indptr[node + 1]]]


def _partner(ground: Ground, node: int, score: float, paths: Sequence[Path]) -> Partner:
    target = ground.entity(node)
    between = dict.fromkeys(who for path in paths for who in _introducers(ground, path))
    names = [who.caption for who in between]
    summary = (
        message("PARTNER_THROUGH", target=target.caption, names=Words("、".join(names), ", ".join(names)))
        if names
        else message("PARTNER_ALONE", target=target.caption)
    )
    return Partner(target, tuple(between), tuple(paths), score, summary)


def _introducers(ground: Ground, path: Path) -> Iterator[Entity]:
    """The people and organizations on a path from whom it leads on to the partner through people and deeds alone.

    Having a term, an industry or a region in common is no acquaintance. Who posted the demand needs no introduction to
    itself.
    """
    scheme = ground.scheme
    asker = path.nodes[1] if path.nodes[0].kind == scheme.demand and not path.steps[0].forward else None
    for stop in reversed(path.nodes[1:-1]):
        if stop.kind in scheme.lists or stop.kind in scheme.terms:
            return
        people = {*scheme.actors, *scheme.introducers} & set(ground.vocabulary.chain(stop.kind))
        if people and stop != asker:
            yield stop


def _ending(found: int, first: int, budget: Budget) -> tuple[Bound, Words | None]:
    if budget.spent:
        return "budget", message("PATHS_BUDGET" if found else "PATHS_NONE_BUDGET")
    if not found:
        return "hops", message("PARTNERS_NONE")
    return ("first", message("PARTNERS_MORE", first=first)) if found > first else ("hops", None)

"""Match a demand with what could answer it: candidates, factors, score, explanations – or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from graph.links.between import tell
from graph.links.bounds import FIRST, within
from graph.links.candidates import Candidate, candidates
from graph.links.demand import Demand
from graph.links.ground import Ground
from graph.links.meeting import Found
from graph.links.model import Entity, Explanation, Factor
from graph.links.results import MatchResult
from graph.links.scored import Scored, Scoring, best
from graph.links.signals import Signals
from graph.links.tell import Guest, Teller
from graph.links.trails import Trails
from graph.links.trust import Doubt, doubt
from graph.links.weights import WEIGHTS
from graph.projection.projection import View
from graph.words import Words, message

FAR = 0.5  # of the base of the nearest candidate: those below lie far behind it
LOOKED_AT = 60  # candidates whose properties are read and factors computed


def match(ground: Ground, view: View, demand: Demand, *, targets: Sequence[str] = (), first: int = 10) -> MatchResult:
    """The best answers to a demand, each with its factors and paths; none, with the reason, when none can be trusted.

    Raises ``NotFoundError`` (UNKNOWN_KIND), ``LimitError``, ``StoreError``.
    """
    within("first", first, FIRST)
    signals = Signals(ground, view, demand)
    found, abstained = looked_for(signals, targets)
    near = [] if abstained else best(ground, signals, found[: max(LOOKED_AT, first)], scoring(signals))
    chosen = explain(ground, signals, near, first=first)
    abstained = abstained or (None if chosen else Doubt.of("ABSTAIN_NO_PATH"))
    return answered(ground, demand, chosen, abstained, len(found))


def answered(  # noqa: PLR0913 - what an answer consists of
    ground: Ground,
    demand: Demand,
    chosen: tuple[Explanation, ...],
    none: Doubt | None,
    considered: int,
    *,
    reverse: bool = False,
) -> MatchResult:
    """The answer to a demand, or to the offer that is asked for as one; ``none``: why there is no explanation."""
    return MatchResult(
        demand.entity,
        tuple(ground.entity(term.node) for term in demand.terms if term.node is not None),
        chosen,
        ground.version,
        none.words if none else None,
        considered,
        none.code if none else "",
        reverse=reverse,
    )


def looked_for(signals: Signals, targets: Sequence[str]) -> tuple[list[Candidate], Doubt | None]:
    """The candidates of ``targets`` (all that answer, when none is named), best first, and why none can be trusted.

    One that only shares words has no path to show: where it is far nearer than all that have, these must be good enough
    by themselves.
    """
    found = candidates(signals, targets or signals.ground.scheme.targets)
    linked = [one for one in found if one.link > 0]
    if not linked or linked[0].base >= FAR * found[0].base:
        return found, doubt(signals, found)
    why, nearest = doubt(signals, linked), signals.ground.entity(found[0].node)
    return found, Doubt.of("ABSTAIN_UNLINKED", name=nearest.caption, why=why.words) if why else None


def scoring(signals: Signals) -> Scoring:
    """How answers to a demand are scored: by the default weights, and its own code list entries."""
    node = signals.demand.node
    return Scoring(WEIGHTS, {} if node is None else signals.listed(node, signals.ground.scheme.lists))


def explain(ground: Ground, signals: Signals, scored: Sequence[Scored], *, first: int) -> tuple[Explanation, ...]:
    """The ``first`` best candidates with their paths and evidence. Raises ``StoreError``."""
    trails = Trails.of(signals)
    chosen = walked(trails, scored, first=first)
    typed = signals.demand.node is None
    guest = Guest(signals.demand.entity, signals.demand.edges, trails.typed) if typed else None
    teller = Teller(ground.moves[signals.view.clearance], ground.reader(), guest)
    told = iter(tell(teller, [path for _, paths in chosen for path in paths]))
    return tuple(
        Explanation(
            target=ground.entity(one.candidate.node),
            score=one.score,
            factors=one.factors,
            paths=tuple(next(told) for _ in paths),
            summary=summary(ground.entity(one.candidate.node), one.factors),
        )
        for one, paths in chosen
    )


def walked(trails: Trails, scored: Sequence[Scored], *, first: int) -> list[tuple[Scored, list[Found]]]:
    """The ``first`` best candidates that paths lead to, with the paths: what none leads to has no evidence to show."""
    ways = ((one, (trails.beyond if one.candidate.is_document else trails.to)(one.candidate.node)) for one in scored)
    return list(islice(((one, paths) for one, paths in ways if paths), first))


def summary(target: Entity, parts: Sequence[Factor]) -> Words:
    """The target and the reason that counts most, in one sentence."""
    best = max(parts, key=lambda part: part.contribution)
    return message("MATCH_SUMMARY", target=target.caption, reason=best.reason)

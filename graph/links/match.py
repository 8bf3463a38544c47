"""Match a demand with what could answer it: candidates, factors, score, explanations – or why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graph.links.between import tell
from graph.links.bounds import FIRST, within
from graph.links.candidates import Candidate, candidates
from graph.links.case import Case
from graph.links.demand import Demand
from graph.links.factors import factors
from graph.links.ground import Ground
from graph.links.model import Entity, Explanation, Factor
from graph.links.results import MatchResult
from graph.links.signals import Signals
from graph.links.tell import Guest, Teller
from graph.links.trails import Trails
from graph.links.trust import doubt
from graph.links.weights import WEIGHTS
from graph.projection.projection import View
from graph.vocabulary import ENTITY, Level
from graph.words import Words, message

LOOKED_AT = 60  # candidates whose properties are read and factors computed


def match(ground: Ground, view: View, demand: Demand, *, targets: Sequence[str] = (), first: int = 10) -> MatchResult:
    """The best answers to a demand, each with its factors and paths; none, with the reason, when none can be trusted.

    Raises ``NotFoundError`` (UNKNOWN_KIND), ``LimitError``, ``StoreError``.
    """
    within("first", first, FIRST)
    signals = Signals(ground, view, demand)
    found = candidates(signals, targets or ground.scheme.targets)
    terms = tuple(ground.entity(term.node) for term in demand.terms if term.node is not None)
    abstained = doubt(signals, found)
    entries = {} if demand.node is None else signals.listed(demand.node, ground.scheme.lists)
    scoring = Scoring(WEIGHTS, entries)
    chosen = () if abstained else explain(signals, found[: max(LOOKED_AT, first)], scoring, first=first)
    return MatchResult(demand.entity, terms, chosen, ground.version, abstained, len(found))


@dataclass(frozen=True, slots=True)
class Scoring:
    """How candidates are scored: the weights of the factors, and the demand's code list entries with the steps up."""

    weights: Mapping[str, float]
    entries: Mapping[int, int]


def explain(signals: Signals, found: Sequence[Candidate], scoring: Scoring, *, first: int) -> tuple[Explanation, ...]:
    """The ``first`` best candidates with all their factors, paths and evidence. Raises ``StoreError``."""
    scored = sorted(_scored(signals, found, scoring), key=lambda one: (-_total(one[1]), one[0].node))
    trails = Trails.of(signals)
    walked = ((one, parts, (trails.beyond if one.is_document else trails.to)(one.node)) for one, parts in scored)
    # What no path leads to has no evidence to show.
    chosen = list(islice(((one, parts, paths) for one, parts, paths in walked if paths), first))
    typed = signals.demand.node is None
    guest = Guest(signals.demand.entity, signals.demand.edges, trails.typed) if typed else None
    teller = Teller(signals.ground.moves[signals.view.clearance], signals.ground.reader(), guest)
    told = iter(tell(teller, [path for _, _, paths in chosen for path in paths]))
    return tuple(
        Explanation(
            target=signals.ground.entity(one.node),
            score=_total(parts),
            factors=parts,
            paths=tuple(next(told) for _ in paths),
            summary=_summary(signals.ground.entity(one.node), parts),
        )
        for one, parts, paths in chosen
    )


def _scored(
    signals: Signals, found: Sequence[Candidate], scoring: Scoring
) -> Iterator[tuple[Candidate, tuple[Factor, ...]]]:
    uids = dict.fromkeys(signals.ground.projection.uids[one.documents[0]] for one in found)
    properties = signals.ground.properties(list(uids))
    for one in found:
        document = _seen(signals, one.documents[0], properties)
        yield one, factors(Case(signals, one, document, scoring.entries), scoring.weights)


def _seen(signals: Signals, node: int, properties: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The properties of a node that everybody may see: a score must not tell what is hidden."""
    kind = signals.ground.projection.kind(node)
    if kind == ENTITY:
        return {}
    own = properties.get(signals.ground.projection.uids[node], {})
    public = signals.ground.vocabulary.label(kind).visible(Level.PUBLIC)
    return {prop.name: own[prop.name] for prop in public if prop.name in own}


def _total(parts: Sequence[Factor]) -> float:
    return sum(part.contribution for part in parts)


def _summary(target: Entity, parts: Sequence[Factor]) -> Words:
    best = max(parts, key=lambda part: part.contribution)
    return message("MATCH_SUMMARY", target=target.caption, reason=best.reason)

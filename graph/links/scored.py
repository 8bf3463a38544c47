"""Candidates with their factors: the properties of their documents read at once, then every factor of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.links.candidates import Candidate
from graph.links.case import Case
from graph.links.demand import Texts
from graph.links.factors import factors
from graph.links.footing import Footing
from graph.links.ground import Ground
from graph.links.model import Factor
from graph.links.signals import Signals
from graph.links.weights import MAKER_WEIGHTS
from graph.vocabulary import ENTITY, Level


@dataclass(frozen=True, slots=True)
class Scoring:
    """How candidates are scored: the weights of the factors, and the demand's code list entries with the steps up.

    ``makers``: the weights for who made documents.
    """

    weights: Mapping[str, float]
    entries: Mapping[int, int]
    makers: Mapping[str, float] = field(default_factory=lambda: MAKER_WEIGHTS)


class Scored(NamedTuple):
    """A candidate with its factors."""

    candidate: Candidate
    factors: tuple[Factor, ...]

    @property
    def score(self) -> float:
        """Σ weight · value of the factors."""
        return sum(part.contribution for part in self.factors)


def best(ground: Ground, signals: Signals, found: Sequence[Candidate], scoring: Scoring) -> list[Scored]:
    """The candidates with all their factors, best first. Raises ``StoreError``."""
    return ranked(signals, found, scoring, properties(ground, found))


def ranked(signals: Signals, found: Sequence[Candidate], scoring: Scoring, texts: Texts) -> list[Scored]:
    """The candidates with all their factors, best first. ``texts``: as ``properties`` gives; the store is not asked."""
    best = [one.documents[0] for one in found]
    signals.at_hand.foresee([*(one.node for one in found), *best], best)
    scored = [Scored(one, weighed(signals, one, scoring, texts)) for one in found]
    return sorted(scored, key=lambda one: (-one.score, one.candidate.node))


def properties(ground: Ground, found: Sequence[Candidate]) -> Texts:
    """The properties of each candidate's best document, by uid, in one query. Raises ``StoreError``."""
    return ground.properties(list(dict.fromkeys(ground.projection.uids[one.documents[0]] for one in found)))


def weighed(signals: Signals, one: Candidate, scoring: Scoring, texts: Texts) -> tuple[Factor, ...]:
    """Every factor of one candidate. ``texts``: properties by uid, its best document's among them."""
    document = _seen(signals.ground, one.documents[0], texts)
    weights = scoring.weights if one.is_document else scoring.makers
    return factors(Case(signals, one, document, scoring.entries), weights)


def _seen(ground: Footing, node: int, texts: Texts) -> Mapping[str, Any]:
    """The properties of a node that everybody may see: a score must not tell what is hidden."""
    kind = ground.projection.kind(node)
    if kind == ENTITY:
        return {}
    own = texts.get(ground.projection.uids[node], {})
    public = ground.vocabulary.label(kind).visible(Level.PUBLIC)
    return {prop.name: own[prop.name] for prop in public if prop.name in own}

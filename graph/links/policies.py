"""Policies that concern an entity: by their words, its terms, its industry and region, and what they build on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from graph.links.bounds import FIRST, within
from graph.links.candidates import Candidate
from graph.links.demand import stored
from graph.links.factors import REGION
from graph.links.ground import Ground
from graph.links.match import answered, explain
from graph.links.results import MatchResult
from graph.links.scored import Scoring, best
from graph.links.signals import Signals
from graph.links.trust import Doubt, listed
from graph.links.weights import POLICY_WEIGHTS
from graph.projection.projection import View

POLICY = "Policy"
LOOKED_AT = 60
LEAST_TEXT = 0.1  # of text and terms together, where no industry or discipline is in common
LEAST_FIELD = 0.5  # of an industry or discipline in common: the same, or one within the other; not two of one sector
AROUND = 20  # neighbours whose industry and region count as the entity's own


def policies_for(ground: Ground, view: View, uid: str, *, first: int) -> MatchResult:
    """Policies for ``uid``, each with its factors and paths; those of other regions are left out.

    What has nothing but the region in common is no answer, and the refusal says so.
    Raises ``NotFoundError`` (UNKNOWN_UID; UNKNOWN_KIND where the vocabulary has no policies), ``LimitError``,
    ``StoreError``.
    """
    within("first", first, FIRST)
    ground.vocabulary.label(POLICY)
    demand = stored(ground, view, uid)
    signals = Signals(ground, view, demand)
    entries = _entries(signals, ground.projection.id_of(uid))
    near = list(_found(signals, entries))
    carried = (one for one in near if _carries(signals, one, entries))
    found = sorted(carried, key=lambda one: (-_worth(signals, one, entries), one.node))
    scored = best(ground, signals, found[: max(LOOKED_AT, first)], Scoring(POLICY_WEIGHTS, entries))
    chosen = explain(ground, signals, scored, first=first)
    return answered(ground, demand, chosen, None if found else _none(signals, near, entries), len(found))


def _entries(signals: Signals, node: int) -> dict[int, int]:
    """The entity's industries, regions and so on, those of the people and organizations next to it one step further."""
    scheme, moves = signals.ground.scheme, signals.ground.moves[signals.view.clearance]
    people = signals.ground.projection.of_kinds((*scheme.actors, *scheme.introducers))
    entries = signals.listed(node, scheme.lists)
    near = (far for move in moves.all for far in move.rows.indices[move.rows.indptr[node] : move.rows.indptr[node + 1]])
    for other in [int(far) for far in near if people[far]][:AROUND]:
        for entry, steps in signals.listed(other, scheme.lists).items():
            entries.setdefault(entry, steps + 1)
    return entries


def _found(signals: Signals, entries: Mapping[int, int]) -> Iterator[Candidate]:
    """Policies that share words, terms, an industry or a region, unless they are for another region."""
    graph = signals.ground.projection
    regions = {entry for entry in entries if graph.kind(entry) == REGION}
    said = signals.text + signals.coverage >= LEAST_TEXT
    policies = graph.of_kinds((POLICY,))
    if signals.demand.node is not None:
        policies[signals.demand.node] = False
    for node in np.flatnonzero(policies).tolist():
        theirs = signals.listed(node, signals.ground.scheme.lists)
        where = {entry for entry, steps in theirs.items() if graph.kind(entry) == REGION and steps == 0}
        if where and regions and not where & regions:
            continue
        if said[node] or any(entry in entries for entry in theirs):
            values = (float(signals.text[node]), float(signals.coverage[node]), float(signals.link[node]))
            yield Candidate(node, values, (node,))


def _carries(signals: Signals, one: Candidate, entries: Mapping[int, int]) -> bool:
    """Whether more than a region is in common: what is said, or an industry or discipline."""
    return sum(one.values[:2]) >= LEAST_TEXT or _nearest(signals, one, entries)["field"] >= LEAST_FIELD


def _none(signals: Signals, near: list[Candidate], entries: Mapping[int, int]) -> Doubt:
    """Why no policy is answered with: there is none near, or they have but the region in common."""
    graph = signals.ground.projection
    own = [graph.captions[entry] for entry, steps in entries.items() if graph.kind(entry) == REGION and steps <= 1]
    if not near or not own:
        return Doubt.of("POLICIES_NONE")
    return Doubt.of("POLICIES_REGION", count=len(near), regions=listed(own))


def _worth(signals: Signals, one: Candidate, entries: Mapping[int, int]) -> float:
    """A first ranking: what is said, and the nearest industry and region in common."""
    said = POLICY_WEIGHTS["text"] * one.values[0] + POLICY_WEIGHTS["terms"] * one.values[1]
    return said + sum(POLICY_WEIGHTS[name] * value for name, value in _nearest(signals, one, entries).items())


def _nearest(signals: Signals, one: Candidate, entries: Mapping[int, int]) -> dict[str, float]:
    """How near the industries ("field") and the regions in common are: ½ to the power of the steps up to them."""
    graph, nearest = signals.ground.projection, {"field": 0.0, "region": 0.0}
    for entry, steps in signals.listed(one.node, signals.ground.scheme.lists).items():
        if entry in entries:
            name = "region" if graph.kind(entry) == REGION else "field"
            nearest[name] = max(nearest[name], 0.5 ** (steps + entries[entry]))
    return nearest

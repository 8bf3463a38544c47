"""An offer held against demands, and against those who posted them: pairs with their scores.

A pair is scored as from the demand's side – how much of what is asked for the offer covers –, so that both directions
agree. Of an actor all documents count here; from the demand's side those among its 200 best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.links.candidates import Candidate, judged
from graph.links.cut import NOTHING, Cut, asked_without, unknown_term
from graph.links.demand import Demand, said
from graph.links.ground import Ground
from graph.links.makers import Record, record
from graph.links.match import scoring
from graph.links.near import Near
from graph.links.offer import Offer
from graph.links.scored import Scored, properties, weighed
from graph.links.signals import Signals
from graph.links.weights import BASE, DOCUMENT_SHARES
from graph.projection.projection import View

NEAREST = 40  # demands near to an offer that are read and held against it


@dataclass(frozen=True, slots=True)
class Pair:
    """A demand, or who posted it, as ``target``; the demand's signals at the offer's nodes; the offer's score."""

    target: int
    signals: Signals
    scored: Scored


def wishes(ground: Ground, view: View, nodes: Sequence[int]) -> list[Demand]:
    """Demands, their texts read at once. Raises ``StoreError``."""
    texts = ground.properties([ground.projection.uids[node] for node in nodes])
    return [said(ground, view, (node,), texts) for node in nodes]


def compared(offer: Offer, demands: Sequence[Demand], cut: Cut = NOTHING) -> list[Pair]:
    """The offer held against each of ``demands``: those it answers at all, best first. Raises ``StoreError``.

    ``cut``: what the offer's view is without.
    """
    ground, found = offer.ground, []
    for whole in demands:
        demand = asked_without(ground, whole, cut)
        near = Near(ground, offer.view, demand, unknown_term(demand, cut), spot=offer.spot)
        candidate = standing_on(offer, near)
        if candidate is not None:
            found.append((near, candidate))
    read = properties(ground, [candidate for _, candidate in found]) if offer.texts is None else offer.texts
    scored = ((near, Scored(one, weighed(near, one, scoring(near), read))) for near, one in found)
    return in_order([Pair(near.demand.node, near, one) for near, one in scored if near.demand.node is not None])


def standing_on(offer: Offer, signals: Signals) -> Candidate | None:
    """The offer as a candidate for one demand; ``None`` when it has nothing in common with it."""
    if offer.is_document:
        said_at = float(signals.text[offer.node] + signals.coverage[offer.node])
        return judged(signals, offer.node, offer.documents) if said_at > 0 else None
    base = signals.base
    telling = sorted((one for one in offer.best if base[one] > 0), key=lambda one: (-base[one], one))
    told = record(signals.text[np.array(offer.best, np.int32)])
    return judged(signals, offer.node, tuple(telling[: len(DOCUMENT_SHARES)]), told) if telling else None


def posters(offer: Offer, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Who posted the demands, judged by their best ones as makers are by their documents; ``pairs`` best first."""
    posted: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        for relation in offer.ground.scheme.posted:
            for who in offer.view.neighbours(relation, pair.target, forward=False).tolist():
                posted[who].append(pair)
    for who, theirs in posted.items():
        if who != offer.node:
            yield joint(who, theirs[: len(DOCUMENT_SHARES)])


def joint(target: int, pairs: Sequence[Pair]) -> Pair:
    """The best of ``pairs`` with base values shared out over all of them."""
    best = pairs[0].scored
    shared = list(zip(DOCUMENT_SHARES, (pair.scored.candidate for pair in pairs), strict=False))
    values = {name: sum(share * one.values[i] for share, one in shared) for i, name in enumerate(BASE)}
    values["record"] = sum(share * one.record.value for share, one in shared)
    parts = (replace(p, value=round(values[p.name], 4)) if p.value and p.name in values else p for p in best.factors)
    told = Record(values["record"], best.candidate.record.heard)
    candidate = replace(best.candidate, values=(values["text"], values["terms"], values["link"]), record=told)
    return Pair(target, pairs[0].signals, Scored(candidate, tuple(parts)))


def in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The best first."""
    return sorted(pairs, key=lambda pair: (-pair.scored.score, pair.target))

"""Where demand and supply miss each other: fields with demands and little that could answer, and the reverse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from graph.errors import InputError
from graph.insight.fields import Fields
from graph.insight.missing import FEW, Found, scale_of, unmet, unused
from graph.insight.results import Gap, GapResult
from graph.projection.csr import Nodes
from graph.words import message

SAME = 0.8  # share of a field's documents in one that was told already, from which it tells nothing new
TOLD = 6  # demands, and documents, that are named
ROUND = 10  # from which an expectation is told without decimals


def gaps(fields: Fields, *, kinds: Sequence[str], first: int) -> GapResult:
    """At most ``first`` gaps of either sort of each kind of field – unless told otherwise, terms and all code lists.

    Of demands without supply those come first that hardly anything could answer, then those whose share of the demands
    most surely exceeds their share of the supply. A demand is told under one field of a kind only; everyday words are
    no fields. Raises ``InputError`` (INSIGHT_FIELD) for a kind that is no kind of field.
    """
    ground = fields.ground
    scales = {kind: scale_of(fields, kind) for kind in _sorts(fields, kinds)}
    compared = {kind: scale for kind, scale in scales.items() if scale.demands and scale.supply}
    short: list[Gap] = []
    idle: list[Gap] = []
    for kind, scale in compared.items():
        lacking = sorted(unmet(fields, kind, scale), key=lambda one: _rank(fields, one))
        spare = sorted(unused(fields, kind, scale), key=lambda one: (len(one.demands) > 0, one.score, one.node))
        short += [_told(fields, one) for one in islice(_fresh_demands(lacking), first)]
        idle += [_told(fields, one) for one in islice(_fresh_supply(spare), first)]
    left = tuple(ground.vocabulary.label(kind).words for kind in scales if kind not in compared)
    counts = len(fields.demands.nodes), len(fields.supply.nodes)
    reason = None if short or idle else message("GAPS_NONE")
    return GapResult(tuple(short), tuple(idle), ground.version, *counts, left, reason)


def _sorts(fields: Fields, kinds: Sequence[str]) -> tuple[str, ...]:
    known = (*fields.ground.scheme.terms, *fields.ground.scheme.lists)
    for kind in kinds:
        if kind not in known:
            raise InputError("INSIGHT_FIELD", kind=kind, known=", ".join(known))
    return tuple(kind for kind in known if not kinds or kind in kinds)


def _rank(fields: Fields, one: Found) -> tuple[bool, float, int, int]:
    return len(one.supply) > FEW * len(one.demands), -one.score, -fields.depth(one.node), one.node


def _fresh_demands(ranked: Iterable[Found]) -> Iterator[Found]:
    """Those that tell of a demand which none before them did."""
    told: set[int] = set()
    for one in ranked:
        if not told.issuperset(one.demands.tolist()):
            told.update(one.demands.tolist())
            yield one


def _fresh_supply(ranked: Iterable[Found]) -> Iterator[Found]:
    """Those that do not have nearly the same supply as one before them."""
    told: list[Found] = []
    for one in ranked:
        if not any(_same(one.supply, other.supply) for other in told):
            told.append(one)
            yield one


def _same(one: Nodes, other: Nodes) -> bool:
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common >= SAME * min(len(one), len(other))


def _told(fields: Fields, one: Found) -> Gap:
    ground, scale, wanted, offered = fields.ground, one.scale, len(one.demands), len(one.supply)
    lacking = one.score > 0
    expected = wanted * scale.supply / scale.demands if lacking else offered * scale.demands / scale.supply
    reason = message(
        "GAP_UNMET" if lacking else "GAP_UNUSED",
        wanted=f"{wanted:,}",
        offered=f"{offered:,}",
        demands=f"{scale.demands:,}",
        supply=f"{scale.supply:,}",
        expected=f"{expected:,.1f}" if expected < ROUND else f"{expected:,.0f}",
    )
    demands, supply = (tuple(ground.entity(int(node)) for node in side[:TOLD]) for side in (one.demands, one.supply))
    return Gap(ground.entity(one.node), wanted, offered, expected, one.score, demands, supply, reason)

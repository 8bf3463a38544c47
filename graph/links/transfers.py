"""Past transfers as samples to learn from: which document answered a demand, and which of those near to it did not.

Which kinds tell of transfers is derived from the vocabulary: documents that relations lead from both to demands and to
what may answer them, such as cases (Case–SOLVED–Demand, Case–OF–Achievement).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.links.candidates import candidates, sole
from graph.links.cut import Cut
from graph.links.ground import Ground
from graph.links.match import scoring
from graph.links.pairs import wishes
from graph.links.scored import best
from graph.links.signals import Signals
from graph.links.weights import WEIGHTS
from graph.projection.projection import View

HARD = 30  # documents near to a demand that are held against the one that answered it


@dataclass(frozen=True, slots=True)
class Transfer:
    """A document that answered a demand, by a case; ``year`` −1 where the case tells none. All but it are ids."""

    case: int
    demand: int
    document: int
    year: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A demand and a document: the values of the factors in the order of ``WEIGHTS``, and whether it answered it."""

    demand: int
    year: int
    values: NDArray[np.float64]
    answered: bool


def transfers(ground: Ground, view: View) -> list[Transfer]:
    """The transfers that are not fictitious, by year. Raises ``StoreError``."""
    scheme, graph = ground.scheme, ground.projection
    relations = ground.vocabulary.relations.values()
    solved = [r.name for r in relations if set(r.start) <= set(scheme.others) and scheme.demand in r.end]
    of = [r.name for r in relations if set(r.start) <= set(scheme.others) and set(r.end) & set(scheme.supply)]
    supply = graph.of_kinds(scheme.supply)
    cases = [int(n) for n in np.flatnonzero(graph.of_kinds(scheme.others) & ~graph.fictitious)]
    pairs = [
        (case, int(demand), int(document))
        for case in cases
        for demand in _far(view, solved, case)
        for document in _far(view, of, case)
        if supply[document]
    ]
    told = ground.properties([graph.uids[case] for case in dict.fromkeys(case for case, _, _ in pairs)])
    found = (Transfer(*pair, _year(ground, pair[0], told.get(graph.uids[pair[0]], {}))) for pair in pairs)
    return sorted(found, key=lambda one: (one.year, one.case, one.demand, one.document))


def samples(ground: Ground, view: View, past: Iterable[Transfer]) -> Iterator[Sample]:
    """Each demand's answers of the past, and the documents nearest to it that were none. Raises ``StoreError``.

    The cases themselves are taken out of the graph first; no factor counts edges of cases, so that the degrees which
    factors read have no part of the link that is to be found again.
    """
    by_demand: dict[int, list[Transfer]] = defaultdict(list)
    for one in past:
        by_demand[one.demand].append(one)
    for node, theirs in by_demand.items():
        masked = view
        for case in dict.fromkeys(one.case for one in theirs):
            masked = Cut(node=case).of(masked)
        (demand,) = wishes(ground, masked, (node,))
        signals = Signals(ground, masked, demand)
        answers = {one.document for one in theirs}
        near = candidates(signals, ground.scheme.supply)[:HARD]
        missed = [sole(signals, node) for node in sorted(answers - {one.node for one in near})]
        found = [*near, *(one for one in missed if one is not None)]
        for scored in best(ground, signals, found, scoring(signals)):
            values = {factor.name: factor.value for factor in scored.factors}
            row = np.array([values.get(name, 0.0) for name in WEIGHTS])
            yield Sample(node, min(one.year for one in theirs), row, scored.candidate.node in answers)


def _far(view: View, relations: Sequence[str], node: int) -> list[int]:
    return [far for name in relations for far in view.neighbours(name, node, forward=True).tolist()]


def _year(ground: Ground, case: int, told: Mapping[str, Any]) -> int:
    """The newest year that a record of a transfer tells, by its dates or its year; −1 where it tells none."""
    label = ground.vocabulary.label(ground.projection.kind(case))
    names = [name for name, prop in label.properties.items() if prop.type == "date" or name == "year"]
    years = [str(told[name])[:4] for name in names if told.get(name)]
    return max((int(year) for year in years if year.isdecimal() and len(year) == 4), default=-1)

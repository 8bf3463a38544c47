"""Fields that lack supply or demand, with what lies in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from graph.insight.fields import Fields
from graph.projection.csr import Nodes

LOOKED = 400  # fields that are looked at closely, texts included
FEW = 3  # documents per demand up to which there are few

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scale:
    """How many demands and how much supply lie in any field of one sort."""

    demands: int
    supply: int

    def scores(self, wanted: Counts, offered: Counts) -> NDArray[np.float64]:
        """The signed root of the likelihood ratio G (Dunning 1993) of ``wanted`` demands and ``offered`` supply.

        > 0 for more demand than the shares of the whole let expect; about a standard score where the field is large.
        """
        share = self.demands / (self.demands + self.supply)
        both = wanted + offered
        ratio = 2 * (xlogy(wanted, wanted / (both * share)) + xlogy(offered, offered / (both * (1 - share))))
        return np.asarray(np.copysign(np.sqrt(np.maximum(0.0, ratio)), wanted - both * share))


@dataclass(frozen=True, slots=True)
class Found:
    """A field with its demands and its supply (int32, ascending)."""

    node: int
    demands: Nodes
    supply: Nodes
    scale: Scale

    @property
    def score(self) -> float:
        """As ``Scale.scores``."""
        return float(self.scale.scores(np.array([len(self.demands)]), np.array([len(self.supply)]))[0])


def scale_of(fields: Fields, kind: str) -> Scale:
    """How many demands and how much supply lie in any field of ``kind``."""
    there = fields.ground.projection.of_kinds([kind]).astype(np.float64)
    counts = [int((side.within @ there > 0).sum()) for side in (fields.demands, fields.supply)]
    return Scale(*counts)


def unmet(fields: Fields, kind: str, scale: Scale) -> Iterator[Found]:
    """Fields of ``kind`` whose share of the supply is less than their share of the demands, the ``LOOKED`` least of
    them by what edges say."""
    nodes, wanted, offered = _counts(fields, kind)
    score = scale.scores(wanted, offered)
    likely = np.flatnonzero((wanted > 0) & (score > 0) & fields.named[nodes])
    for node in nodes[likely[np.lexsort((likely, -score[likely], offered[likely] > FEW * wanted[likely]))]][
        :LOOKED
    ].tolist():
        demands, supply = fields.demands.inside(node), fields.supply.inside(node)
        found = Found(node, demands, _with_texts(fields, node, supply, fields.supply.nodes), scale)
        if found.score > 0:
            yield found


def unused(fields: Fields, kind: str, scale: Scale) -> Iterator[Found]:
    """Fields of ``kind`` whose share of the demands is less than their share of the supply, the ``LOOKED`` least of
    them by what edges say."""
    nodes, wanted, offered = _counts(fields, kind)
    common = sqrt(offered.sum()) if kind in fields.ground.scheme.terms else inf  # hubs tell of nothing
    score = scale.scores(wanted, offered)
    likely = np.flatnonzero((offered > 0) & (offered < common) & (score < 0) & fields.named[nodes])
    for node in nodes[likely[np.lexsort((likely, score[likely], wanted[likely] > 0))]][:LOOKED].tolist():
        demands, supply = fields.demands.inside(node), fields.supply.inside(node)
        found = Found(node, _with_texts(fields, node, demands, fields.demands.nodes), supply, scale)
        if found.score < 0:
            yield found


def _counts(fields: Fields, kind: str) -> tuple[Counts, Counts, Counts]:
    """The fields of a kind that anything lies in, and how many demands and documents do."""
    nodes = np.flatnonzero(fields.ground.projection.of_kinds([kind]))
    wanted, offered = (np.diff(side.columns.indptr)[nodes].astype(np.int64) for side in (fields.demands, fields.supply))
    any_in = wanted + offered > 0
    return nodes[any_in], wanted[any_in], offered[any_in]


def _with_texts(fields: Fields, node: int, found: Nodes, among: Nodes) -> Nodes:
    """Those in a field and, of a term, those ``among`` others that have it in their texts though no edge says so.

    Only the side that is lacking is looked through like that: what is missing has to be missing in every wording.
    """
    if not fields.ground.is_term[node]:
        return found
    return np.union1d(found, np.intersect1d(fields.saying(node), among)).astype(np.int32)

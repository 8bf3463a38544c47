"""Fields that lack supply or demand, with what lies in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import copysign, inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

from graph.insight.fields import Fields
from graph.insight.telling import is_telling
from graph.projection.csr import Nodes

LOOKED = 400  # fields with most supply and little demand that are looked at closely


@dataclass(frozen=True, slots=True)
class Scale:
    """How many demands and how much supply lie in any field of one sort."""

    demands: int
    supply: int

    def score(self, wanted: int, offered: int) -> float:
        """The signed root of the likelihood ratio G (Dunning 1993) of ``wanted`` demands and ``offered`` supply.

        > 0 for more demand than the shares of the whole let expect; about a standard score where the field is large.
        """
        both, whole = wanted + offered, self.demands + self.supply
        expected = both * self.demands / whole, both * self.supply / whole
        parts = (n * log(n / e) for n, e in zip((wanted, offered), expected, strict=True) if n)
        return copysign(sqrt(max(0.0, 2 * sum(parts))), wanted - expected[0])


@dataclass(frozen=True, slots=True)
class Found:
    """A field with its demands and its supply (int32, ascending)."""

    node: int
    demands: Nodes
    supply: Nodes
    scale: Scale

    @property
    def score(self) -> float:
        """As ``Scale.score``."""
        return self.scale.score(len(self.demands), len(self.supply))


def scale_of(fields: Fields, kind: str) -> Scale:
    """How many demands and how much supply lie in any field of ``kind``."""
    there = fields.ground.projection.of_kinds([kind]).astype(np.float64)
    counts = [int((side.within @ there > 0).sum()) for side in (fields.demands, fields.supply)]
    return Scale(*counts)


def _counts(fields: Fields, kind: str) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The fields of a kind, and how many demands and documents lie in each."""
    nodes = np.flatnonzero(fields.ground.projection.of_kinds([kind]))
    wanted, offered = (np.diff(side.columns.indptr)[nodes] for side in (fields.demands, fields.supply))
    return nodes, wanted, offered


def unmet(fields: Fields, kind: str, scale: Scale) -> Iterator[Found]:
    """Fields of ``kind`` with demands, whose share of the supply is less than their share of the demands."""
    nodes, wanted, _ = _counts(fields, kind)
    for node in nodes[wanted > 0].tolist():
        if _named(fields, node):
            demands, supply = fields.demands.inside(node), fields.supply.inside(node)
            found = Found(node, demands, _with_texts(fields, node, supply, fields.supply.nodes), scale)
            if found.score > 0:
                yield found


def unused(fields: Fields, kind: str, scale: Scale) -> Iterator[Found]:
    """Of the ``LOOKED`` fields of ``kind`` with most supply those whose share of the demands is less."""
    nodes, wanted, offered = _counts(fields, kind)
    common = sqrt(offered.sum()) if kind in fields.ground.scheme.terms else inf  # hubs tell of nothing
    likely = np.flatnonzero((offered > 0) & (offered < common) & (wanted * scale.supply < offered * scale.demands))
    for node in nodes[likely[np.lexsort((likely, -offered[likely]))]][:LOOKED].tolist():
        if _named(fields, node):
            demands, supply = fields.demands.inside(node), fields.supply.inside(node)
            found = Found(node, _with_texts(fields, node, demands, fields.demands.nodes), supply, scale)
            if found.score < 0:
                yield found


def _named(fields: Fields, node: int) -> bool:
    return not fields.ground.is_term[node] or is_telling(fields.ground.projection.captions[node])


def _with_texts(fields: Fields, node: int, found: Nodes, among: Nodes) -> Nodes:
    """Those in a field and, of a term, those ``among`` others that have it in their texts though no edge says so.

    Only the side that is lacking is looked through like that: what is missing has to be missing in every wording.
    """
    if not fields.ground.is_term[node]:
        return found
    return np.union1d(found, np.intersect1d(fields.saying(node), among)).astype(np.int32)

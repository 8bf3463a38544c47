"""Hubs: entities that so many have in common that having them in common says little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log2, sqrt

import numpy as np
from numpy.typing import NDArray

from graph.insight.results import Hub, HubResult
from graph.links.footing import Footing
from graph.links.moves import Move, moves_of
from graph.projection.csr import DAMPING
from graph.projection.projection import View
from graph.words import message

SMALLEST = 10  # edges that a hub has at least


def hubs(ground: Footing, view: View, *, kinds: Sequence[str], first: int) -> HubResult:
    """The ``first`` hubs of ``kinds``, those with the most edges of one relation.

    A hub has at least √E of the E edges of a relation on one side: two of that degree would be expected to be joined
    by chance alone, so that an edge between them is no news (the structural cut-off of Boguñá, Pastor-Satorras &
    Vespignani 2004).
    """
    wanted = ground.projection.of_kinds(kinds) if kinds else np.ones(len(ground.projection), dtype=bool)
    found = [hub for move in moves_of(view).all for hub in _hubs(move, wanted)]
    found.sort(key=lambda one: (-one[2], one[0], one[1].relation, one[1].forward))
    shown = tuple(_told(ground, *hub) for hub in found[:first])
    return HubResult(shown, ground.version, len(found), None if shown else message("HUBS_NONE"))


def _hubs(move: Move, wanted: NDArray[np.bool_]) -> Iterator[tuple[int, Move, int, float]]:
    degree = np.diff(move.rows.indptr)
    edges = len(move.rows.indices)
    for node in np.flatnonzero((degree >= max(SMALLEST, sqrt(edges))) & wanted):
        yield int(node), move, int(degree[node]), float(degree[node]) / edges


def _told(ground: Footing, node: int, move: Move, degree: int, share: float) -> Hub:
    relation = ground.vocabulary.relation(move.relation)
    caption = relation.words if move.forward else relation.reverse
    others = int((np.diff(move.other.indptr) > 0).sum())
    bits = -log2(degree / others) if others else 0.0
    return Hub(ground.entity(node), move.relation, move.forward, caption, degree, share, degree ** (-2 * DAMPING), bits)

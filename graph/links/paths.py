"""A search for paths as it is asked: uids and bounds made ids and masks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import InputError
from graph.links.bounds import Bounds
from graph.links.moves import Moves, moves_of
from graph.projection.projection import View


@dataclass(frozen=True, slots=True)
class Question:
    """A search for paths, its uids as ids; ``allowed``: the nodes that may stand between the ends.

    ``years``: the first and the last year of the edges that may be walked, where there is such a bound.
    """

    start: int
    end: int
    hops: int
    via: frozenset[int]
    allowed: NDArray[np.bool_]
    moves: Moves
    years: tuple[int, int] | None = None


def ask(view: View, start: str, end: str, bounds: Bounds) -> Question:
    """The question in ids.

    Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_RELATION, UNKNOWN_KIND), ``LimitError`` (LIMIT_RANGE), ``InputError``
    (BOUNDS_VIA_AVOID, BOUNDS_AVOID_END).
    """
    bounds.check()
    graph = view.projection
    low, high = graph.id_of(start), graph.id_of(end)
    allowed = np.ones(len(graph), dtype=bool) if bounds.kinds is None else graph.of_kinds(bounds.kinds)
    via = frozenset(graph.id_of(uid) for uid in bounds.via) - {low, high}
    allowed[list(via)] = True
    for uid in bounds.avoid:
        node = graph.id_of(uid)
        if node in (low, high):
            raise InputError("BOUNDS_AVOID_END", uid=uid)
        if node in via:
            raise InputError("BOUNDS_VIA_AVOID", uid=uid)
        allowed[node] = False
    allowed[[low, high]] = False
    moves = moves_of(view)
    if bounds.relations is not None:
        moves = moves.only({graph.vocabulary.relation(name).name for name in bounds.relations})
    return Question(low, high, bounds.max_hops, via, allowed, moves, bounds.years)

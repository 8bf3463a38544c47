"""The graph without a node or an edge, degrees kept: what is taken out is still counted where paths are damped.

Convention: an edge that is taken out has confidence 0, so that no path leads over it and nobody is known by it; the
degrees of its ends, and what would be by chance, stay those of the whole graph. Otherwise taking out one link would
make every other link of its ends stronger, and no fall could be put down to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.links.demand import Demand, reworded
from graph.links.ground import Ground
from graph.links.sparse import Sparse
from graph.projection.csr import Adjacency, Csr, place
from graph.projection.projection import View

EdgeIds = tuple[int, str, int]  # start, relation, end, in the relation's direction


@dataclass(frozen=True, slots=True)
class Cut:
    """What is taken out: a node with all its edges, or one edge. One past the last node is a demand typed by hand."""

    node: int | None = None
    edge: EdgeIds | None = None

    def of(self, view: View) -> View:
        """``view`` without it."""
        if self == NOTHING:
            return view
        seen = {name: self._rows(view, name) for name in view.relations}
        return View(view.projection, view.clearance, seen)

    def _rows(self, view: View, relation: str) -> Adjacency:
        both = view.adjacency(relation)
        if self.edge is not None and self.edge[1] != relation:
            return both
        out = _zeroed(both.out, self._marked(both.out, turned=False, symmetric=both.symmetric))
        back = _zeroed(both.back, self._marked(both.back, turned=True, symmetric=both.symmetric))
        return Adjacency(out, out if both.symmetric else back)

    def _marked(self, rows: Csr, *, turned: bool, symmetric: bool) -> NDArray[np.int64]:
        """Where its edges stand in the arrays of ``rows``."""
        if self.node is not None:
            inside = self.node < len(rows.indptr) - 1
            own = np.arange(*rows.indptr[self.node : self.node + 2]) if inside else np.empty(0, np.int64)
            return np.concatenate((own, np.flatnonzero(rows.indices == self.node)))
        start, _, end = self.edge or (0, "", 0)
        ways = [(start, end), (end, start)] if symmetric else [(end, start) if turned else (start, end)]
        places = [_place(rows, near, far) for near, far in ways]
        return np.array([place for place in places if place >= 0], dtype=np.int64)


NOTHING = Cut()


def asked_without(ground: Ground, demand: Demand, cut: Cut) -> Demand:
    """A demand with a text of its own, without ``cut``.

    A term that is taken out is asked for as before; where only the edge to it is, it weighs what the text gives it.
    """
    if cut.node is not None and cut.node in demand.linked:
        return replace(demand, linked={**demand.linked, cut.node: 0.0})
    node = len(ground.projection) if demand.node is None else demand.node
    if cut.edge is not None and cut.edge[0] == node and cut.edge[2] in demand.linked:
        return reworded(ground, replace(demand, linked={**demand.linked, cut.edge[2]: 0.0}))
    return demand


def unknown_term(demand: Demand, cut: Cut) -> dict[str, Sparse]:
    """Who has a term that is taken out: nobody, neither by an edge nor in a text."""
    return {term.name: Sparse.none() for term in demand.terms if term.node == cut.node is not None}


def _place(rows: Csr, near: int, far: int) -> int:
    """Where the edge from ``near`` to ``far`` stands; −1 when there is none."""
    if near >= len(rows.indptr) - 1:
        return -1
    low, high = int(rows.indptr[near]), int(rows.indptr[near + 1])
    at = place(rows.indices[low:high], far)
    return low + at if at >= 0 else -1


def _zeroed(rows: Csr, places: NDArray[np.int64]) -> Csr:
    if not len(places):
        return rows
    confidence, weight = rows.confidence.copy(), rows.weight.copy()
    confidence[places] = weight[places] = 0.0
    return replace(rows, confidence=confidence, weight=weight)

"""How well every node of the graph answers a demand, measured three ways at once: by text, by terms, by links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from graph.links.demand import Demand
from graph.links.dwpc import Sparse, spread
from graph.links.footing import Footing
from graph.links.metapath import Metapath
from graph.links.moves import move_of
from graph.links.null import expected
from graph.links.share import full_share
from graph.links.wanted import Wanted
from graph.links.ways import ways
from graph.links.weights import WEIGHTS
from graph.projection.csr import DAMPING
from graph.projection.projection import View

Row = NDArray[np.float64]

FULL_LIFT = 1000.0  # a link so many times stronger than chance counts as 1
LEVELS = 3  # of a code list that are compared: an entry, what is above it, what is above that
IN_TEXT = 0.8  # a term that a text has, though no edge says so, counts so much
IN_PIECES = 0.6  # and so much when the text has all its words, perhaps apart


@dataclass(frozen=True)
class Signals:
    """Values in [0, 1] for every node (float64 arrays, one value per node), for one demand at one clearance."""

    ground: Footing
    view: View
    demand: Demand
    _having: dict[str, Row] = field(default_factory=dict, repr=False)

    @cached_property
    def text(self) -> Row:
        """BM25 as a share of what a document with all the demand's words would have."""
        documents = self.ground.projection.documents
        value = np.zeros(len(self.ground.projection))
        best = documents.best(self.demand.words) * full_share(len(self.demand.words))
        if best > 0:
            value[documents.nodes] = np.minimum(1.0, documents.bm25(self.demand.words) / best)
        return value

    @cached_property
    def coverage(self) -> Row:
        """Share of the demand's terms, by weight, that a node has: mentioned, or in its text."""
        total = self.demand.mass
        value = np.zeros(len(self.ground.projection))
        for term in self.demand.terms:
            value += term.weight * self.having(term)
        return value / total if total else value

    def having(self, term: Wanted) -> Row:
        """For every node how surely it has one term, in [0, 1]."""
        if term.name not in self._having:
            self._having[term.name] = self._has(term)
        return self._having[term.name]

    def _has(self, term: Wanted) -> Row:
        documents = self.ground.projection.documents
        value = np.zeros(len(self.ground.projection))
        for name in self.ground.names.get(-1 if term.node is None else term.node, (term.name,)):
            rows, whole = documents.having(name)
            nodes = documents.nodes[rows]
            value[nodes] = np.maximum(value[nodes], IN_TEXT if whole else IN_PIECES)
        return value if term.node is None else np.maximum(value, self.joined(term.node))

    def joined(self, term: int) -> Row:
        """For every node the confidence of its edge to a term, 0 where it has none."""
        value = np.zeros(len(self.ground.projection))
        for relation in set(self.ground.scheme.mentions) & set(self.view.relations):
            back = self.view.adjacency(relation).back
            span = slice(int(back.indptr[term]), int(back.indptr[term + 1]))
            far = back.indices[span]
            value[far] = np.maximum(value[far], back.confidence[span])
        return value

    @cached_property
    def base(self) -> Row:
        """The base part of the score of every node as a document."""
        return WEIGHTS["text"] * self.text + WEIGHTS["terms"] * self.coverage + WEIGHTS["link"] * self.link

    def listed(self, node: int, kinds: Sequence[str]) -> dict[int, int]:
        """The entries of code lists that a node is put under, and those above them, with the steps up (0, 1, …)."""
        scheme, wanted = self.ground.scheme, set(kinds)
        seen: dict[int, int] = {}
        level = {
            int(entry)
            for relation in scheme.listed
            for entry in self.view.neighbours(relation, node, forward=True)
            if self.ground.projection.kind(int(entry)) in wanted
        }
        for steps in range(LEVELS):
            seen.update({entry: steps for entry in level if entry not in seen})
            level = {
                int(up) for entry in level for r in scheme.above for up in self.view.neighbours(r, entry, forward=True)
            }
        return seen

    @cached_property
    def lifts(self) -> dict[Metapath, Row]:
        """How many times stronger than chance the links to every node are, by metapath: DWPC / E[DWPC]."""
        return {path: self._lift(path) for path in ways(self.ground, self.demand.entity.kind)}

    @cached_property
    def link(self) -> Row:
        """ln of the lift per two hops, as a share of ln 1000, over the metapath where that is greatest.

        A longer path has more chances to be rare, so that lifts compare by their geometric mean per hop.
        """
        value = np.zeros(len(self.ground.projection))
        for path, lift in self.lifts.items():
            share = np.log(np.maximum(lift, 1.0)) * (2 / len(path.steps)) / log(FULL_LIFT)
            value = np.maximum(value, share)
        return np.minimum(1.0, value)

    @cached_property
    def seed(self) -> Sparse:
        """The demand's edges to terms, damped; a typed text and a stored demand are treated alike."""
        linked = self.demand.linked
        nodes = np.array(sorted(linked), dtype=np.int32)
        move = move_of(self.view, self.ground.mention, forward=False)
        if move is None or not linked:
            return Sparse(nodes[:0], np.empty(0))
        degree = np.maximum(1, move.rows.degree(nodes)) * len(nodes)
        return Sparse(nodes, np.array([linked[int(node)] for node in nodes]) * degree**-DAMPING)

    def _lift(self, path: Metapath) -> Row:
        found = spread(self.view, Metapath(path.kinds[1:], path.steps[1:]), self.seed)
        row = found.dense(len(self.ground.projection))
        if self.demand.node is not None:
            row[self.demand.node] = 0.0
        chance = expected(self.view, path, len(self.demand.linked))
        return np.divide(row, chance, out=np.zeros_like(row), where=chance > 0)

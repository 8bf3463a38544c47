"""How well every node of the graph answers a demand, measured three ways at once: by text, by terms, by links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from graph.links.at_hand import AtHand
from graph.links.demand import Demand
from graph.links.footing import Footing
from graph.links.metapath import Metapath
from graph.links.moves import move_of
from graph.links.share import full_share
from graph.links.sparse import Row, Sparse, highest
from graph.links.wanted import Wanted
from graph.links.ways import ways
from graph.links.weights import WEIGHTS
from graph.metapaths.dense import raise_to, scores, told, weighed
from graph.metapaths.stepping import stepped
from graph.projection.csr import DAMPING, Nodes
from graph.projection.projection import View

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
    _having: dict[str, Sparse] = field(default_factory=dict, repr=False)
    _ends: dict[Metapath, Sparse] = field(default_factory=dict, repr=False)

    @cached_property
    def text(self) -> Row:
        """BM25 as a share of what a document with all the demand's words would have."""
        graph, asked = self.ground.projection, self.demand.words
        best = self.ground.figures.highest(asked) * full_share(len(asked))
        return scores(graph.documents, asked, best=best, n=len(graph)) if best > 0 else np.zeros(len(graph))

    @cached_property
    def coverage(self) -> Row:
        """Share of the demand's terms, by weight, that a node has: mentioned, or in its text."""
        total = self.demand.mass
        value = np.zeros(len(self.ground.projection))
        for term in self.demand.terms if total else ():
            had = self.having(term)
            value[had.nodes] += term.weight / total * had.values
        return value

    def having(self, term: Wanted) -> Sparse:
        """How surely a node has one term, in [0, 1]."""
        if term.name not in self._having:
            self._having[term.name] = self._has(term)
        return self._having[term.name]

    def _has(self, term: Wanted) -> Sparse:
        documents = self.ground.projection.documents
        found = [] if term.node is None else self.joined(term.node)
        for name in self.ground.names.get(-1 if term.node is None else term.node, (term.name,)):
            rows, whole = documents.having(name)
            found.append((documents.nodes[rows], np.full(len(rows), IN_TEXT if whole else IN_PIECES)))
        return highest(found)

    def joined(self, term: int) -> list[tuple[Nodes, Row]]:
        """The nodes with an edge to a term and the confidence of each, by relation."""
        found = []
        for relation in set(self.ground.scheme.mentions) & set(self.view.relations):
            back = self.view.adjacency(relation).back
            span = slice(int(back.indptr[term]), int(back.indptr[term + 1]))
            found.append((back.indices[span], back.confidence[span].astype(np.float64)))
        return found

    @cached_property
    def told(self) -> NDArray[np.bool_]:
        """For every node whether it has anything of what the demand says."""
        return told(self.text, self.coverage)

    @cached_property
    def base(self) -> Row:
        """The base part of the score of every node as a document."""
        weights = (WEIGHTS["text"], WEIGHTS["terms"], WEIGHTS["link"])
        return weighed((self.text, self.coverage, self.link), weights)

    @cached_property
    def at_hand(self) -> AtHand:
        """Words, terms and lifts of single nodes."""
        return AtHand(proxy(self))  # no circle: rows for all nodes are to go as soon as nobody needs them

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
    def lifts(self) -> dict[Metapath, Sparse]:
        """How many times stronger than chance the links to every node are, by metapath: DWPC / E[DWPC]."""
        return {path: self._lift(path) for path in ways(self.ground, self.demand.entity.kind)}

    @cached_property
    def link(self) -> Row:
        """ln of the lift per two hops, as a share of ln 1000, over the metapath where that is greatest.

        A longer path has more chances to be rare, so that lifts compare by their geometric mean per hop.
        """
        value = np.zeros(len(self.ground.projection))
        for path, lift in self.lifts.items():
            raise_to(value, lift.nodes, lift.values, 2 / len(path.steps) / log(FULL_LIFT))
        return value

    @cached_property
    def seed(self) -> Sparse:
        """The demand's edges to terms, damped; a typed text and a stored demand are treated alike."""
        linked = self.demand.linked
        nodes = np.array(sorted(linked), dtype=np.int32)
        move = move_of(self.view, self.ground.mention, forward=False)
        if move is None or not linked:
            return Sparse.none()
        degree = np.maximum(1, move.rows.degree(nodes)) * len(nodes)
        return Sparse(nodes, np.array([linked[int(node)] for node in nodes]) * degree**-DAMPING)

    def _lift(self, path: Metapath) -> Sparse:
        found = self._spread(path).without(self.demand.node)
        chance = self.ground.figures.expectation(self.view, path).at(found.nodes, len(self.demand.linked))
        values = np.divide(found.values, chance, out=np.zeros_like(found.values), where=chance > 0)
        return Sparse(found.nodes, values)

    def _spread(self, path: Metapath) -> Sparse:
        """The demand's edges led on over the other steps of ``path``; metapaths share what they begin with."""
        if len(path.steps) < 2:
            return self.seed
        if path not in self._ends:
            before = self._spread(Metapath(path.kinds[:-1], path.steps[:-1]))
            scratch = self.ground.tables[self.view.clearance]
            self._ends[path] = stepped(self.view, path.steps[-1], path.kinds[-1], seed=before, scratch=scratch)
        return self._ends[path]

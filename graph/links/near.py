"""One document, or all that somebody made, held against many demands: signals at a few nodes instead of at every node.

The values are those of ``Signals``, so that a pair scores the same whichever side was asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import log

import numpy as np

from graph.links.footing import Footing
from graph.links.metapath import Metapath
from graph.links.share import full_share
from graph.links.signals import FULL_LIFT, IN_PIECES, IN_TEXT, Signals
from graph.links.sparse import Row, Sparse
from graph.links.wanted import Wanted
from graph.links.ways import ways
from graph.links.weights import WEIGHTS
from graph.projection.csr import DAMPING, Nodes
from graph.projection.projection import View
from graph.text.segment import fold
from graph.text.words import words_and_pairs


@dataclass(frozen=True)
class Spot:
    """The nodes that demands are held against (int32, ascending), and what is the same for every demand."""

    ground: Footing
    view: View
    nodes: Nodes
    _chances: dict[Metapath, Row] = field(default_factory=dict, repr=False)
    _kinds: dict[str, bool] = field(default_factory=dict, repr=False)

    @cached_property
    def rows(self) -> dict[int, int]:
        """Which document each of the nodes is, where it is one."""
        documents = self.ground.projection.documents
        found = {int(node): documents.at(int(node)) for node in self.nodes}
        return {node: at for node, at in found.items() if at >= 0}

    def chance(self, path: Metapath) -> Row:
        """E[DWPC] over ``path`` from a node with one edge to each of the nodes."""
        if path not in self._chances:
            self._chances[path] = self.ground.figures.expectation(self.view, path).at(self.nodes, 1.0)
        return self._chances[path]

    def ends(self, kind: str) -> bool:
        """Whether one of the nodes is of ``kind`` or its subkinds."""
        if kind not in self._kinds:
            self._kinds[kind] = bool(self.view.projection.among(self.nodes, kind).any())
        return self._kinds[kind]

    def sure(self, term: int) -> Row:
        """The confidence of each node's edge to a term, 0 where it has none."""
        value = np.zeros(len(self.nodes))
        for relation in set(self.ground.scheme.mentions) & set(self.view.relations):
            rows = self.view.adjacency(relation).out
            for i, node in enumerate(self.nodes.tolist()):
                at = rows.place(node, term)
                if at >= 0:
                    value[i] = max(value[i], float(rows.confidence[at]))
        return value


@dataclass(frozen=True)
class Near(Signals):
    """The signals of one demand at the nodes of ``spot``; 0 at all others."""

    spot: Spot = field(kw_only=True)

    @cached_property
    def text(self) -> Row:
        """BM25 as a share of what a document with all the demand's words would have."""
        documents, asked = self.ground.projection.documents, self.demand.words
        best = self.ground.figures.highest(asked) * full_share(len(asked))
        value = np.zeros(len(self.ground.projection))
        for node, at in self.spot.rows.items():
            score = sum(weight * documents.score(word, at) for word, weight in asked.items())
            value[node] = min(1.0, score / best) if best > 0 else 0.0
        return value

    @cached_property
    def coverage(self) -> Row:
        """Share of the demand's terms, by weight, that a node has: mentioned, or in its text."""
        value, nodes, total = np.zeros(len(self.ground.projection)), self.spot.nodes, self.demand.mass
        for term in self.demand.terms:
            value[nodes] += term.weight / total * self.having(term)[nodes]
        return value

    @cached_property
    def base(self) -> Row:
        """The base part of the score of the nodes as documents."""
        value, nodes = np.zeros(len(self.ground.projection)), self.spot.nodes
        for name, row in (("text", self.text), ("terms", self.coverage), ("link", self.link)):
            value[nodes] += WEIGHTS[name] * row[nodes]
        return value

    @cached_property
    def link(self) -> Row:
        """ln of the lift per two hops, as a share of ln 1000, over the metapath where that is greatest."""
        value, nodes = np.zeros(len(self.ground.projection)), self.spot.nodes
        for path, lift in self.lifts.items():
            share = np.log(np.maximum(lift[nodes], 1.0)) * (2 / len(path.steps)) / log(FULL_LIFT)
            value[nodes] = np.minimum(1.0, np.maximum(value[nodes], share))
        return value

    @cached_property
    def lifts(self) -> dict[Metapath, Sparse]:
        """How many times stronger than chance the links to the nodes are, by the metapaths that may end there."""
        paths = ways(self.ground, self.demand.entity.kind)
        return {path: self._lift(path) for path in paths if self.spot.ends(path.kinds[-1])}

    def _has(self, term: Wanted) -> Sparse:
        documents, nodes = self.ground.projection.documents, self.spot.nodes
        value = np.zeros(len(nodes)) if term.node is None else self.spot.sure(term.node)
        for name in self.ground.names.get(-1 if term.node is None else term.node, (term.name,)):
            whole = fold(name) in documents.vocabulary
            parts = [fold(name)] if whole else list(dict.fromkeys(words_and_pairs(name)))
            for at, node in enumerate(nodes.tolist()):
                row = self.spot.rows.get(node)
                if row is not None and parts and all(documents.score(part, row) > 0 for part in parts):
                    value[at] = max(value[at], IN_TEXT if whole else IN_PIECES)
        return Sparse(nodes, value)

    def _lift(self, path: Metapath) -> Sparse:
        nodes = self.spot.nodes
        weight, chance = self._spread(path)[nodes], self.spot.chance(path) * len(self.demand.linked) ** (1 - DAMPING)
        values = np.divide(weight, chance, out=np.zeros_like(weight), where=chance > 0)
        return Sparse(nodes, values).without(self.demand.node)

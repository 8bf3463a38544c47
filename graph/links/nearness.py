"""How near to a demand the nodes are that paths from it pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.links.meeting import Paths
from graph.links.signals import Signals
from graph.links.sparse import Row, Sparse
from graph.projection.csr import Nodes

BESIDE = 0.1  # relevance of what shares nothing with the demand
LISTED = 0.3  # relevance of a code list entry: many things are in one industry or region


@dataclass(frozen=True)
class Nearness:
    """What lies near to the demand of ``signals``: a document by its base score, a term by its weight."""

    signals: Signals

    def along(self, paths: Paths) -> Row:
        """The nearness of the farthest node between the ends of each path, in [0.1, 1] (float64); 1 where none is."""
        inner = paths.steps[:, 1:] >= 0
        found = np.ones(inner.shape)
        found[inner] = self.at(paths.nodes[:, 1:-1][inner])
        lowest: Row = found.min(axis=1, initial=1.0)
        return lowest

    def at(self, nodes: Nodes) -> Row:
        """The nearness of each of ``nodes``, in [0.1, 1] (float64)."""
        ground, found = self.signals.ground, np.ones(len(nodes))
        listed = self._lists[ground.projection.numbered[nodes]]
        found[listed] = LISTED
        terms = ground.is_term[nodes]
        found[terms] = np.maximum(BESIDE, self._terms[nodes[terms]])
        documents, texts = ground.projection.documents.nodes, np.flatnonzero(~(terms | listed))
        if len(documents):
            places = np.minimum(documents.searchsorted(nodes[texts]), len(documents) - 1)
            texts = texts[documents[places] == nodes[texts]]
            share = self.signals.base[nodes[texts]] / self._best if self._best > 0 else np.zeros(len(texts))
            found[texts] = np.maximum(BESIDE, share)
        return found

    @cached_property
    def _lists(self) -> NDArray[np.bool_]:
        """For every kind whether it is that of a code list."""
        ground = self.signals.ground
        return np.array([kind in ground.scheme.lists for kind in ground.projection.kinds])

    @cached_property
    def _best(self) -> float:
        """The highest base score of all."""
        return float(self.signals.base.max())

    @cached_property
    def _terms(self) -> Sparse:
        """The weight of the demand's terms, the heaviest being 1."""
        terms = self.signals.demand.terms
        heaviest = max((term.weight for term in terms), default=1.0)
        weights = {term.node: term.weight / heaviest for term in terms if term.node is not None}
        nodes = sorted(weights)
        return Sparse(np.array(nodes, dtype=np.int32), np.array([weights[node] for node in nodes], dtype=np.float64))

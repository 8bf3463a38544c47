"""Figures of one load version that many questions need: counted when first needed, then kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.links.metapath import Metapath
from graph.links.null import Expectation
from graph.projection.projection import Projection, View
from graph.text.terms import TermExtractor
from graph.vocabulary import Level


@dataclass(frozen=True)
class Figures:
    """``crowds``: what lies around demands, by clearance and demand (see ``graph.links.trust``)."""

    projection: Projection
    lexicon: TermExtractor
    is_term: NDArray[np.bool_]
    crowds: dict[tuple[Level, int], float] = field(default_factory=dict)
    _expectations: dict[tuple[Level, Metapath], Expectation] = field(default_factory=dict, repr=False)

    @cached_property
    def rarities(self) -> NDArray[np.float64]:
        """For every term how rare it is, in [0, 1]; 0 for all other nodes."""
        value = np.zeros(len(self.projection))
        for node in np.flatnonzero(self.is_term).tolist():
            value[node] = self.lexicon.rarity(self.projection.captions[node])
        return value

    @cached_property
    def written(self) -> NDArray[np.bool_]:
        """For every node whether it has a text."""
        found = np.zeros(len(self.projection), dtype=bool)
        found[self.projection.documents.nodes] = True
        return found

    def highest(self, weights: Mapping[str, float]) -> float:
        """The BM25 score of a document that would have every word of a query at its best: the most a score can be."""
        known = self.projection.documents.vocabulary
        return sum(weight * float(self._highest[known[word]]) for word, weight in weights.items() if word in known)

    def expectation(self, view: View, path: Metapath) -> Expectation:
        """What chance would give over a metapath. Taking edges out of a view does not change it: degrees stay."""
        key = (view.clearance, path)
        if key not in self._expectations:
            self._expectations[key] = Expectation.of(view, path)
        return self._expectations[key]

    @cached_property
    def _highest(self) -> NDArray[np.float32]:
        documents = self.projection.documents
        starts = documents.indptr[:-1]
        return np.maximum.reduceat(documents.scores, starts) if len(documents.scores) else np.empty(0, np.float32)

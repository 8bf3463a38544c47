"""Figures of one load version that many questions need: counted when first needed, then kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.projection.projection import Projection
from graph.text.terms import TermExtractor
from graph.vocabulary import Level


@dataclass(frozen=True)
class Figures:
    """``crowds``: what lies around demands, by clearance and demand (see ``graph.links.trust``)."""

    projection: Projection
    lexicon: TermExtractor
    is_term: NDArray[np.bool_]
    crowds: dict[tuple[Level, int], float] = field(default_factory=dict)

    @cached_property
    def rarities(self) -> NDArray[np.float64]:
        """For every term how rare it is, in [0, 1]; 0 for all other nodes."""
        value = np.zeros(len(self.projection))
        for node in np.flatnonzero(self.is_term).tolist():
            value[node] = self.lexicon.rarity(self.projection.captions[node])
        return value

    def highest(self, word: str) -> float:
        """The highest BM25 score that ``word`` has in any document; 0 for a word of none."""
        at = self.projection.documents.vocabulary.get(word)
        return 0.0 if at is None else float(self._highest[at])

    @cached_property
    def _highest(self) -> NDArray[np.float32]:
        documents = self.projection.documents
        starts = documents.indptr[:-1]
        return np.maximum.reduceat(documents.scores, starts) if len(documents.scores) else np.empty(0, np.float32)

"""What factors read of single nodes, looked up for many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from graph.links.demand import Demand
from graph.links.footing import Footing
from graph.links.metapath import Metapath
from graph.links.sparse import Sparse
from graph.links.wanted import Wanted


class Measured(Protocol):
    """The signals of one demand, as far as they are read here."""

    @property
    def ground(self) -> Footing:
        """What they stand on."""

    @property
    def demand(self) -> Demand:
        """The demand."""

    @property
    def lifts(self) -> Mapping[Metapath, Sparse]:
        """How many times stronger than chance the links to nodes are, by metapath."""

    def having(self, term: Wanted) -> Sparse:
        """How surely a node has one term."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """``words``, ``terms`` and ``lifts`` of a node; what is not there yet when it is asked for is looked up then."""

    signals: Measured
    _words: dict[int, dict[str, float]] = field(default_factory=dict, repr=False)
    _terms: dict[int, frozenset[Wanted]] = field(default_factory=dict, repr=False)
    _lifts: dict[int, dict[Metapath, float]] = field(default_factory=dict, repr=False)

    def words(self, document: int) -> Mapping[str, float]:
        """The demand's words that a document has, and what each adds to its BM25 score."""
        self.foresee(documents=(document,))
        return self._words[document]

    def terms(self, document: int) -> frozenset[Wanted]:
        """Those of the demand's terms that a document has."""
        if document not in self._terms:
            self._find_terms([document])
        return self._terms[document]

    def lifts(self, node: int) -> Mapping[Metapath, float]:
        """How many times stronger than chance the links to a node are, where there are any."""
        self.foresee(nodes=(node,))
        return self._lifts[node]

    def foresee(self, nodes: Iterable[int] = (), documents: Iterable[int] = ()) -> None:
        """Look up the lifts of ``nodes``, the words and terms of ``documents``."""
        missing = [node for node in dict.fromkeys(nodes) if node not in self._lifts]
        if missing:
            self._find_lifts(missing)
        texts = [node for node in dict.fromkeys(documents) if node not in self._words]
        if texts:
            self._find_words(texts)
            self._find_terms(texts)

    def _find_lifts(self, nodes: list[int]) -> None:
        ids = np.array(nodes, dtype=np.int32)
        rows = [(path, row[ids].tolist()) for path, row in self.signals.lifts.items()]
        for at, node in enumerate(nodes):
            self._lifts[node] = {path: values[at] for path, values in rows if values[at] > 0}

    def _find_terms(self, nodes: list[int]) -> None:
        ids = np.array(nodes, dtype=np.int32)
        rows = [(term, (self.signals.having(term)[ids] > 0).tolist()) for term in self.signals.demand.terms]
        for at, node in enumerate(nodes):
            self._terms[node] = frozenset(term for term, there in rows if there[at])

    def _find_words(self, nodes: list[int]) -> None:
        documents = self.signals.ground.projection.documents
        places = {node: documents.at(node) for node in nodes}
        rows = np.array(sorted({row for row in places.values() if row >= 0}), dtype=np.int32)
        found: dict[int, dict[str, float]] = {int(row): {} for row in rows}
        for word, weight in self.signals.demand.words.items():
            where, scores = documents.column(word)
            at = np.minimum(where.searchsorted(rows), max(0, len(where) - 1))
            for row, place in zip(rows.tolist(), at.tolist(), strict=True) if len(where) else ():
                if where[place] == row:
                    found[row][word] = weight * float(scores[place])
        self._words.update({node: found.get(row, {}) for node, row in places.items()})

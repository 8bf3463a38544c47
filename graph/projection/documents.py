"""Full texts for retrieval: an Okapi BM25 index over the nodes that have texts.

Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009); made by ``graph.projection.bm25``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.projection.csr import Nodes, place
from graph.text.segment import fold
from graph.text.words import words_and_pairs


@dataclass(frozen=True, slots=True)
class Documents:
    """``nodes`` (int32, ascending): the node of each document; ``lengths`` (int32): how many words it has.

    ``vocabulary``: the words in order, with their numbers. A word's column: its documents, its BM25 scores, and how
    often it stands in each (``counts``, uint16 or uint32).
    """

    nodes: Nodes
    vocabulary: Mapping[str, int]
    indptr: NDArray[np.int64]
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    counts: NDArray[Any]
    lengths: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.nodes)

    def frequency(self, word: str) -> int:
        """In how many documents ``word`` stands."""
        at = self.vocabulary.get(word)
        return 0 if at is None else int(self.indptr[at + 1] - self.indptr[at])

    def rarity(self, count: int) -> float:
        """How rare it is that so many documents have something: 1 for one or none, towards 0 for all of them."""
        return min(1.0, log((len(self) + 1) / (count + 0.5)) / log(len(self) + 1)) if len(self) else 1.0

    def column(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The documents that have ``word``, and its BM25 score in each."""
        at = self.vocabulary.get(word)
        span = slice(0, 0) if at is None else slice(int(self.indptr[at]), int(self.indptr[at + 1]))
        return self.rows[span], self.scores[span]

    def having(self, text: str) -> tuple[NDArray[np.int32], bool]:
        """The documents that have ``text``: as it stands (``True``) where it is one word, else all its words."""
        if fold(text) in self.vocabulary:
            return self.column(fold(text))[0], True
        columns = [self.column(word)[0] for word in dict.fromkeys(words_and_pairs(text))]
        if not columns:
            return self.rows[:0], False
        found, *others = sorted(columns, key=len)
        for column in others:
            if len(found):
                at = np.minimum(column.searchsorted(found), len(column) - 1)
                found = found[column[at] == found]
        return found, False

    def at(self, node: int) -> int:
        """Which document is ``node``'s; −1 when it has none."""
        return place(self.nodes, node)

    def score(self, word: str, document: int) -> float:
        """The BM25 score of one word in one document."""
        rows, scores = self.column(word)
        found = place(rows, document)
        return float(scores[found]) if found >= 0 else 0.0

    def bm25(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """The score of every document for a query of weighted words: Σ weight · BM25(word)."""
        total = np.zeros(len(self))
        for word, weight in weights.items():
            rows, scores = self.column(word)
            total[rows] += weight * scores
        return total

    def best(self, weights: Mapping[str, float]) -> float:
        """The score of a document that would have every word of the query at its best: the most a score can be."""
        return sum(w * float(self.column(word)[1].max(initial=0.0)) for word, w in weights.items())


def empty() -> Documents:
    """No documents."""
    ints = np.empty(0, np.int32)
    return Documents(ints, {}, np.zeros(1, np.int64), ints, np.empty(0, np.float32), np.empty(0, np.uint16), ints)

"""Full texts for retrieval: an Okapi BM25 index over the nodes that have texts.

Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009); kept by the library bm25s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.projection.csr import Nodes
from graph.text.segment import fold
from graph.text.words import words

K1, B = 1.2, 0.6


@dataclass(frozen=True, slots=True)
class Documents:
    """``nodes`` (int32, ascending): the node of each document. A word's column: its documents and BM25 scores."""

    nodes: Nodes
    vocabulary: Mapping[str, int]
    indptr: NDArray[np.int64]
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    index: Any = None

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
        columns = [self.column(word)[0] for word in dict.fromkeys(words(text))]
        if not columns:
            return self.rows[:0], False
        found = columns[0]
        for column in columns[1:]:
            found = np.intersect1d(found, column, assume_unique=True)
        return found, False

    def at(self, node: int) -> int:
        """Which document is ``node``'s; −1 when it has none."""
        found = int(np.searchsorted(self.nodes, node))
        return found if found < len(self) and int(self.nodes[found]) == node else -1

    def score(self, word: str, document: int) -> float:
        """The BM25 score of one word in one document."""
        rows, scores = self.column(word)
        found = int(rows.searchsorted(document))  # bm25s keeps the documents of a word in ascending order
        return float(scores[found]) if found < len(rows) and int(rows[found]) == document else 0.0

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


def index(texts: Iterable[tuple[int, str]]) -> Documents:
    """The documents of (node, text) in ascending order of nodes; texts without any word are left out."""
    nodes: list[int] = []
    ids: list[list[int]] = []
    vocabulary: dict[str, int] = {}
    for node, text in texts:
        found = [vocabulary.setdefault(word, len(vocabulary)) for word in words(text)]
        if found:
            nodes.append(node)
            ids.append(found)
    if not nodes:
        return empty()
    import bm25s  # noqa: PLC0415 - its import takes long and only builders and openers need it

    made = bm25s.BM25(k1=K1, b=B, method="lucene")
    made.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    return _of(made, np.array(nodes, dtype=np.int32))


def of_columns(
    *,
    nodes: Nodes,
    vocabulary: Mapping[str, int],
    indptr: NDArray[np.int64],
    rows: NDArray[np.int32],
    scores: NDArray[np.float32],
) -> Documents:
    """The documents whose arrays were kept elsewhere than ``save`` keeps them; see ``Documents``."""
    if not len(nodes):
        return empty()
    import bm25s  # noqa: PLC0415

    made = bm25s.BM25(k1=K1, b=B, method="lucene")
    made.scores = {"data": scores, "indices": rows, "indptr": indptr, "num_docs": len(nodes)}
    made.vocab_dict = dict(vocabulary)
    made.nonoccurrence_array = None  # other methods than Lucene's have one
    return _of(made, nodes)


def empty() -> Documents:
    """No documents."""
    return Documents(np.empty(0, np.int32), {}, np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.float32))


def save(documents: Documents, folder: Path) -> None:
    """Write the index into ``folder``."""
    folder.mkdir()
    np.save(folder / "nodes.npy", documents.nodes)
    if documents.index is not None:
        documents.index.save(folder, show_progress=False)


def load(folder: Path) -> Documents:
    """The index in ``folder``, memory-mapped."""
    nodes = np.load(folder / "nodes.npy")
    if not len(nodes):
        return empty()
    import bm25s  # noqa: PLC0415

    return _of(bm25s.BM25.load(folder, mmap=True, load_corpus=False), nodes)


def _of(made: Any, nodes: Nodes) -> Documents:
    indptr, rows, scores = (made.scores[name].view(np.ndarray) for name in ("indptr", "indices", "data"))
    return Documents(nodes, made.vocab_dict, indptr, rows, scores, made)

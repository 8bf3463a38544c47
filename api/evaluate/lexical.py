"""Rankings by text alone: BM25 and TF-IDF over what is known of every possible answer, BM25 with votes.

BM25 counts words; where that is said, also all pairs of neighbouring characters, as the product's own index does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.evaluate.scores import HUNDRED
from api.evaluate.task import Task
from graph.errors import InputError
from graph.text.words import words, words_and_pairs
from graph.vocabulary import Level

Scores = NDArray[np.float64]
Ranker = Callable[[str], list[int]]  # a text to the ids of answers, best first, at most a hundred
Setting = tuple[float, ...]

BM25: Sequence[Setting] = list(product((0.8, 1.5, 3.0), (0.0, 0.2, 0.4, 0.6, 0.8), (0.0, 1.0)))  # k1, b, repeated
VOTES: Sequence[Setting] = list(  # and the power, and whether pairs are counted
    product((1.2,), (0.0, 0.4, 0.8), (0.0,), (1.0, 2.0, 3.0, 4.0, 6.0), (0.0, 1.0))
)
TFIDF: Sequence[Setting] = list(product((0.0, 1.0), (0.0, 1.0)))  # whether frequencies are sublinear, pairs counted
words_of = lru_cache(maxsize=50_000)(words)  # texts are indexed once per setting, and cut into words once
pairs_of = lru_cache(maxsize=50_000)(words_and_pairs)
Cut = Callable[[str], list[str]]


def first(scores: Scores, nodes: NDArray[np.int64]) -> list[int]:
    """The ``nodes`` with the highest scores above 0, best first, at most a hundred; equal ones by id."""
    order = np.lexsort((nodes, -scores))[:HUNDRED]
    return [int(node) for node in nodes[order[scores[order] > 0]]]


def bm25(task: Task, setting: Setting) -> Ranker:
    """Okapi BM25 (bm25s, method "lucene") over the answers' texts; ``setting``: k1, b, and whether a word that the
    query repeats counts each time.
    """
    return _bm25(task, setting, words_of)


def paired(task: Task, setting: Setting) -> Ranker:
    """As ``bm25``, over words and pairs of characters."""
    return _bm25(task, setting, pairs_of)


def _bm25(task: Task, setting: Setting, cut: Cut) -> Ranker:
    score = _scorer(list(task.texts.values()), setting, cut)
    nodes = task.answers.astype(np.int64)
    return lambda text: first(score(text), nodes)


def votes(task: Task, setting: Setting) -> Ranker:
    """BM25 over the documents' titles; who made them has the sum of their scores to a power.

    ``setting``: as for ``bm25``, the power, and whether pairs of characters are counted.

    Source: voting for experts, Macdonald & Ounis 2006, https://doi.org/10.1145/1183614.1183671.
    """
    graph, (power, both) = task.footing.projection, setting[-2:]
    titles = [graph.captions[graph.id_of(uid)] for uid in task.properties]
    score = _scorer(titles, setting, pairs_of if both else words_of)
    makers, made = _makers(task)

    def rank(text: str) -> list[int]:
        total = np.bincount(makers, score(text)[made] ** power, minlength=len(graph))
        return first(total.astype(np.float64), np.arange(len(graph)))

    return rank


def tfidf(task: Task, setting: Setting) -> Ranker:
    """Cosine of TF-IDF vectors (scikit-learn); ``setting``: 1 for sublinear term frequencies, 1 + ln tf; 1 to count
    pairs of characters beside words.

    Raises ``InputError`` (BENCH_PACKAGE) when scikit-learn is not installed.
    """
    try:
        text: Any = import_module("sklearn.feature_extraction.text")
    except ImportError as error:
        raise InputError("BENCH_PACKAGE", package="scikit-learn") from error
    made = text.TfidfVectorizer(analyzer=pairs_of if setting[1] else words_of, sublinear_tf=bool(setting[0]))
    vectors = made.fit_transform(task.texts.values())
    nodes = task.answers.astype(np.int64)
    return lambda asked: first((vectors @ made.transform([asked]).T).toarray().ravel(), nodes)


def _makers(task: Task) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who, of the kind asked for, made which document: ids of nodes, and places of documents in ``properties``."""
    graph, view = task.footing.projection, task.footing.view(Level.PUBLIC)
    low, high = graph.range(task.target)
    pairs = [
        (int(actor), place)
        for place, uid in enumerate(task.properties)
        for relation in task.footing.scheme.made
        for actor in view.neighbours(relation, graph.id_of(uid), forward=False)
        if low <= actor < high
    ]
    makers, made = np.array(pairs, np.int64).reshape(-1, 2).T
    return makers, made


def _scorer(texts: Sequence[str], setting: Setting, cut: Cut) -> Callable[[str], Scores]:
    """The BM25 scores of ``texts`` for a query (float64, one each)."""
    import bm25s  # noqa: PLC0415 - its import takes long

    k1, b, repeated = setting[:3]
    known: dict[str, int] = {}
    ids = [[known.setdefault(word, len(known)) for word in cut(text)] for text in texts]
    index = bm25s.BM25(k1=k1, b=b, method="lucene")
    index.index((ids, known), create_empty_token=False, show_progress=False)

    def score(text: str) -> Scores:
        asked = [known[word] for word in cut(text) if word in known]
        asked = asked if repeated else list(dict.fromkeys(asked))
        return np.asarray(index.get_scores(asked), np.float64) if asked else np.zeros(len(texts))

    return score

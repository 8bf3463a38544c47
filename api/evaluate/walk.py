"""Personalised PageRank on the graph of texts, words, terms and documents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array

from api.evaluate.lexical import Ranker, Setting, first
from api.evaluate.task import Task
from graph.projection.projection import Projection
from graph.text.words import words_and_pairs

PPR: list[Setting] = [(0.15,), (0.4,), (0.8,)]  # how likely a walk starts anew
ROUNDS = 30
ENOUGH = 1e-6  # change of all probabilities together from which a round is the last

Matrix = csr_array[np.float64]


def pagerank(task: Task, setting: Setting) -> Ranker:
    """Rank by personalised PageRank from the words of a text; ``setting``: how likely a walk starts anew.

    Words are nodes beside the graph's own, joined to the documents that have them by their BM25 scores, all other
    edges by their confidence, walked both ways; a walk starts at a word in proportion to its IDF.
    """
    graph = task.footing.projection
    step, known = transition(graph), graph.documents.vocabulary
    low, high = graph.range(task.target)
    nodes = np.arange(low, high)
    rarity = {word: float(np.log(1 + len(graph.documents) / graph.documents.frequency(word))) for word in known}

    def rank(text: str) -> list[int]:
        start = np.zeros(step.shape[0])
        for word in words_and_pairs(text):
            if word in known:
                start[len(graph) + known[word]] += rarity[word]
        return first(walk(step, start, setting[0])[low:high], nodes) if start.any() else []

    return rank


def walk(step: Matrix, start: NDArray[np.float64], anew: float) -> NDArray[np.float64]:
    """The probabilities p = anew·s + (1 − anew)·(p·step + what is lost at nodes without edges, put back to s).

    ``start``: s, not negative, scaled to 1 here. That is ``networkx.pagerank`` with alpha = 1 − anew and s for
    ``personalization`` and ``dangling``. Source: Page et al. 1999; power iteration.
    """
    start = start / start.sum()
    now = start
    for _ in range(ROUNDS):
        moved = (1 - anew) * (step @ now)
        then = moved + (1 - moved.sum()) * start
        if np.abs(then - now).sum() < ENOUGH:
            return then
        now = then
    return now


def transition(graph: Projection) -> Matrix:
    """From column to row how likely a step goes: the graph's nodes by id, then the words by number in the index."""
    rows, columns, weights = [], [], []
    for both in graph.relations.values():
        rows.append(np.repeat(np.arange(len(graph)), np.diff(both.out.indptr)))
        columns.append(both.out.indices)
        weights.append(both.out.confidence.astype(np.float64))
    texts = graph.documents
    rows.append(len(graph) + np.repeat(np.arange(len(texts.vocabulary)), np.diff(texts.indptr)))
    columns.append(texts.nodes[texts.rows])
    weights.append(texts.scores.astype(np.float64))
    size = len(graph) + len(texts.vocabulary)
    ends = (np.concatenate(rows), np.concatenate(columns))
    one_way = csr_array(coo_array((np.concatenate(weights), ends), shape=(size, size)))
    both_ways = csr_array(one_way + one_way.T)
    degree: NDArray[np.float64] = np.asarray(both_ways.sum(axis=0)).ravel()
    return csr_array(both_ways @ diags_array(np.divide(1.0, degree, out=np.zeros(size), where=degree > 0)))

"""How good rankings with one right answer each are, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int64]  # per query the place of the right answer, 1 for the first; 0 where it is not ranked at all
Values = NDArray[np.float64]
TEN, HUNDRED = 10, 100
DRAWS, SEED = 2_000, 7


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the bounds of its 95 % bootstrap interval (percentiles)."""

    mean: float
    low: float
    high: float


def rank_of(answer: int, ranking: Sequence[int]) -> int:
    """The place of ``answer`` in a ranking, from 1; 0 where it is not there."""
    return ranking.index(answer) + 1 if answer in ranking else 0


def ndcg(ranks: Ranks) -> Values:
    """nDCG@10 per query: 1/log₂(1 + rank) within the first ten, else 0; with one right answer the ideal is 1.

    Source: Järvelin & Kekäläinen 2002, https://doi.org/10.1145/582415.582418.
    """
    found = (ranks > 0) & (ranks <= TEN)
    return np.where(found, 1 / np.log2(1 + np.where(found, ranks, 1)), 0.0)


def reciprocal(ranks: Ranks) -> Values:
    """1/rank per query within the first hundred, else 0; its mean is MRR."""
    found = (ranks > 0) & (ranks <= HUNDRED)
    return np.where(found, 1 / np.where(found, ranks, 1), 0.0)


def recall(ranks: Ranks) -> Values:
    """1 per query whose answer is within the first hundred, else 0; its mean is Recall@100."""
    return ((ranks > 0) & (ranks <= HUNDRED)).astype(np.float64)


def draws(queries: int) -> NDArray[np.int64]:
    """The queries drawn anew with repetition, ``DRAWS`` times: the same for all methods, so that they pair."""
    return np.random.default_rng(SEED).integers(0, queries, (DRAWS, queries))


def interval(values: Values, drawn: NDArray[np.int64]) -> Interval:
    """The mean of ``values``, one per query, and the interval of that mean over the draws."""
    low, high = np.percentile(values[drawn].mean(axis=1), (2.5, 97.5))
    return Interval(float(values.mean()), float(low), float(high))


def gain(values: Values, base: Values, drawn: NDArray[np.int64]) -> Interval:
    """By which share the mean of ``values`` is above that of ``base``, both over the same draws: 0.1 for 10 %.

    0 for a ``base`` that found nothing in any draw.
    """
    mine, theirs = values[drawn].mean(axis=1), base[drawn].mean(axis=1)
    shares = np.divide(mine - theirs, theirs, out=np.zeros_like(mine), where=theirs > 0)
    low, high = np.percentile(shares, (2.5, 97.5))
    mean = float((values.mean() - base.mean()) / base.mean()) if base.any() else 0.0
    return Interval(mean, float(low), float(high))

"""How good a BM25 score is: its share of the highest possible one."""

from __future__ import annotations

from math import log

FULL_TEXT = (0.8, 0.35)  # share of the highest possible BM25 score that counts as 1: of few words, of many
FEW, MANY = 5, 40  # words; in between the share falls with their logarithm


def full_share(count: int) -> float:
    """Which share of the highest possible BM25 score is as good as it gets, for a query of ``count`` words.

    A document that answers a short query has most of its words; a long one is never matched word by word.
    """
    most, least = FULL_TEXT
    step = (log(min(max(count, FEW), MANY)) - log(FEW)) / (log(MANY) - log(FEW))
    return most + (least - most) * step

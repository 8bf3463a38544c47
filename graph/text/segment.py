"""Texts to tokens: the most probable words of Chinese runs, and Latin words and numbers as they stand."""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.text.dictionary import Dictionary, dictionary

PIECES = re.compile(r"(?P<han>[㐀-鿿]+)|(?P<latin>[a-z0-9α-ω]+(?:[.\-_/][a-z0-9α-ω]+)*)")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
UNKNOWN = 20.0  # −ln of the share of a single character that is no word
RUN = 200  # characters of a Chinese run that are split at once


class Token(NamedTuple):
    """A word of a text, folded, with where it stands; ``latin`` words have no words within."""

    text: str
    start: int
    end: int
    latin: bool


def fold(text: str) -> str:
    """``text`` in lower case and half width, character by character, so that positions stay."""
    plain = text.translate(FULL_WIDTH)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def tokens(folded: str) -> list[Token]:
    """The tokens of a folded text in order. Punctuation and spaces are left out."""
    words = dictionary()
    found: list[Token] = []
    for piece in PIECES.finditer(folded):
        start, end = piece.span()
        if piece.lastgroup == "latin":
            found.append(Token(piece[0], start, end, latin=True))
            continue
        for low in range(start, end, RUN):
            run = folded[low : min(low + RUN, end)]
            at = low
            for length in _lengths(run, words):
                found.append(Token(folded[at : at + length], at, at + length, latin=False))
                at += length
    return found


def _lengths(run: str, words: Dictionary) -> list[int]:
    """Lengths of the words of the split with the least total surprise (unigram model, dynamic programming)."""
    n, surprise, longest = len(run), words.surprise, words.longest
    cost = [0.0] * (n + 1)
    step = [1] * n
    for i in range(n - 1, -1, -1):
        best = surprise.get(run[i], UNKNOWN) + cost[i + 1]
        for length in range(2, min(longest.get(run[i : i + 2], 1), n - i) + 1):
            word = surprise.get(run[i : i + length])
            if word is not None and word + cost[i + length] < best:
                best, step[i] = word + cost[i + length], length
        cost[i] = best
    lengths, i = [], 0
    while i < n:
        lengths.append(step[i])
        i += step[i]
    return lengths

"""Texts to tokens: the most probable words of Chinese runs, and Latin words and numbers as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import NamedTuple

PIECES = re.compile(r"(?P<han>[㐀-鿿]+)|(?P<latin>[a-z0-9α-ω]+(?:[.\-_/][a-z0-9α-ω]+)*)")
HAN = "㐀"  # the first Chinese character; Latin and Greek letters and digits are below
NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
WIDE = frozenset(NARROW)


class Token(NamedTuple):
    """A word of a text, folded, with where it stands; ``latin`` words have no words within."""

    text: str
    start: int
    end: int
    latin: bool


def narrow(text: str) -> str:
    """``text`` in half width, character by character."""
    for sign in WIDE.intersection(text):
        text = text.replace(sign, NARROW[sign])
    return text


def fold(text: str) -> str:
    """``text`` in lower case and half width, character by character, so that positions stay."""
    plain = narrow(text)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def tokens(folded: str) -> list[Token]:
    """The tokens of a folded text in order. Punctuation and spaces are left out."""
    return [Token(word, start, end, word < HAN) for word, start, end in zip(*split(folded), strict=True)]


def split(folded: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a folded text in order, where each begins, and where each ends, exclusive."""
    cut = _cutter()
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in PIECES.finditer(folded):
        run = cut(piece[0], False) if piece.lastgroup == "han" else [piece[0]]
        bounds = list(accumulate(map(len, run), initial=piece.start()))
        words += run
        starts += bounds[:-1]
        ends += bounds[1:]
    return words, starts, ends


@cache
def _cutter() -> Callable[[str, bool], list[str]]:
    """Splits a Chinese run so that its words are the most probable ones (unigram model over jieba's dictionary)."""
    import rjieba  # noqa: PLC0415 - its import reads the dictionary

    return rjieba.cut

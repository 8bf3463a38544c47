"""Texts to the words that retrieval counts: words, words within words, and pairs of neighbouring characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.text.dictionary import dictionary
from graph.text.generic import generic
from graph.text.segment import HAN as HAN_FIRST
from graph.text.segment import Token, fold, tokens

PAIR = 2
LONG = 3  # characters from which a word is searched for shorter ones
HAN = re.compile("[㐀-鿿]{2,}")


def words(text: str) -> list[str]:
    """The words of ``text`` in order, generic ones left out."""
    found = tokens(fold(text))
    return [word for i, token in enumerate(found) for word in _words(token, found[i - 1] if i else None)]


def words_and_pairs(text: str) -> list[str]:
    """What the index of texts counts: the longer words of ``text`` and its Latin ones, then every two Chinese
    characters that stand side by side, whatever words they belong to.

    Where one text has 导热 薄膜 and another 导热膜, or a word is cut differently, pairs are still in common; pairs over
    the border of two words tell a phrase from its words apart. Both together are found to be the best way to search
    Chinese (Nie, Gao, Zhang & Zhou 2000, https://doi.org/10.1145/355214.355235). Words of two characters are pairs.
    """
    found = [word for word in words(text) if len(word) > PAIR or word < HAN_FIRST]
    for run in HAN.findall(fold(text)):
        found += map("".join, pairwise(run))
    return found


def _words(token: Token, before: Token | None) -> Iterator[str]:
    if len(token.text) == 1:
        yield from _pair(token, before)
        return
    if token.text not in generic():
        yield token.text
    if token.latin:
        return
    if before is not None and len(before.text) == 1 and before.end == token.start and before.text not in generic():
        yield before.text + token.text[0]
    if len(token.text) >= LONG:
        yield from _within(token.text)


def _pair(token: Token, before: Token | None) -> Iterator[str]:
    """A single character joined to the one before it, since a compound such as 石墨|烯 is no word of the dictionary."""
    single = token.text
    if before is None or before.end != token.start or before.latin or single in generic():
        return
    if before.text not in generic() or len(before.text) > 1:
        yield before.text[-1] + single
    if len(before.text) > 1:
        yield before.text + single


def _within(word: str) -> Iterator[str]:
    """The two- and three-character words inside a longer word."""
    known = dictionary().surprise
    for length in (2, 3):
        for start in range(len(word) - length + 1):
            part = word[start : start + length]
            if length < len(word) and part in known and part not in generic():
                yield part

"""What our terms are compared with: keyword extractors in use, and noun chunks by C-value and IDF."""

from __future__ import annotations

import logging
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from math import log2
from typing import Any

from graph.errors import InputError

Extract = Callable[[str], list[str]]
MOST_WORDS = 5
PEERS = ("jieba_tfidf", "jieba_textrank", "yake", "c_value")


def peer(name: str, *, first: int) -> Extract:
    """The peer ``name`` of ``PEERS``, giving its ``first`` best terms of a text.

    Raises ``InputError`` (BENCH_PACKAGE) when the package it needs is not installed.
    """
    return {"jieba_tfidf": _tfidf, "jieba_textrank": _textrank, "yake": _yake, "c_value": _c_value}[name](first)


def _tfidf(first: int) -> Extract:
    analyse = _package("jieba.analyse")
    return lambda text: list(analyse.extract_tags(text, topK=first))


def _textrank(first: int) -> Extract:
    analyse = _package("jieba.analyse")
    return lambda text: list(analyse.textrank(text, topK=first))


def _yake(first: int) -> Extract:
    """YAKE over jieba's words; single words (n = 1) did best of n = 1, 2, 3 on CSL."""
    jieba = _package("jieba")
    find = _package("yake").KeywordExtractor(lan="zh", n=1, top=first)
    return lambda text: [word for word, _ in find.extract_keywords(" ".join(jieba.cut(text)))]


def _c_value(first: int) -> Extract:
    """Noun chunks by C-value times the mean IDF of their words, with jieba's word classes and IDF.

    Source: Frantzi, Ananiadou & Mima 2000, https://doi.org/10.1007/s007999900023; one is added to the number of words
    in the logarithm, so that single words count too.
    """
    _package("jieba")
    cut = _package("jieba.posseg").cut
    known = _package("jieba.analyse").default_tfidf
    rarity, usual = known.idf_freq, known.median_idf

    def find(text: str) -> list[str]:
        times, words = _chunks(cut(text))
        within: defaultdict[str, list[int]] = defaultdict(list)
        for key, parts in words.items():
            for i, j in _spans(len(parts)):
                if j - i < len(parts):
                    within["".join(parts[i:j])].append(times[key])
        worth = {}
        for key, parts in words.items():
            nested = within.get(key, [])
            alone = times[key] - (sum(nested) / len(nested) if nested else 0)
            mean = sum(rarity.get(part, usual) for part in parts) / len(parts)
            worth[key] = log2(len(parts) + 1) * alone * mean
        return sorted(worth, key=lambda key: -worth[key])[:first]

    return find


def _chunks(pairs: Iterator[Any]) -> tuple[Counter[str], dict[str, list[str]]]:
    """Runs of nouns and attributes, and every piece of one that ends in a noun: how often, and its words."""
    times: Counter[str] = Counter()
    words: dict[str, list[str]] = {}
    for run in _runs(pairs):
        for i, j in _spans(len(run)):
            parts = [word for word, _ in run[i:j]]
            key = "".join(parts)
            if run[j - 1][1] not in {"an", "b"} and len(key) > 1:
                times[key] += 1
                words[key] = parts
    return times, words


def _runs(pairs: Iterator[Any]) -> Iterator[list[tuple[str, str]]]:
    run: list[tuple[str, str]] = []
    for pair in pairs:
        if pair.flag[0] in "nlj" or pair.flag in {"vn", "eng", "an", "b", "a"}:
            run.append((pair.word, pair.flag))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _spans(words: int) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(words) for j in range(i + 1, min(words, i + MOST_WORDS) + 1))


def _package(name: str) -> Any:
    """A package that warns and logs when it is imported, without that. Raises ``InputError`` (BENCH_PACKAGE)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            package = import_module(name)
        except ImportError as error:
            raise InputError("BENCH_PACKAGE", package=name) from error
    logging.getLogger("jieba").setLevel(logging.ERROR)
    return package

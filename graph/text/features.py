"""What speaks for a candidate being a term of its text: one number each, weighted in ``term_weights.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from operator import mul
from pathlib import Path

from graph.text.background import Background
from graph.text.candidates import Candidate
from graph.text.dictionary import RARE, dictionary
from graph.text.function_words import function_words
from graph.text.generic import generic

FILE = Path(__file__).with_name("term_weights.toml")
NAMES = (
    "times",  # ln of how often it stands in the text
    "alone",  # ln(1 + how often as a whole run of words)
    "whole",  # share of these
    "edges",  # share of its edges at which a run begins or ends
    "late",  # ln(1 + first place in the text / 40)
    "rarity",  # mean rarity of its words in the background
    "rarest",  # least surprise of a word in general text
    "longer",  # times of the commonest longer candidate, by its own (the nested discount of C-value)
    "cohesion",  # its words stand together in the background
    "quoted",  # stands after an opening quotation mark
    "glossed",  # stands before a bracket
    "after_grammar",
    "before_of",  # stands before 的
    "generic_start",
    "generic_end",
    "single",  # is one word
    "heading",  # stands in the title
    "heading_run",  # is a whole run of the title
    "known",  # is in the lexicon given
)
WIDTHS = 10  # of one to nine and of more characters
QUOTES, BRACKETS = frozenset('“"‘《「'), frozenset("(（")
CHARACTER = 11.0  # −ln of the share of a single character that is no word
PLACE = 40.0


@dataclass(frozen=True, slots=True)
class Weights:
    """``bias``, one weight per feature, one per width, and how much likeness to a better term takes off."""

    bias: float
    features: tuple[float, ...]
    widths: tuple[float, ...]
    likeness: float
    shortest: int


@cache
def weights(name: str) -> Weights:
    """The weights of a table of ``term_weights.toml``. Raises ``KeyError`` for a table that it lacks."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))[name]
    features = tuple(float(table["features"].get(feature, 0.0)) for feature in NAMES)
    widths = tuple(map(float, table["widths"]))
    return Weights(table["bias"], features, widths, table["likeness"], table["shortest"])


def features(key: str, one: Candidate, background: Background, *, known: bool) -> tuple[float, ...]:
    """The features of a candidate in the order of ``NAMES``."""
    words = [word.text for word in one.words]
    count = len(words)
    return (
        log(one.times),
        log(1 + one.alone),
        one.alone / one.times,
        (one.first + one.last) / (2 * one.times),
        log(1 + one.start / PLACE),
        sum(map(background.rarity, words)) / count / 10,
        min(map(_surprise, words)) / 10,
        one.longer / one.times,
        _cohesion(key, one, background) / 10,
        float(not QUOTES.isdisjoint(one.before)),
        float(not BRACKETS.isdisjoint(one.after)),
        float(not function_words().isdisjoint(one.before)),
        float("的" in one.after),
        float(words[0] in generic()),
        float(words[-1] in generic()),
        float(count == 1),
        float(one.headed > 0),
        float(one.headed > 1),
        float(known),
    )


def width(key: str) -> int:
    """Index of a candidate's width."""
    return min(len(key), WIDTHS) - 1


def score(values: Sequence[float], wide: int, by: Weights) -> float:
    """The weighted sum: the logarithm of the odds that an author would name the candidate."""
    return by.bias + by.widths[wide] + float(sum(map(mul, by.features, values)))


def _surprise(word: str) -> float:
    return dictionary().surprise.get(word, RARE if len(word) > 1 else CHARACTER)


def _cohesion(key: str, one: Candidate, background: Background) -> float:
    words, start = one.words, one.words[0].start
    if len(words) < 2:
        return 0.0
    return background.cohesion(key, key[: words[-2].end - start], key[words[1].start - start :])

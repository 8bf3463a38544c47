"""The terms of a text that an author would name as its keywords, known or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple

from graph.text.abbreviations import abbreviations
from graph.text.background import Background
from graph.text.candidates import Candidate, candidates
from graph.text.features import Weights, features, score, weights, width
from graph.text.generic import is_generic
from graph.text.segment import fold
from graph.text.terms import Term

TALK = (
    "研究",
    "探讨",
    "初探",
    "探析",
    "进展",
    "现状",
    "综述",
)  # how titles end; 队列研究 may be a term, 影响机理研究 is none
SHORT = 4  # characters of a term that may end so
POOL = 6  # candidates looked at per term asked for


class _Scored(NamedTuple):
    score: float
    key: str
    one: Candidate


@dataclass(frozen=True, slots=True)
class KeyphraseExtractor:
    """Finds the terms of texts by how they stand there and by a background of other texts.

    Parameters: ``background`` – ``packaged()``, or ``Background.of`` the graph's own texts; ``known`` – names of
    terms with the name to give for each (its synonyms and abbreviations too), which are preferred; ``by`` – the
    weights: ``weights("terms")`` finds what authors of papers name, ``weights("words")`` single words.
    """

    background: Background
    known: Mapping[str, str] = field(default_factory=dict)
    by: Weights = field(default_factory=lambda: weights("terms"))

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", {fold(name): to for name, to in self.known.items()})

    def extract(self, text: str, *, first: int = 5, heading: int = 0) -> list[Term]:
        """The ``first`` best terms of ``text``, best first, each once, with where it first stands.

        A weight is the probability that an author would name the term as a keyword, as far as is known of such texts.
        The first ``heading`` characters are a title. Generic words alone are no terms; an abbreviation that the text
        explains counts for the term that it is short for.
        """
        folded = fold(text)
        found = _expanded(text, candidates(folded, heading=heading))
        scored = [
            _Scored(self._score(key, one), key, one)
            for key, one in found.items()
            if len(key) >= self.by.shortest and _can_name(key)
        ]
        scored.sort(key=lambda item: (-item.score, item.one.start, item.key))
        chosen = _unlike(scored[: POOL * first], first, self.by.likeness)
        terms = [Term(self._name(text, item), _odds(item.score), item.one.start, item.one.end) for item in chosen]
        return list({term.name: term for term in reversed(terms)}.values())[::-1]

    def _score(self, key: str, one: Candidate) -> float:
        values = features(key, one, self.background, known=key in self.known)
        return score(values, width(key), self.by)

    def _name(self, text: str, item: _Scored) -> str:
        return self.known.get(item.key) or " ".join(text[item.one.start : item.one.end].split())


def _can_name(key: str) -> bool:
    return not is_generic(key) and (len(key) <= SHORT or not key.endswith(TALK))


def _expanded(text: str, found: dict[str, Candidate]) -> dict[str, Candidate]:
    """The candidates with explained abbreviations counted as what they are short for."""
    for given in abbreviations(text):
        long = found.get(fold(given.long))
        short = found.pop(fold(given.short), None) if long else None
        if long and short:
            long.times += short.times
    return found


def _unlike(scored: list[_Scored], first: int, likeness: float) -> list[_Scored]:
    """The best ones, each the less worth the more of its characters are those of a better one.

    Source: maximal marginal relevance, Carbonell & Goldstein 1998, https://doi.org/10.1145/290941.291025.
    """
    values = [item.score for item in scored]
    letters = [frozenset(item.key) for item in scored]
    chosen: list[_Scored] = []
    left = list(range(len(scored)))
    while left and len(chosen) < first:
        best = max(left, key=values.__getitem__)
        left.remove(best)
        chosen.append(scored[best]._replace(score=values[best]))
        taken = letters[best]
        for i in left:
            shared = len(taken & letters[i])
            if shared:
                values[i] -= likeness * shared / (len(taken) + len(letters[i]) - shared)
    return chosen


def _odds(value: float) -> float:
    return 1 / (1 + exp(-value))

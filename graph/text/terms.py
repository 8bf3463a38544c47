"""Technical terms in texts: the known ones of a lexicon, each with how much the text is about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from math import log, sqrt
from typing import NamedTuple

from graph.text.dictionary import LEAST, dictionary
from graph.text.generic import generic
from graph.text.segment import HAN, fold, split

SATURATION = 0.5  # one occurrence counts 1/(1+.5), two 2/(2+.5), …
NESTED = 0.6  # weight of a term that stands within a longer known term
SHORTEST, LONGEST = 2, 40  # characters of a term
ALTERING = frozenset(
    "聚非半不无"
)  # in front of a term they make another thing of it: 聚丙烯 is no 丙烯, 半导体 no 导体
CHAINS, ENDINGS = frozenset("烷烯炔苯"), frozenset("酸酰腈醇醛酯胺酮酚")  # so does one of these after those: 丙烯酸


class Term(NamedTuple):
    """A term as the lexicon has it, its weight in (0, 1], and where it first stands in the text: [start, end)."""

    name: str
    weight: float
    start: int
    end: int


@dataclass(slots=True)
class _Seen:
    start: int
    end: int
    times: int = 0
    nested: bool = True


@dataclass(slots=True)
class TermExtractor:
    """Finds the terms of a lexicon in texts.

    Parameters: ``names`` – the known terms; ``frequencies`` – in how many documents each stands, and ``documents`` –
    how many there are: then a term's rarity among them counts too. Generic words are never terms.
    A term is found where words end, so that 金属 is not found in 现金|属于; Latin terms match whole words only. It is
    not found where a character beside it makes another thing of it.
    """

    names: Iterable[str]
    frequencies: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0
    _known: dict[str, str] = field(init=False, repr=False)
    _longest: dict[str, int] = field(init=False, repr=False)  # characters of the longest known term, by its first two
    _rarity: dict[str, float] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._known = {}
        self._longest = {}
        for name in self.names:
            key = fold(name.strip())
            if SHORTEST <= len(key) <= LONGEST and key not in generic():
                self._known.setdefault(key, name)
                self._longest[key[:2]] = max(len(key), self._longest.get(key[:2], 0))
        self.names = ()  # a lexicon may be large and is not needed twice

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, name: str) -> bool:
        return fold(name) in self._known

    def extract(self, text: str) -> list[Term]:
        """The known terms of ``text``, heaviest first, each once; a term within a longer one counts less."""
        folded = fold(text)
        seen: dict[str, _Seen] = {}
        reach = 0  # end of the longest term found so far
        for start, end in self._matches(folded):
            key = folded[start:end]
            one = seen.get(key)
            if one is None:
                one = seen[key] = _Seen(start, end)
            one.times += 1
            if end > reach:
                one.nested = False
                reach = end
        found = [Term(self._known[key], self._weight(key, one), one.start, one.end) for key, one in seen.items()]
        found.sort(key=_order)
        return found

    def rarity(self, name: str) -> float:
        """How much a term tells, in [0.05, 1]: rare in general text and, where counted, in the documents."""
        key = fold(name)
        return self._rarity.get(key) or self._told(key, name)

    def _told(self, key: str, name: str) -> float:
        told = general_rarity(key)
        name = self._known.get(key, name)
        if name in self.frequencies and self.documents > 1:
            among = log((self.documents + 1) / (self.frequencies[name] + 0.5)) / log(self.documents + 1)
            told = max(LEAST, min(1.0, sqrt(told * max(among, LEAST))))
        self._rarity[key] = told
        return told

    def _weight(self, key: str, one: _Seen) -> float:
        weight = (self._rarity.get(key) or self._told(key, key)) * one.times / (one.times + SATURATION)
        return weight * NESTED if one.nested else weight

    def _matches(self, folded: str) -> list[tuple[int, int]]:
        """Where known terms stand, by start, longest first."""
        words, starts, ends = split(folded)
        found: list[tuple[int, int]] = []
        for at, start in enumerate(starts):
            most = self._longest.get(folded[start : start + 2])
            if most is not None and not (at and words[at - 1] in ALTERING and ends[at - 1] == start):
                found += self._whole(folded, start, most, islice(ends, at, None))
            if len(words[at]) > SHORTEST and words[at] >= HAN and not _goes_on(folded, ends[at]):
                found += self._inner(words[at], ends[at])
        return found

    def _whole(self, folded: str, start: int, most: int, ends: Iterable[int]) -> list[tuple[int, int]]:
        """The known terms that begin and end where words do, of at most ``most`` characters."""
        found: list[tuple[int, int]] = []
        for end in ends:
            if end - start > most:
                break
            if folded[start:end] in self._known and not _goes_on(folded, end):
                found.append((start, end))
        # What lacks but a character at its end is another thing: 石墨 in 石墨烯, 机器 in 机器人.
        if len(found) > 1 and found[-2][1] + 1 == found[-1][1]:
            del found[-2]
        found.reverse()
        return found

    def _inner(self, word: str, end: int) -> Iterator[tuple[int, int]]:
        """The known terms that end a word and are words themselves, such as 电池 in 锂电池."""
        known, words = self._known, dictionary().surprise
        for at in range(1 + (word[0] in ALTERING), len(word) - SHORTEST + 1):
            if word[at:] in known and word[at:] in words:
                yield end - len(word) + at, end


def _goes_on(folded: str, end: int) -> bool:
    """Whether the name of a chemical goes on after one that ends at ``end``."""
    return folded[end - 1] in CHAINS and folded[end : end + 1] in ENDINGS


def general_rarity(key: str) -> float:
    """Rarity in general text; a compound is as telling as its most telling word and a little more."""
    words = dictionary()
    if key in words.surprise:
        return words.rarity(key)
    parts = [words.rarity(word) for word in split(key)[0] if len(word) > 1]
    return min(1.0, max(parts, default=1.0) * 0.6 + 0.4)


def _order(term: Term) -> tuple[float, int, str]:
    return -term.weight, term.start, term.name

"""Technical terms in texts: the known ones of a lexicon, each with how much the text is about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log, sqrt

from graph.text.dictionary import LEAST, dictionary
from graph.text.generic import generic
from graph.text.segment import Token, fold, tokens

SATURATION = 0.5  # one occurrence counts 1/(1+.5), two 2/(2+.5), …
NESTED = 0.6  # weight of a term that stands within a longer known term
SHORTEST, LONGEST = 2, 40  # characters of a term


@dataclass(frozen=True, slots=True)
class Term:
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
    A term is found where words end, so that 金属 is not found in 现金|属于; Latin terms match whole words only.
    """

    names: Iterable[str]
    frequencies: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0
    _known: dict[str, str] = field(init=False, repr=False)
    _longest: dict[str, int] = field(init=False, repr=False)
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
            one = seen.setdefault(folded[start:end], _Seen(start, end))
            one.times += 1
            one.nested = one.nested and end <= reach
            reach = max(reach, end)
        found = [Term(self._known[key], self._weight(key, one), one.start, one.end) for key, one in seen.items()]
        return sorted(found, key=lambda term: (-term.weight, term.start, term.name))

    def rarity(self, name: str) -> float:
        """How much a term tells, in [0.05, 1]: rare in general text and, where counted, in the documents."""
        key = fold(name)
        if key not in self._rarity:
            self._rarity[key] = self._told(key, self._known.get(key, name))
        return self._rarity[key]

    def _told(self, key: str, name: str) -> float:
        general = general_rarity(key)
        if name not in self.frequencies or self.documents < 2:
            return general
        among = log((self.documents + 1) / (self.frequencies[name] + 0.5)) / log(self.documents + 1)
        return max(LEAST, min(1.0, sqrt(general * max(among, LEAST))))

    def _weight(self, key: str, one: _Seen) -> float:
        weight = self.rarity(key) * one.times / (one.times + SATURATION)
        return weight * NESTED if one.nested else weight

    def _matches(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where known terms stand, by start, longest first."""
        words = tokens(folded)
        ends = {word.end for word in words}
        for word in words:
            for start in (word.start,) if word.latin else range(word.start, word.end):
                longest = self._longest.get(folded[start : start + 2])
                if longest is not None:
                    yield from self._from(folded, start, longest, (word, ends))

    def _from(self, folded: str, start: int, longest: int, where: tuple[Token, set[int]]) -> Iterator[tuple[int, int]]:
        word, ends = where
        before = 0  # end of the longer term found from here
        for end in range(start + longest, start + SHORTEST - 1, -1):
            key = folded[start:end]
            # Whole words; or the last word within one, such as 电池 in 锂电池. What lacks but a character at its end is
            # another thing: 石墨 in 石墨烯, 机器 in 机器人.
            whole = start == word.start and end in ends
            if (
                key in self._known
                and end + 1 != before
                and (whole or (end == word.end and key in dictionary().surprise))
            ):
                yield start, end
                before = before or end


def general_rarity(key: str) -> float:
    """Rarity in general text; a compound is as telling as its most telling word and a little more."""
    words = dictionary()
    if key in words.surprise:
        return words.rarity(key)
    parts = [words.rarity(token.text) for token in tokens(key) if len(token.text) > 1]
    return min(1.0, max(parts, default=1.0) * 0.6 + 0.4)

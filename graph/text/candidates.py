"""Every piece of a text that could be the name of a thing: up to six words in a row, none of them grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.text.function_words import function_words
from graph.text.segment import Token, tokens

MOST_WORDS = 6
LONGEST_HAN, LONGEST = 16, 40  # characters of a candidate with Chinese words, of any
LETTER = re.compile(r"[a-zα-ω]")
EDGE = "\n"  # what stands before the first and after the last word


@dataclass(slots=True)
class Run:
    """Words in a row, with the word or sign ``before`` and ``after`` them."""

    words: list[Token]
    before: str
    after: str = EDGE


@dataclass(slots=True)
class Candidate:
    """A piece of a text: its words where it first stands, and how it stands wherever it does.

    ``times`` it stands in the text, of these ``alone`` as a whole run, ``first`` at the beginning of one and ``last``
    at the end; ``before`` and ``after``: the signs or words at those edges; ``headed``: 0 outside the heading,
    1 within it, 2 where it is a whole run of the heading; ``longer``: times of the commonest longer candidate.
    """

    words: Sequence[Token]
    times: int = 0
    alone: int = 0
    first: int = 0
    last: int = 0
    headed: int = 0
    longer: int = 0
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where it first begins in the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it first ends, exclusive."""
        return self.words[-1].end


def runs(folded: str) -> Iterator[Run]:
    """The longest pieces of a folded text between grammar, numbers and punctuation."""
    run: Run | None = None
    last, previous = 0, EDGE
    for word in tokens(folded):
        gap = folded[last : word.start]
        if run and not _joined(gap, run.words[-1], word):
            run.after = gap[0]
            yield run
            run = None
        if _breaks(word):
            if run:
                run.after = word.text
                yield run
                run = None
        elif run:
            run.words.append(word)
        else:
            run = Run([word], gap[-1] if gap else previous)
        last, previous = word.end, word.text
    if run:
        run.after = folded[last : last + 1] or EDGE
        yield run


def candidates(folded: str, *, heading: int = 0) -> dict[str, Candidate]:
    """The candidates of a folded text by their own text. Its first ``heading`` characters are a title."""
    found: dict[str, Candidate] = {}
    for run in runs(folded):
        count = len(run.words)
        for i, j in _pieces(run.words):
            words = run.words[i : j + 1]
            start = words[0].start
            key = folded[start : words[-1].end]
            one = found.get(key)
            if one is None:
                one = found[key] = Candidate(words)
            _count(one, run, whole=(i == 0, j == count - 1))
            if start < heading:
                one.headed = max(one.headed, 1 + (i == 0 and j == count - 1))
    _nest(found)
    return found


def _pieces(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and last word of each piece of a run that is not too long."""
    for i, first in enumerate(words):
        latin = True
        for j in range(i, min(i + MOST_WORDS, len(words))):
            latin = latin and words[j].latin
            if words[j].end - first.start > (LONGEST if latin else LONGEST_HAN):
                break
            yield i, j


def _count(one: Candidate, run: Run, *, whole: tuple[bool, bool]) -> None:
    first, last = whole
    one.times += 1
    one.alone += first and last
    if first:
        one.first += 1
        one.before.append(run.before)
    if last:
        one.last += 1
        one.after.append(run.after)


def _nest(found: dict[str, Candidate]) -> None:
    """Tell each candidate how often the commonest candidate around it stands."""
    for key, one in found.items():
        words, start = one.words, one.words[0].start
        if len(words) > 1:  # the two pieces that lack one word; shorter ones are within those
            for low, high in ((words[0].start, words[-2].end), (words[1].start, words[-1].end)):
                inner = found[key[low - start : high - start]]
                inner.longer = max(inner.longer, one.times)


def _joined(gap: str, left: Token, right: Token) -> bool:
    """Whether two words belong together: side by side, two Latin words after a space, a Latin word at a hyphen."""
    if gap == "-":
        return left.latin or right.latin
    return not gap or (gap == " " and left.latin and right.latin)


def _breaks(word: Token) -> bool:
    return LETTER.search(word.text) is None if word.latin else word.text in function_words()

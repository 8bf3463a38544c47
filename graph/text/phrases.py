"""Noun phrases of a text that no lexicon knows: runs of words that can name a thing, told by their word classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.text.dictionary import Dictionary, dictionary
from graph.text.function_words import function_words
from graph.text.generic import is_generic
from graph.text.segment import Token, fold, tokens
from graph.text.terms import SHORTEST, Term, general_rarity

TELLING = 0.45  # rarity from which a word is worth naming
LONGEST_PHRASE = 10  # characters
# Words of a clause that stand before a name, or after it, and are no part of it.
VERBS = ("引入", "给出", "改用", "换成", "换装", "更换", "带入", "打通", "装成", "试用", "加大", "免用", "兼顾", "借助")
BEFORE = frozenset((*VERBS, "仅靠", "低于", "高于", "需", "仍", "却", "换"))
AFTER = frozenset("仍够达偏跌靠快慢先现")
LATIN = re.compile(r"[a-zα-ω][a-z0-9α-ω.-]+")  # NCM811, CO2, but no 4.5V and no mA/cm2


def phrases(text: str, known: Iterable[Term] = ()) -> list[Term]:
    """The telling noun phrases of ``text`` outside the ``known`` terms, heaviest first, each once."""
    folded = fold(text)
    taken = {at for term in known for low in _places(folded[term.start : term.end], folded) for at in low}
    found: dict[str, Term] = {}
    for run in filter(None, map(_trimmed, _runs(tokens(folded), taken))):
        start, end = run[0].start, run[-1].end
        name = folded[start:end]
        rarity = general_rarity(name)
        if SHORTEST <= end - start <= LONGEST_PHRASE and rarity >= TELLING:
            found.setdefault(name, Term(text[start:end], rarity, start, end))
    return sorted(found.values(), key=lambda term: (-term.weight, term.start))


def _places(name: str, folded: str) -> Iterator[range]:
    """Every place where a term stands, not the first alone."""
    at = folded.find(name)
    while at >= 0:
        yield range(at, at + len(name))
        at = folded.find(name, at + len(name))


def _runs(words: list[Token], taken: set[int]) -> Iterator[list[Token]]:
    run: list[Token] = []
    known = dictionary()
    for word in words:
        fits = word.start not in taken and _names(word, known)
        if run and (not fits or run[-1].end != word.start):
            yield run
            run = []
        if fits:
            run.append(word)
    if run:
        yield run


def _trimmed(run: list[Token]) -> list[Token]:
    """A run without the words of its clause at either end."""
    first, last = 0, len(run)
    while first < last and run[first].text in BEFORE:
        first += 1
    while first < last and run[last - 1].text in AFTER:
        last -= 1
    return run[first:last]


def _names(word: Token, known: Dictionary) -> bool:
    """Whether a word can be part of a name: a noun, a rare verb, or what the dictionary lacks."""
    if is_generic(word.text) or word.text in function_words():
        return False
    if len(word.text) == 1 and not word.latin:
        return True  # a part of a name that the dictionary lacks, such as 脱|硝
    if word.latin:
        return LATIN.fullmatch(word.text) is not None
    if word.text in known.verbs:
        return known.rarity(word.text) >= TELLING
    return word.text in known.nouns or word.text not in known.surprise

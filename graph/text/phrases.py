"""Noun phrases of a text that no lexicon knows: runs of words that can name a thing, told by their word classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.text.dictionary import Dictionary, dictionary
from graph.text.generic import is_generic
from graph.text.segment import Token, fold, tokens
from graph.text.terms import SHORTEST, Term, general_rarity

TELLING = 0.45  # rarity from which a word is worth naming
LONGEST_PHRASE = 10  # characters
LATIN = re.compile(r"[a-zα-ω][a-z0-9α-ω.-]+")  # NCM811, CO2, but no 4.5V and no mA/cm2


def phrases(text: str, known: Iterable[Term] = ()) -> list[Term]:
    """The telling noun phrases of ``text`` outside the ``known`` terms, heaviest first, each once."""
    folded = fold(text)
    taken = {at for term in known for low in _places(folded[term.start : term.end], folded) for at in low}
    found: dict[str, Term] = {}
    for run in _runs(tokens(folded), taken):
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


def _names(word: Token, known: Dictionary) -> bool:
    """Whether a word can be part of a name: a noun, a rare verb, or what the dictionary lacks."""
    if is_generic(word.text):
        return False
    if len(word.text) == 1 and not word.latin:
        return True  # a part of a name that the dictionary lacks, such as 脱|硝
    if word.latin:
        return LATIN.fullmatch(word.text) is not None
    if word.text in known.verbs:
        return known.rarity(word.text) >= TELLING
    return word.text in known.nouns or word.text not in known.surprise

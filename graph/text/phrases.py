"""Noun phrases of a text that no lexicon knows: runs of words that can name a thing, told by their word classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.text.dictionary import Dictionary, dictionary
from graph.text.generic import generic
from graph.text.segment import Token, fold, tokens
from graph.text.terms import SHORTEST, Term, general_rarity

TELLING = 0.45  # rarity from which a word is worth naming
LONGEST_PHRASE = 10  # characters
LATIN = re.compile(r"[a-zα-ω][a-z0-9α-ω.-]+")  # NCM811, CO2, but no 4.5V and no mA/cm2


def phrases(text: str, known: Iterable[Term] = ()) -> list[Term]:
    """The telling noun phrases of ``text`` outside the ``known`` terms, heaviest first, each once."""
    folded = fold(text)
    names = {fold(term.name) for term in known}
    taken = {at for term in known for at in range(term.start, term.end)}
    found: dict[str, Term] = {}
    for run in _runs([word for word in tokens(folded) if word.text not in names], taken):
        start, end = run[0].start, run[-1].end
        name = folded[start:end]
        rarity = general_rarity(name)
        if SHORTEST <= end - start <= LONGEST_PHRASE and rarity >= TELLING:
            found.setdefault(name, Term(text[start:end], rarity, start, end))
    return sorted(found.values(), key=lambda term: (-term.weight, term.start))


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
    """Whether a word can be part of a name: a noun, a rare verb such as 脱硫, or unknown to the dictionary."""
    if word.text in generic():
        return False
    if word.latin:
        return LATIN.fullmatch(word.text) is not None
    if word.text in known.verbs:
        return known.rarity(word.text) >= TELLING
    return word.text in known.nouns or word.text not in known.surprise

"""What a demand asks for: its terms with what they weigh, and the words to retrieve by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from graph.links.footing import Footing
from graph.text.phrases import phrases
from graph.text.segment import fold
from graph.text.terms import SHORTEST, Term, general_rarity
from graph.text.words import words_and_pairs

MOST_TERMS = 14  # the heaviest terms of a demand are asked for, the rest is colour
TITLE = 1.4  # a term of the title counts so much more
UNKNOWN = 0.8  # a phrase that no lexicon has counts so much of a term that one has
PIECE = 0.7  # rarity from which a word of such a phrase is asked for by itself, where nobody has the whole
STRESSED = 0.7  # what a word of the title, or a term, weighs more
SYNONYM = 0.7  # what a word weighs that the demand has by another name only
PART = 0.35  # what a word weighs that is a part of another word of the demand


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term of the demand; ``node`` is its id, ``None`` when the graph has no such term."""

    name: str
    weight: float
    node: int | None
    start: int = 0
    end: int = 0


def wanted_terms(ground: Footing, text: str, title: str, linked: Mapping[int, float]) -> tuple[Wanted, ...]:
    """The heaviest terms of a text, known and unknown, with those that the demand states itself."""
    known = ground.lexicon.extract(text)
    found: dict[str, Wanted] = {}
    for term in known:
        found[fold(term.name)] = _one(term, ground.term_nodes[term.name], title, 1.0)
    for phrase in phrases(text, known):
        for term in _heard(ground, phrase):
            found.setdefault(fold(term.name), _one(term, None, title, UNKNOWN))
    for node in linked:
        name = ground.projection.captions[node]
        rarity = ground.lexicon.rarity(name)
        before = found.get(fold(name))
        if before is None or before.weight < rarity:
            found[fold(name)] = Wanted(
                name, rarity * linked[node], node, *((before.start, before.end) if before else ())
            )
    ordered = sorted(found.values(), key=lambda one: (-one.weight, one.start, one.name))
    return tuple(ordered[:MOST_TERMS])


def _heard(ground: Footing, phrase: Term) -> Sequence[Term]:
    """A phrase, or the telling words in it where nobody but those who ask says it as a whole, such as 窖泥己酸菌: they
    weigh together what it would."""
    if _answered(ground, phrase.name):
        return (phrase,)
    found, at, name = [], 0, fold(phrase.name)
    while at < len(name):
        ends = range(len(name), at + SHORTEST - 1, -1)
        end = next((end for end in ends if _answered(ground, name[at:end], word=True)), at + 1)
        rarity = general_rarity(name[at:end]) if end - at >= SHORTEST else 0.0
        if rarity >= PIECE:
            start = phrase.start + at
            found.append(Term(phrase.name[at:end], rarity, start, start + end - at))
        at = end
    if len(found) < 2:
        return (phrase,)
    together = sum(term.weight for term in found)
    return [term._replace(weight=phrase.weight * term.weight / together) for term in found]


def _answered(ground: Footing, name: str, *, word: bool = False) -> bool:
    """Whether any document but a demand has ``name``; ``word``: as one word."""
    documents = ground.projection.documents
    if word and fold(name) not in documents.vocabulary:
        return False
    rows, _ = documents.having(name)
    low, high = ground.projection.range(ground.scheme.demand)
    return len(rows) > 0 and not (low <= documents.nodes[rows[0]] and documents.nodes[rows[-1]] < high)  # ascending


def _one(term: Term, node: int | None, title: str, share: float) -> Wanted:
    titled = TITLE if title and fold(term.name) in fold(title) else 1.0
    return Wanted(term.name, min(1.0, term.weight * titled * share), node, term.start, term.end)


def wanted_words(text: str, title: str, ground: Footing, wanted: tuple[Wanted, ...]) -> dict[str, float]:
    """The words to retrieve by: of the text, of title and terms once more, and of what the terms are else called."""
    known = ground.projection.documents.vocabulary
    weights = {word: 1 + log(count) for word, count in Counter(words_and_pairs(text)).items() if word in known}
    for word in (*words_and_pairs(title), *(fold(term.name) for term in wanted)):
        if word in known:
            weights[word] = weights.get(word, 0.0) + STRESSED
    for term in wanted:
        for name in ground.names.get(-1 if term.node is None else term.node, ()):
            for word in words_and_pairs(name):
                if word in known:
                    weights.setdefault(word, SYNONYM)
    parts = _parts(weights)
    return {word: weight * (PART if word in parts else 1.0) for word, weight in weights.items()}


def _parts(found: Iterable[str]) -> set[str]:
    """What is but a part of one of the words: 石墨 and 墨烯 of 石墨烯, which would otherwise count three times."""
    long = [word for word in found if len(word) > 1]
    return {word[i : i + size] for word in long for size in range(1, len(word)) for i in range(len(word) - size + 1)}

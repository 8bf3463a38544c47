"""Names and texts for a generated graph, and free texts to match with it: compounds of nouns among other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from graph.projection import bm25
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.text.dictionary import dictionary
from graph.text.generic import generic
from graph.text.segment import fold
from graph.text.words import words_and_pairs

TELLING = (0.3, 0.9)  # rarity of the nouns that terms are made of
FILLING = 4_000  # other words that texts have, by Zipf's law
FILLED = 24  # of them in one text
COMMONEST = 20  # added to their ranks, so that the commonest is in a fifth of the texts
ASKED = (3, 7)  # terms of a free text
BREAK = "，"  # parts pieces of a text, so that no word reaches over it

Ids = NDArray[np.int32]


def with_texts(graph: Projection, *, seed: int = 1) -> Projection:
    """``graph`` with names for its terms, and texts that name the terms mentioned, for all that mentions terms."""
    dice = np.random.default_rng(seed)
    low, high = graph.range("Term")
    names = term_names(high - low, dice)
    captions = [graph.captions[node] for node in range(len(graph))]
    captions[low:high] = names
    folded = list(map(fold, captions))
    return replace(
        graph,
        version=f"{graph.version}-texts",
        captions=Strings.of(captions),
        order=np.array(sorted(range(len(graph)), key=folded.__getitem__), np.int32),
        documents=bm25.of_words(_worded(graph, names, dice)),
    )


def term_names(count: int, dice: np.random.Generator) -> list[str]:
    """So many different names of two nouns each, such as 电极薄膜."""
    side = isqrt(count * 3 // 2) + 1
    nouns = _nouns()
    heads, tails = dice.permutation(len(nouns))[: 2 * side].reshape(2, side)
    chosen = dice.permutation(side * side)[:count]
    return [nouns[heads[code // side]] + nouns[tails[code % side]] for code in chosen.tolist()]


def questions(graph: Projection, count: int, *, seed: int = 7) -> list[str]:
    """Free texts that ask for a few terms, each as likely as it is mentioned, so that hubs are asked for most."""
    dice = np.random.default_rng(seed)
    mentioned = graph.relations["MENTIONS"].out.indices
    found = []
    for _ in range(count):
        terms = mentioned[dice.integers(len(mentioned), size=int(dice.integers(*ASKED)))]
        fill = _filling(dice, FILLED // 2)
        found.append(BREAK.join([*dict.fromkeys(graph.captions[int(node)] for node in terms), *fill]))
    return found


def text_of(graph: Projection, node: int, names: list[str], fill: list[str]) -> list[str]:
    """The pieces of a node's text: the terms that it mentions, and other words."""
    rows, low = graph.relations["MENTIONS"].out, graph.range("Term")[0]
    terms = rows.indices[rows.indptr[node] : rows.indptr[node + 1]] - low
    return [*(names[term] for term in terms.tolist()), *fill]


def _worded(graph: Projection, names: list[str], dice: np.random.Generator) -> Iterator[tuple[int, list[str]]]:
    """The words of every node that mentions terms, ascending. A piece of a text has the same words wherever it is."""
    known = cache(words_and_pairs)
    for node in np.flatnonzero(np.diff(graph.relations["MENTIONS"].out.indptr)).tolist():
        pieces = text_of(graph, node, names, _filling(dice, FILLED))
        yield node, list(chain.from_iterable(map(known, pieces)))


def _filling(dice: np.random.Generator, count: int) -> list[str]:
    """Some of the commonest words, the r-th with probability ∝ 1/(r + 20)."""
    fillers = _fillers()
    ranks = COMMONEST * ((1 + len(fillers) / COMMONEST) ** dice.random(count) - 1)
    return [fillers[rank] for rank in ranks.astype(int).tolist()]


@cache
def _nouns() -> tuple[str, ...]:
    """Nouns of two characters that can be parts of a term."""
    known = dictionary()
    least, most = TELLING
    fit = (n for n in known.nouns if len(n) == 2 and n not in generic() and least <= known.rarity(n) <= most)
    return tuple(sorted(fit, key=lambda noun: (known.surprise[noun], noun)))


@cache
def _fillers() -> tuple[str, ...]:
    """The commonest nouns and verbs of two characters that are not generic."""
    known = dictionary()
    fit = (word for word in known.nouns | known.verbs if len(word) == 2 and word not in generic())
    return tuple(sorted(fit, key=lambda word: (known.surprise[word], word))[:FILLING])

"""What is found fast in texts is what slow and plain code finds: in real texts and in made-up ones."""

from __future__ import annotations

import gzip
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.text.dictionary import dictionary
from graph.text.generic import generic
from graph.text.segment import PIECES, fold, tokens
from graph.text.terms import TermExtractor

PAPERS = Path(__file__).parents[1] / "examples" / "province" / "papers.jsonl.gz"
HAN = re.compile("[㐀-鿿]+")
UNKNOWN = 20.0  # −ln of the share of a single character that is no word
LONGEST_WORD, LONGEST_TERM = 16, 40


def most_probable(run: str) -> list[str]:
    """The words of a Chinese run with the least total surprise, by dynamic programming from its end."""
    surprise = dictionary().surprise
    cost, word = [0.0] * (len(run) + 1), [""] * len(run)
    for i in range(len(run) - 1, -1, -1):
        pieces = [run[i : i + length] for length in range(1, min(LONGEST_WORD, len(run) - i) + 1)]
        costs = {piece: surprise[piece] for piece in pieces if piece in surprise}
        costs.setdefault(run[i], UNKNOWN)
        word[i] = min(costs, key=lambda piece: costs[piece] + cost[i + len(piece)])
        cost[i] = costs[word[i]] + cost[i + len(word[i])]
    found, at = [], 0
    while at < len(run):
        found.append(word[at])
        at += len(word[at])
    return found


def words(folded: str) -> list[tuple[str, int, int]]:
    """The words of a folded text with where they stand."""
    found = []
    for piece in PIECES.finditer(folded):
        at = piece.start()
        for word in most_probable(piece[0]) if HAN.fullmatch(piece[0]) else [piece[0]]:
            found.append((word, at, at + len(word)))
            at += len(word)
    return found


def places(folded: str, known: set[str]) -> set[tuple[int, int]]:
    """Where known terms stand: as whole words, or as a word that ends one. 石墨 is not found at 石墨烯, nor 丙烯 at
    聚丙烯 or 丙烯酸."""
    said = words(folded)
    ends = {end: word for word, _, end in said}
    found = set()
    for word, low, high in said:
        for start in range(low, high):
            term = 0
            for end in range(len(folded), start + 1, -1):
                key = folded[start:end]
                whole = start == low and end in ends
                inner = end == high and HAN.fullmatch(word) and key in dictionary().surprise
                behind = ends.get(low, "") if start == low else folded[low:start]
                goes_on = re.search("[烷烯炔苯]$", key) and re.match("[酸酰腈醇醛酯胺酮酚]", folded[end:])
                other = behind in set("聚非半不无") or goes_on
                if len(key) <= LONGEST_TERM and key in known and (whole or inner) and not other and end + 1 != term:
                    found.add((start, end))
                    term = term or end
    return found


@cache
def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(PAPERS.read_bytes()).decode("utf-8").splitlines()]


def papers() -> list[str]:
    return [f"{row['title']}。{row['abstract']}" for row in rows()[::80]]


def keywords() -> set[str]:
    return {word for row in rows() for word in row["keywords"]}


@cache
def chinese() -> list[str]:
    return sorted(word for word in dictionary().surprise if HAN.fullmatch(word))


def made(chance: random.Random) -> str:
    """Words of the dictionary, whole or cut off, between Latin words, signs, and characters that stand in no word."""
    pieces = []
    for _ in range(12):
        word = chance.choice(chinese())
        pieces.append(word[: chance.randint(1, len(word))] if chance.random() < 0.4 else word)
        rare = chr(chance.randrange(0x3400, 0xA000))
        pieces.append(chance.choice(["", "", "", "", "，", " ", "GaN", "deep learning", "-", "3.5", rare]))
    return "".join(pieces)


@pytest.mark.parametrize("seed", range(3))
def test_the_words_are_the_most_probable_ones(seed: int) -> None:
    chance = random.Random(seed)
    for text in [*papers()[seed::3], *(made(chance) for _ in range(100))]:
        assert [(token.text, token.start, token.end) for token in tokens(fold(text))] == words(fold(text))


@pytest.mark.parametrize("seed", range(3))
def test_the_terms_are_those_that_stand_where_words_do(seed: int) -> None:
    chance = random.Random(seed)
    made_up = [made(chance) for _ in range(60)]
    pieces = [text[at : at + chance.randint(2, 6)] for text in made_up for at in range(0, len(text), 5)]
    lexicon = {fold(name.strip()): name for name in [*sorted(keywords()), *chance.sample(chinese(), 9_000), *pieces]}
    extractor = TermExtractor(lexicon.values())
    known = {key for key in lexicon if 2 <= len(key) <= LONGEST_TERM and key not in generic()}
    for text in [*papers()[seed::3], *made_up]:
        folded = fold(text)
        found = places(folded, known)
        first = {folded[start:end]: (start, end) for start, end in sorted(found, reverse=True)}
        assert {fold(term.name.strip()): (term.start, term.end) for term in extractor.extract(text)} == first

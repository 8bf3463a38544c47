"""A dictionary of Chinese words with their frequencies in general text: the one that the library jieba ships.

Only its word list is read. Its code is not imported: it warns on import, logs to stderr and keeps global state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

COMMON, RARE = 7.0, 14.0  # −ln of a word's share of general text at which it tells nothing, everything
LEAST = 0.05
NOUNS = ("n", "vn", "j", "l", "b", "x", "eng", "g", "an")  # tags of words that can name a technique
VERB = "v"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words with −ln of their share of general text (``surprise``), and which of them are nouns and verbs."""

    surprise: dict[str, float]
    nouns: frozenset[str]
    verbs: frozenset[str]

    def rarity(self, word: str) -> float:
        """How much ``word`` tells, in [0.05, 1]: 0.05 for everyday words, 1 for words that the dictionary lacks."""
        surprise = self.surprise.get(word, RARE)
        return min(1.0, max(LEAST, (surprise - COMMON) / (RARE - COMMON)))


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once per process in about half a second. Raises ``FileNotFoundError`` without jieba."""
    columns = _path().read_text(encoding="utf-8").lower().split()
    words, counts, tags = columns[0::3], list(map(int, columns[1::3])), columns[2::3]
    total = sum(counts)
    return Dictionary(
        surprise={word: log(total / (count or 1)) for word, count in zip(words, counts, strict=True)},
        nouns=frozenset(word for word, tag in zip(words, tags, strict=True) if tag.startswith(NOUNS)),
        verbs=frozenset(word for word, tag in zip(words, tags, strict=True) if tag == VERB),
    )


def _path() -> Path:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("jieba/dict.txt")
    return Path(spec.origin).with_name("dict.txt")

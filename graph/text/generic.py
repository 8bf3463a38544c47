"""Words that every technical text has and that tell nothing of its subject."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("generic.txt")


def is_generic(word: str) -> bool:
    """Whether a folded word is generic, or is two generic words joined, such as 解决问题."""
    words = generic()
    return word in words or (len(word) == 4 and word[:2] in words and word[2:] in words)


@cache
def generic() -> frozenset[str]:
    """The generic words, folded; ``generic.txt`` has them, with ``#`` comments."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())

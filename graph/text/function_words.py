"""Words of grammar, at which the name of a thing ends."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("function_words.txt")


@cache
def function_words() -> frozenset[str]:
    """The words, folded; ``function_words.txt`` has them, with ``#`` comments."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())

"""Terms that name a subject, told from everyday words that texts have as well."""

from __future__ import annotations

from functools import cache

from graph.text.dictionary import dictionary
from graph.text.generic import is_generic
from graph.text.segment import fold

EVERYDAY = 11.0  # −ln of a word's share of general text: in more than one of 60,000 words


@cache
def is_telling(caption: str) -> bool:
    """Whether a term says what something is about: neither generic nor a word of everyday language.

    A word of the dictionary has to be a noun, and not too common a one; what the dictionary lacks is technical.
    """
    word, known = fold(caption), dictionary()
    if is_generic(word):
        return False
    return word not in known.surprise or (word in known.nouns and known.surprise[word] >= EVERYDAY)

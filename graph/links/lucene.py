"""Queries for the full-text index: what a person typed, in the language of Lucene."""

from __future__ import annotations

import re

from graph.text.generic import is_generic
from graph.text.segment import fold, tokens
from graph.text.terms import general_rarity

PART = 60  # characters of a part that are looked for as they stand
LONGEST = 6  # characters of a compound of words
SPACES = re.compile(r"[\s,，。;；、]+")


def lucene(words: str, *, every: bool, most: int) -> str:
    """A Lucene query for texts with the words of ``words``; "" when there are none.

    A part between spaces is looked for as it stands, which counts most, and by its words. ``every``: texts must have
    all of them, else any. ``most``: how many phrases the query may have; the rarest words stay.
    """
    said = [part[:PART] for part in SPACES.split(words) if any(c.isalnum() for c in part)]
    parts = ([part for part in said if not is_generic(fold(part))] or said)[: most // 2]
    pieces = [pieces_of(part) for part in parts]
    kept = set(sorted({p for one in pieces for p in one}, key=lambda p: (-general_rarity(p), p))[: most - len(parts)])
    join = " AND " if every else " OR "
    clauses = (
        f'"{_quoted(part)}"^4' + (f" OR ({join.join(inner)})" if inner else "")
        for part, inner in (
            (part, [f'"{_quoted(p)}"' for p in dict.fromkeys(one) if p in kept and p != fold(part)])
            for part, one in zip(parts, pieces, strict=True)
        )
    )
    return join.join(f"({clause})" for clause in clauses)


def pieces_of(part: str) -> list[str]:
    """The words of a text without spaces; a single character goes with the word before it, as in 石墨|烯."""
    pieces: list[str] = []
    for token in tokens(fold(part)):
        single = len(token.text) == 1 and not token.latin
        if pieces and single and not is_generic(token.text) and len(pieces[-1]) < LONGEST:
            pieces[-1] += token.text
        else:
            pieces.append(token.text)
    return [piece for piece in pieces if len(piece) > 1 and not is_generic(piece)]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')

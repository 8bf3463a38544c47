"""A code list: its items, and how a cell finds the one it means."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.words import Words

IGNORED = re.compile(r"[\s\-–—~·_\"'“”‘’《》]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. ``until`` is its last day: it is still understood afterwards, but no longer offered."""

    code: str
    words: Words
    synonyms: tuple[str, ...] = ()
    until: date | None = None

    def spellings(self) -> tuple[str, ...]:
        """Everything that means this item, code and caption together included, as drop-downs show it."""
        captions = (self.words.zh, self.words.en)
        return (self.code, *captions, *self.synonyms, *(f"{self.code} {caption}" for caption in captions))


@dataclass(frozen=True, slots=True)
class CodeList:
    """One version of a list.

    ``value`` says what is stored: the Chinese caption, which people read and search, or the code.
    ``strict``: a value that is not in the list refuses the row; otherwise it is kept as written, with a warning.
    ``note``: what a user should know of where codes and names come from, and what of them was not checked.
    """

    name: str
    words: Words
    standard: str
    version: str
    valid_from: date
    items: tuple[Item, ...]
    value: Literal["zh", "code"] = "zh"
    strict: bool = False
    note: Words | None = None

    def origin(self) -> Words:
        """The standard that the list follows, and its note."""
        if self.note is None:
            return Words(self.standard, self.standard)
        return Words(f"{self.standard}；{self.note.zh}", f"{self.standard}; {self.note.en}")

    def stored(self, item: Item) -> str:
        """What stands in the graph for ``item``."""
        return item.code if self.value == "code" else item.words.zh

    def offered(self, day: date) -> tuple[Item, ...]:
        """The items that may be chosen on ``day``."""
        return tuple(item for item in self.items if item.until is None or item.until >= day)

    def by_spelling(self) -> dict[str, Item]:
        """Every item by every spelling, as ``key`` folds it."""
        return {key(text): item for item in self.items for text in item.spellings()}


def key(text: str) -> str:
    """What spellings have in common: NFKC, lower case, without spaces, dashes and quotation marks."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())

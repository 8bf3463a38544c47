"""The check of a coded property: from any spelling of an item to the value that is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from graph.codelists.model import CodeList, Item, key
from graph.errors import InputError

SHOWN = 3  # items that a message names

Examples = Callable[[CodeList, str], Sequence[Item]]


def nearest(codes: CodeList, text: str) -> Sequence[Item]:
    """The items whose spellings are most like ``text``, best first; the list's first ones where none is like it."""
    known = codes.by_spelling()
    like = process.extract(key(text), list(known), scorer=fuzz.ratio, limit=4 * SHOWN, score_cutoff=1)
    found = dict.fromkeys(known[spelling] for spelling, _, _ in like)
    return tuple(found)[:SHOWN] or first(codes, text)


def first(codes: CodeList, _text: str) -> Sequence[Item]:
    """The list's first items, which tell nothing about ``text``: for values that may not be shown."""
    return codes.items[:SHOWN]


def codelist_check(codes: CodeList, examples: Examples = nearest) -> Callable[[str], str]:
    """The named check of ``codes``: what is stored for a code, a caption in Chinese or English, or a synonym.

    The check raises ``InputError`` (CODE_UNKNOWN) for anything else, naming the items ``examples`` finds and the
    version of the list; whether that refuses the row is for the caller, see ``CodeList.strict``.
    """
    stored = {spelling: codes.stored(item) for spelling, item in codes.by_spelling().items()}

    def check(text: str) -> str:
        found = stored.get(key(text))
        if found is None:
            raise unknown(codes, examples(codes, text))
        return found

    return check


def unknown(codes: CodeList, items: Sequence[Item]) -> InputError:
    """The fault of a value that ``codes`` does not know, with ``items`` as examples."""
    named = "、".join(dict.fromkeys(f"{codes.stored(item)}（{item.words.en}）" for item in items))
    return InputError("CODE_UNKNOWN", list=codes.words, version=codes.version, items=named)

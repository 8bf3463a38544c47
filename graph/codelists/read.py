"""Reads code lists from their files and checks them: every fault is named with its place, all at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from graph.codelists.model import CodeList, Item, key
from graph.errors import VocabularyError
from graph.words import Words

FOLDER = Path(__file__).parent
KEYS = frozenset({"zh", "en", "standard", "version", "valid_from", "value", "strict", "note", "items"})
OBLIGATORY = ("zh", "en", "standard", "version", "valid_from", "items")
ITEM_KEYS = frozenset({"code", "zh", "en", "synonyms", "until"})
VALUES = ("zh", "code")

Raw = Mapping[str, Any]


@cache
def codelists(folder: Path = FOLDER) -> dict[str, CodeList]:
    """The lists of a folder, by name and by ``name@version``; the name alone means the newest version.

    A file is named ``name.toml``, or ``name@version.toml`` where there are several versions. A folder that is not
    there has no lists. Raises ``VocabularyError`` (VOCABULARY_UNREADABLE, VOCABULARY_INVALID).
    """
    lists = [_list(path) for path in sorted(folder.glob("*.toml"))]
    named = {f"{one.name}@{one.version}": one for one in lists}
    return {**{one.name: one for one in sorted(lists, key=lambda one: one.valid_from)}, **named}


def _list(path: Path) -> CodeList:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError("VOCABULARY_UNREADABLE", file=path.name, why=error) from error
    found = list(_faults(raw))
    if found:
        raise VocabularyError("VOCABULARY_INVALID", file=path.name, count=len(found), faults="; ".join(found))
    return CodeList(
        name=path.stem.partition("@")[0],
        words=Words(raw["zh"], raw["en"]),
        standard=raw["standard"],
        version=raw["version"],
        valid_from=raw["valid_from"],
        items=tuple(_item(entry) for entry in raw["items"]),
        value=raw.get("value", "zh"),
        strict=raw.get("strict", False),
        note=Words(**raw["note"]) if "note" in raw else None,
    )


def _item(raw: Raw) -> Item:
    return Item(raw["code"], Words(raw["zh"], raw["en"]), tuple(raw.get("synonyms", ())), raw.get("until"))


def _faults(raw: Raw) -> Iterator[str]:
    yield from (f"{name}: missing" for name in OBLIGATORY if not raw.get(name))
    yield from (f"{name}: unknown" for name in sorted(raw.keys() - KEYS))
    if not isinstance(raw.get("valid_from", date.min), date):
        yield "valid_from: not a date"
    if raw.get("value", "zh") not in VALUES:
        yield f"value: not one of {VALUES}"
    if set(raw.get("note", {"zh", "en"})) != {"zh", "en"}:
        yield "note: not zh and en"
    items = raw.get("items", [])
    for number, item in enumerate(items, 1):
        yield from _item_faults(item, f"items[{number}]")
    said = Counter(spelling for item in items for spelling in {key(text) for text in _spellings(item)})
    yield from (f"items: {spelling} means {times} of them" for spelling, times in said.items() if times > 1)


def _item_faults(item: Raw, at: str) -> Iterator[str]:
    yield from (f"{at}.{name}: missing" for name in ("code", "zh", "en") if not isinstance(item.get(name), str))
    yield from (f"{at}.{name}: unknown" for name in sorted(item.keys() - ITEM_KEYS))
    if not isinstance(item.get("until", date.min), date):
        yield f"{at}.until: not a date"


def _spellings(item: Raw) -> Iterator[str]:
    yield from (str(item[name]) for name in ("code", "zh", "en") if name in item)
    yield from map(str, item.get("synonyms", ()))

"""Uids from natural keys: ``prefix:property:value``, ``@`` what it belongs to, ``#`` or ``/`` the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph.vocabulary import Label

SOURCE = "source"
OWNER = re.compile(r"@\w+:\w+:|#")

Values = Callable[[str], str | None]


def tier_uid(label: Label, tier: tuple[str, ...], values: Values) -> str | None:
    """The uid that one key tier gives, None when a part of it is missing.

    ``values`` gives a part's value: text of a property, uid of a link's target, id of the source (for "source").
    Forms: ``org:uscc:9111…``, ``org:name:北京大学@reg:code:110000``, ``per:name:陶志富@org:…#nsfc``,
    ``dem:source_id:demo/D001``.
    """
    parts = {name: values(name) for name in tier}
    if not all(parts.values()):
        return None
    own = [name for name in tier if name in label.properties] or [tier[0]]
    text = "+".join(_text(label, str(parts[name])) for name in own)
    owners = "".join(f"@{parts[name]}" for name in tier if name in label.links and name not in own)
    if SOURCE not in tier or SOURCE in own:
        return f"{label.prefix}:{own[0]}:{text}{owners}"
    if tier[0] == SOURCE:
        return f"{label.prefix}:{own[0]}:{parts[SOURCE]}/{text}{owners}"
    return f"{label.prefix}:{own[0]}:{text}{owners}#{parts[SOURCE]}"


def best_uid(label: Label, values: Values) -> str | None:
    """The uid of the first key tier whose parts are all there, None when no tier is complete."""
    for tier in label.keys:
        if (uid := tier_uid(label, tier, values)) is not None:
            return uid
    return None


def by_code(label: Label) -> bool:
    """Whether ``label`` is a code list whose items are referred to by name, too: known by name alone, an item waits."""
    (first, *others), *rest = label.keys
    return not others and not rest and label.caption in label.refer_by and first not in (label.caption, SOURCE)


def waiting_uid(label: Label, name: str) -> str:
    """The uid of an item of a code list of which only the name is known: ``reg:name:北京市``."""
    return f"{label.prefix}:{label.caption}:{name}"


def called(label: Label, properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What an entity can be referred to with: each ``refer_by`` property that it fills, with each of its values."""
    for name in label.refer_by:
        value = properties.get(name)
        for text in value if isinstance(value, list) else (value,):
            if text is not None:
                yield name, str(text)


def key_of(uid: str, label: Label) -> dict[str, str]:
    """The property that a uid was made of, as far as the uid shows it: ``org:name:X@reg:…`` → {"name": "X"}."""
    _, _, rest = uid.partition(":")
    name, _, value = rest.partition(":")
    if name not in label.properties:
        return {}
    value = OWNER.split(value, maxsplit=1)[0]
    if (SOURCE, name) in label.keys:
        value = value.partition("/")[2]
    return {name: value} if value else {}


def _text(label: Label, value: str) -> str:
    # Terms are one and the same in whatever case they are written; display keeps the case first seen.
    return value.casefold() if label.vocabulary else value

"""Reads ``ontology.toml`` into a ``Vocabulary`` and reports every contradiction at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graph.codelists.model import CodeList
from graph.codelists.read import codelists
from graph.errors import VocabularyError
from graph.ontology_check import faults
from graph.vocabulary import Label, Level, Link, Property, Relation, Role, Vocabulary
from graph.words import Words

DEFAULT = Path(__file__).with_name("ontology.toml")

OWN_LISTS = "codelists"  # folder of code lists beside an ontology file; they win over lists of the same name here

Raw = Mapping[str, Any]
Lists = Mapping[str, CodeList]


@cache
def load_vocabulary(file: Path = DEFAULT) -> Vocabulary:
    """The vocabulary in ``file``. Raises ``VocabularyError`` naming every fault found, before any row is read."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError("VOCABULARY_UNREADABLE", file=file.name, why=error) from error
    lists = {**codelists(), **codelists(file.parent / OWN_LISTS)}
    found = faults(raw, lists)
    if found:
        told = [one if isinstance(one, Words) else Words(one, one) for one in found]
        whole = Words("; ".join(one.zh for one in told), "; ".join(one.en for one in told))
        raise VocabularyError("VOCABULARY_INVALID", file=file.name, count=len(found), faults=whole)
    return _vocabulary(raw, lists)


def _vocabulary(raw: Raw, lists: Lists) -> Vocabulary:
    labels: dict[str, Label] = {}
    for name, entry in _parents_first(raw["labels"]):
        labels[name] = _label(name, entry, labels.get(entry.get("extends", "")), lists)
    return Vocabulary(
        labels={name: labels[name] for name in raw["labels"]},
        relations={name: _relation(name, entry) for name, entry in raw["relations"].items()},
        roles={name: _role(name, entry) for name, entry in raw["roles"].items()},
        levels={Level[n.upper()]: _words(e) for n, e in raw["levels"].items()},
    )


def _role(name: str, raw: Raw) -> Role:
    return Role(name, _words(raw), Level[raw["clearance"].upper()], tuple(raw.get("rights", ())))


def _parents_first(raw: Raw) -> Iterator[tuple[str, Raw]]:
    yield from ((n, e) for n, e in raw.items() if "extends" not in e)
    yield from ((n, e) for n, e in raw.items() if "extends" in e)


def _label(name: str, raw: Raw, parent: Label | None, lists: Lists) -> Label:
    own = {n: _property(n, e, lists) for n, e in raw.get("properties", {}).items()}
    links = {n: _link(n, e) for n, e in raw.get("links", {}).items()}
    return Label(
        name=name,
        words=_words(raw),
        prefix=raw["prefix"] if parent is None else parent.prefix,
        color=raw["color"],
        caption=raw.get("caption") or (parent.caption if parent else ""),
        keys=_tuples(raw.get("keys")) or (parent.keys if parent else ()),
        properties={**(parent.properties if parent else {}), **own},
        links={**(parent.links if parent else {}), **links},
        refer_by=tuple(raw.get("refer_by", parent.refer_by if parent else ())),
        refer_within=raw.get("refer_within", parent.refer_within if parent else None),
        text=tuple(raw.get("text", parent.text if parent else ())),
        terms=tuple(raw.get("terms", parent.terms if parent else ())),
        parent=raw.get("extends"),
        vocabulary=raw.get("vocabulary", False),
        places=raw.get("places", False),
    )


def _property(name: str, raw: Raw, lists: Lists) -> Property:
    return Property(
        name=name,
        words=_words(raw),
        type=raw["type"],
        level=Level[raw["level"].upper()],
        required=raw.get("required", False),
        headers=tuple(raw.get("headers", ())),
        check=raw.get("check"),
        unit=raw.get("unit"),
        codes=lists[raw["codes"]] if "codes" in raw else None,
    )


def _link(name: str, raw: Raw) -> Link:
    return Link(
        name=name,
        words=_words(raw),
        relation=raw["relation"],
        outgoing=raw["direction"] == "out",
        target=raw["target"],
        many=raw.get("many", False),
        required=raw.get("required", False),
        level=Level[raw.get("level", "public").upper()],
        headers=tuple(raw.get("headers", ())),
        within=raw.get("within"),
        hidden_when=raw.get("hidden_when"),
        since=tuple(raw.get("since", ())),
        until=tuple(raw.get("until", ())),
        also=tuple((code, tuple(headings)) for code, headings in raw.get("also", {}).items()),
        unresolved=raw.get("unresolved", "stub"),
    )


def _relation(name: str, raw: Raw) -> Relation:
    zh, en = raw["zh"], raw["en"]
    words = {part: Words(zh[part], en[part]) for part in ("label", "reverse", "forward", "backward")}
    return Relation(
        name=name,
        words=words["label"],
        reverse=words["reverse"],
        forward=words["forward"],
        backward=words["backward"],
        start=tuple(raw["start"]),
        end=tuple(raw["end"]),
        properties=tuple(raw.get("properties", ())),
        symmetric=raw.get("symmetric", False),
        same_label=raw.get("same_label", False),
        half_life=raw.get("half_life"),
    )


def _words(raw: Raw) -> Words:
    return Words(raw["zh"], raw["en"])


def _tuples(raw: list[list[str]] | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(tier) for tier in raw or ())

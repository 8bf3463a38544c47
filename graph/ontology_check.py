"""What an ontology file must satisfy: every fault is named with its place, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from graph.ontology_dates import dates
from graph.ontology_decay import decay_faults
from graph.ontology_keys import circles
from graph.vocabulary import Level, PropertyType, Right
from graph.words import Words

Raw = Mapping[str, Any]

LEVELS = tuple(level.name.lower() for level in Level)
TYPES = get_args(PropertyType)
RIGHTS = get_args(Right)
PARTS = ("label", "reverse", "forward", "backward")
CODED = ("string", "strings", "integer")
EVERYBODY = "anonymous"
RESERVED = frozenset({"uid", "sources", "first_seen", "last_seen", "load_id", "content_hash"})


def faults(raw: Raw, lists: Collection[str]) -> list[str | Words]:
    """Every fault in a parsed ontology file, as ``place: what is wrong``; empty when it is sound.

    ``lists`` are the names of the code lists that there are.
    """
    missing = [f"{part}: missing" for part in ("roles", "levels", "labels", "relations") if part not in raw]
    if missing:
        return [*missing]
    return [
        *_roles(raw),
        *_labels(raw),
        *_coded(raw, lists),
        *_relations(raw),
        *decay_faults(raw),
        *circles(raw["labels"]),
        *dates(raw["labels"]),
    ]


def _roles(raw: Raw) -> Iterator[str]:
    for name, entry in raw["roles"].items():
        yield from _captions(f"roles.{name}", entry)
        if entry.get("clearance") not in LEVELS:
            yield f"roles.{name}.clearance: not one of {LEVELS}"
        yield from (f"roles.{name}.rights: {right!r} is not one of {RIGHTS}" for right in _unknown_rights(entry))
    if EVERYBODY not in raw["roles"]:
        yield f"roles.{EVERYBODY}: missing; whoever gives no key has this role"
    if set(raw["levels"]) != set(LEVELS):
        yield f"levels: must be exactly {LEVELS}"


def _unknown_rights(role: Raw) -> list[object]:
    rights = role.get("rights", [])
    return [right for right in rights if right not in RIGHTS] if isinstance(rights, list) else [rights]


def _labels(raw: Raw) -> Iterator[str]:
    for name, entry in raw["labels"].items():
        at = f"labels.{name}"
        yield from _captions(at, entry)
        if not name.isidentifier():
            yield f"{at}: not an identifier"
        if "color" not in entry:
            yield f"{at}.color: missing"
        parent = entry.get("extends")
        if parent is not None and "extends" in raw["labels"].get(parent, {"extends": ""}):
            yield f"{at}.extends: {parent} is unknown or itself extends another"
            continue
        yield from _own_label(at, entry, raw["labels"].get(parent, {}))
        yield from _properties(at, entry)
        yield from _links(at, entry, raw)


def _own_label(at: str, entry: Raw, parent: Raw) -> Iterator[str]:
    merged = {**parent, **entry}
    known = {*parent.get("properties", {}), *entry.get("properties", {})}
    linked = {*parent.get("links", {}), *entry.get("links", {})}
    yield from (f"{at}.{part}: missing" for part in ("prefix", "caption", "keys") if not merged.get(part))
    for tier in merged.get("keys", []):
        yield from (f"{at}.keys: unknown part {p}" for p in tier if p not in known | linked | {"source"})
    for part in ("text", "terms", "refer_by"):
        yield from (f"{at}.{part}: unknown property {p}" for p in merged.get(part, []) if p not in known)
    if "caption" in merged and merged["caption"] not in known:
        yield f"{at}.caption: unknown property {merged['caption']}"
    if merged.get("places") and len((merged.get("keys") or [[]])[0]) != 1:
        yield f"{at}.places: the first key must be the code alone"
    properties = {**parent.get("properties", {}), **entry.get("properties", {})}
    for part, name in sorted(set(_seen_by_all(merged))):
        if properties.get(name, {}).get("level") in LEVELS[1:]:
            yield f"{at}.{part}: {name} must be public, since everybody sees it in uids, names or links to terms"


def _seen_by_all(label: Raw) -> Iterator[tuple[str, str]]:
    """The parts of a label that stand in what everybody sees, with the properties they name."""
    yield from (("keys", name) for tier in label.get("keys", []) for name in tier)
    yield from (("caption", name) for name in [label.get("caption", "")])
    yield from ((part, name) for part in ("refer_by", "terms") for name in label.get(part, []))


def _properties(at: str, entry: Raw) -> Iterator[str]:
    for name, prop in entry.get("properties", {}).items():
        place = f"{at}.properties.{name}"
        yield from _captions(place, prop)
        if name in RESERVED or not name.isidentifier():
            yield f"{place}: reserved or not an identifier"
        if prop.get("type") not in TYPES:
            yield f"{place}.type: not one of {TYPES}"
        if prop.get("level") not in LEVELS:
            yield f"{place}.level: missing or not one of {LEVELS}"


def _coded(raw: Raw, lists: Collection[str]) -> Iterator[str]:
    for label, entry in raw["labels"].items():
        for name, prop in entry.get("properties", {}).items():
            at, codes = f"labels.{label}.properties.{name}.codes", prop.get("codes")
            if codes is not None and codes not in lists:
                known = ", ".join(sorted(n for n in lists if "@" not in n))
                yield f"{at}: unknown code list {codes}; there are {known}"
            if codes is not None and prop.get("type") not in CODED:
                yield f"{at}: only for {CODED}"


def _links(at: str, entry: Raw, raw: Raw) -> Iterator[str]:
    for name, link in entry.get("links", {}).items():
        place = f"{at}.links.{name}"
        yield from _captions(place, link)
        if link.get("relation") not in raw["relations"]:
            yield f"{place}.relation: unknown {link.get('relation')}"
        if link.get("target") not in raw["labels"]:
            yield f"{place}.target: unknown label {link.get('target')}"
        if link.get("direction") not in ("in", "out"):
            yield f"{place}.direction: must be in or out"
        if name in entry.get("properties", {}):
            yield f"{place}: a property has the same name"
        yield from (f"{place}.also: {code} is no checked code of its target" for code in _no_codes(link, raw["labels"]))


def _no_codes(link: Raw, labels: Raw) -> list[str]:
    """What a link has in ``also`` that no reference to its target can be made with, or that has no check digit."""
    target = labels.get(str(link.get("target")), {})
    whole = {**labels.get(target.get("extends"), {}), **target}
    checked = {name for name, prop in whole.get("properties", {}).items() if prop.get("check")}
    return [code for code in link.get("also", {}) if code not in checked & set(whole.get("refer_by", []))]


def _relations(raw: Raw) -> Iterator[str]:
    for name, entry in raw["relations"].items():
        at = f"relations.{name}"
        if not name.isidentifier():
            yield f"{at}: not an identifier"
        for lang in ("zh", "en"):
            yield from (f"{at}.{lang}.{p}: missing" for p in PARTS if not entry.get(lang, {}).get(p))
        for side in ("start", "end"):
            ends = entry.get(side, [])
            yield from (f"{at}.{side}: unknown label {e}" for e in ends if e not in raw["labels"])
            if not ends:
                yield f"{at}.{side}: missing"


def _captions(at: str, entry: Raw) -> Iterator[str]:
    yield from (f"{at}.{lang}: missing" for lang in ("zh", "en") if not entry.get(lang))

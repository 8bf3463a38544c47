"""What two entities, or two edges, of the store are together, when they turn out to be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from etl.facts.statements import file_of, narrower, surest
from etl.writing.decide import Stamp, hashed
from graph.sources import SourceRef
from graph.vocabulary import Vocabulary

Image = dict[str, Any]  # labels, properties

EDGE_MARKS = frozenset({"sources", "load_id", "content_hash"})


def joined_node(old: Image, new: Image | None, vocabulary: Vocabulary, stamp: Stamp) -> Image | None:
    """The properties of ``new`` once ``old`` is one with it, and the labels of its kind; None when it stays as it is.

    A row of its own outweighs mere references; of two that are told of by rows, the one told of last has the last word,
    as when their rows are loaded together.
    """
    if new is None:
        return {"labels": _labels(old, vocabulary), "properties": dict(old["properties"])}
    (mine, stub), (its, other) = ((one["properties"], bool(one["properties"].get("stub"))) for one in (old, new))
    if stub and not other:
        return None
    if other and not stub:
        absent = dict.fromkeys(its.keys() - mine.keys())
        return {"labels": _labels(old, vocabulary), "properties": {**absent, **mine, "first_seen": _first(mine, its)}}
    earlier, later = sorted((mine, its), key=_told)
    sources = sorted({*mine["sources"], *its["sources"]}, key=_place)
    kind = narrower(vocabulary, *(vocabulary.kind_of(one["labels"]) for one in (old, new)))
    said = {name: value for name, value in {**earlier, **later}.items() if name in vocabulary.label(kind).properties}
    marks = stamp.of(_one_each(sources) if stub else sources)
    marks |= {"first_seen": _first(mine, its), "content_hash": hashed([kind, said]), "stub": True if stub else None}
    return {"labels": list(reversed(vocabulary.chain(kind))), "properties": {**its, **said, **marks}}


def joined_edge(old: Mapping[str, Any], new: Mapping[str, Any] | None) -> dict[str, Any]:
    """The properties of an edge that is moved to where ``new`` may be already."""
    both = [old] if new is None else [new, old]
    said, *others = ({name: value for name, value in one.items() if name not in EDGE_MARKS} for one in both)
    for other in others:
        said = surest(said, other)
    sources = sorted({ref for one in both for ref in one["sources"]})
    load = max(one["load_id"] for one in both)
    return {**said, "sources": sources, "load_id": load, "content_hash": hashed(said)}


def _labels(image: Image, vocabulary: Vocabulary) -> list[str]:
    return list(reversed(vocabulary.chain(vocabulary.kind_of(image["labels"]))))


def _first(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return min(str(one["first_seen"]), str(other["first_seen"]))


def _told(properties: Mapping[str, Any]) -> tuple[str, tuple[str, str, str, int]]:
    """When and where an entity was told of last."""
    return properties["last_seen"], max(map(_place, properties["sources"]))


def _place(ref: str) -> tuple[str, str, str, int]:
    parsed = SourceRef.parse(ref)
    return parsed.source, parsed.file, parsed.sheet, parsed.row


def _one_each(refs: Iterable[str]) -> list[str]:
    """The first row of each file among ``refs``, which are in order."""
    first: dict[str, str] = {}
    for ref in refs:
        first.setdefault(file_of(ref), ref)
    return list(first.values())

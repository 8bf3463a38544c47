"""What entities that are shown as one disagree on: their names and their checked codes. Told, never settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from etl.identity.fold import folded
from graph.vocabulary import Label, Level, Property, Vocabulary
from graph.words import Words


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property on which entities disagree, with what each says; core values are left out."""

    property: str
    words: Words
    level: str
    values: Mapping[str, str]  # by uid


def conflicts(vocabulary: Vocabulary, records: Iterable[Mapping[str, Any]]) -> tuple[Conflict, ...]:
    """The conflicts among entities that are one; a record has ``uid``, ``labels`` and ``stored`` (its properties)."""
    known = list(records)
    labels = [vocabulary.labels.get(vocabulary.kind_of(row["labels"])) for row in known]
    return tuple(_found(next((label for label in labels if label), None), known))


def clash(vocabulary: Vocabulary, records: Iterable[Mapping[str, Any]]) -> bool:
    """Whether entities disagree on a checked code, so that only a person may say that they are one."""
    known = list(records)
    label = next((vocabulary.labels[vocabulary.kind_of(r["labels"])] for r in known), None)
    codes = {name for name, prop in label.properties.items() if prop.check} if label else set()
    return any(conflict.property in codes for conflict in conflicts(vocabulary, known))


def _found(label: Label | None, records: list[Mapping[str, Any]]) -> Iterator[Conflict]:
    for prop in label.properties.values() if label else ():
        if not (prop.check or prop.name == label.caption) or prop.type == "strings":  # type: ignore[union-attr]
            continue
        values = {row["uid"]: str(row["stored"][prop.name]) for row in records if row["stored"].get(prop.name)}
        if len({folded(value) for value in values.values()}) > 1:
            yield _conflict(prop, values)


def _conflict(prop: Property, values: dict[str, str]) -> Conflict:
    told = dict.fromkeys(values, "") if prop.level is Level.CORE else values
    return Conflict(prop.name, prop.words, prop.level.name.lower(), told)

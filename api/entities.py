"""Entities as the store has them, by uid, and the rows that state them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import NotFoundError
from graph.projection.united import united
from graph.store.bolt import Store
from graph.vocabulary import Role, Vocabulary


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity with everything the store holds of it; ``api.disclosure`` decides what of it is shown.

    ``stored`` is what all records say that are shown as this entity; ``records`` are they, one by one.
    """

    uid: str
    kind: str
    caption: str
    fictitious: bool
    stored: dict[str, Any]
    records: tuple[dict[str, Any], ...]


def entity(store: Store, vocabulary: Vocabulary, uid: str) -> EntityRecord:
    """The entity ``uid``, or the one it is shown as.

    Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_KIND), ``StoreError``.
    """
    found = entities_by_uid(store, vocabulary, [uid])
    if not found:
        raise NotFoundError("UNKNOWN_UID", uid=uid)
    vocabulary.label(found[uid].kind)  # a node of another ontology is no entity of this one
    return found[uid]


def entities_by_uid(store: Store, vocabulary: Vocabulary, uids: Sequence[str]) -> dict[str, EntityRecord]:
    """Those of ``uids`` that the store has, by the uid that was asked for. Raises ``StoreError``."""
    rows = store.read("api_entities_by_uid", uids=list(uids))
    records = records_of(store, vocabulary, rows)
    return {row["asked"]: record for row, record in zip(rows, records, strict=True)}


def sources_of(store: Store, record: EntityRecord, role: Role) -> list[str]:
    """The references to the rows that state an entity, as far as ``role`` may know of them. Raises ``StoreError``.

    An entity that is only referred to stands on the rows that refer to it. Those are told by the edges they state: the
    row of an anonymous demand would name its poster, being the source of both.
    """
    found: dict[str, None] = {}
    for one in record.records:
        stated: list[str] = one.get("sources") or []
        if one.get("stub"):
            seen = store.read("api_stub_sources", uid=one["uid"], clearance=int(role.clearance))
            told = {row["source"] for row in seen}
            stated = [source for source in stated if source in told]
        found.update(dict.fromkeys(stated))
    return list(found)


@dataclass(slots=True)
class Lookup:
    """Entities of one answer, read together when the first of them is needed."""

    store: Store
    vocabulary: Vocabulary
    _wanted: set[str] = field(default_factory=set)
    _found: dict[str, EntityRecord] = field(default_factory=dict)

    def want(self, uids: Iterable[str]) -> None:
        """Note that these may be asked for."""
        self._wanted.update(uids)

    def get(self, uid: str) -> EntityRecord | None:
        """The entity ``uid``, if the store has it and the vocabulary its kind. Raises ``StoreError``."""
        if uid not in self._found:
            missing = sorted((self._wanted | {uid}) - self._found.keys())
            found = entities_by_uid(self.store, self.vocabulary, missing)
            self._found.update({u: r for u, r in found.items() if r.kind in self.vocabulary.labels})
        return self._found.get(uid)


def records_of(store: Store, vocabulary: Vocabulary, rows: Sequence[dict[str, Any]]) -> list[EntityRecord]:
    """Rows as entities, each with what is shown as it. Raises ``StoreError``."""
    uids = list(dict.fromkeys(row["uid"] for row in rows))
    merged: dict[str, list[dict[str, Any]]] = {}
    for row in store.read("api_merged", uids=uids) if uids else []:
        merged.setdefault(row["uid"], []).append(row["stored"])
    return [_record(vocabulary, row, merged.get(row["uid"], [])) for row in rows]


def _record(vocabulary: Vocabulary, row: dict[str, Any], others: Sequence[dict[str, Any]]) -> EntityRecord:
    kind = vocabulary.kind_of(row["labels"])
    label = vocabulary.labels.get(kind)
    stored = united(label, row["stored"], others) if others else row["stored"]
    caption = str((stored.get(label.caption) if label else None) or row["uid"])
    return EntityRecord(row["uid"], kind, caption, bool(stored.get("fictitious")), stored, (row["stored"], *others))

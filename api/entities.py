"""Entities as the store has them: by uid, or a page of one kind filtered and sorted within what a role may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.conditions import Condition, filters_of
from api.cursor import Cursor, CursorSigner
from api.disclosure import usable
from graph.errors import InputError, NotFoundError
from graph.links.bounds import FIRST, within
from graph.store.bolt import Store
from graph.vocabulary import Label, Property, Role, Vocabulary

LEAST: dict[str, object] = {"integer": -1.0e308, "number": -1.0e308, "boolean": False}  # sorts before every value


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity with everything the store holds of it; ``api.disclosure`` decides what of it is shown."""

    uid: str
    kind: str
    caption: str
    fictitious: bool
    stored: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of entities and the cursor after its last, when there are more."""

    nodes: tuple[EntityRecord, ...]
    end_cursor: str | None
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class Browse:
    """What is browsed: a kind, conditions, an order, a direction, how many, and where to go on."""

    kind: str
    where: tuple[Condition, ...] = ()
    order_by: str | None = None
    descending: bool = False
    first: int = 20
    after: str | None = None


def entity(store: Store, vocabulary: Vocabulary, uid: str) -> EntityRecord:
    """The entity ``uid``. Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_KIND), ``StoreError``."""
    found = entities_by_uid(store, vocabulary, [uid])
    if not found:
        raise NotFoundError("UNKNOWN_UID", uid=uid)
    vocabulary.label(found[uid].kind)  # a node of another ontology is no entity of this one
    return found[uid]


def entities_by_uid(store: Store, vocabulary: Vocabulary, uids: Sequence[str]) -> dict[str, EntityRecord]:
    """Those of ``uids`` that the store has, by uid, in one query. Raises ``StoreError``."""
    rows = store.read("api_entities_by_uid", uids=list(uids))
    return {row["uid"]: _record(vocabulary, row) for row in rows}


def sources_of(store: Store, record: EntityRecord, role: Role) -> list[str]:
    """The references to the rows that state an entity, as far as ``role`` may know of them. Raises ``StoreError``.

    An entity that is only referred to stands on the rows that refer to it. Those are told by the edges they state: the
    row of an anonymous demand would name its poster, being the source of both.
    """
    stated: list[str] = record.stored.get("sources") or []
    if not record.stored.get("stub"):
        return stated
    seen = store.read("api_stub_sources", uid=record.uid, clearance=int(role.clearance))
    told = {row["source"] for row in seen}
    return [source for source in stated if source in told]


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


def browse(store: Store, vocabulary: Vocabulary, signer: CursorSigner, wanted: Browse, *, role: Role) -> Page:
    """A page of entities, by keyset: no offset, so that rows are neither skipped nor doubled while the graph changes.

    Raises ``NotFoundError`` (unknown kind or property), ``DisclosureError``, ``InputError`` (a value that does not fit
    its property, a cursor of another query), ``LimitError``, ``StoreError``.
    """
    within("first", wanted.first, FIRST)
    label = vocabulary.label(wanted.kind)
    order = _order(label, wanted, role)
    filters = filters_of(label, wanted.where, role)
    scope = signer.scope(wanted.kind, filters, order.name if order else None, wanted.descending, role.name)
    after = signer.read(wanted.after, scope) if wanted.after else None
    name = ("api_browse" if order else "api_page") + ("_descending" if wanted.descending else "")
    place = _by_property(order, after) if order else _by_uid(label, after, wanted)
    parts = {"label": wanted.kind}
    rows = store.read(name, parts=parts, filters=filters, limit=wanted.first + 1, **place)
    return _page(vocabulary, signer, rows, wanted.first, scope)


def _by_property(order: Property, after: Cursor | None) -> dict[str, object]:
    return {
        "order": order.name,
        "least": LEAST.get(order.type, ""),
        "after": after.value if after else None,
        "after_uid": after.uid if after else None,
    }


def _by_uid(label: Label, after: Cursor | None, wanted: Browse) -> dict[str, object]:
    """Uids of a kind lie between its prefix with ``:`` and with ``;``, the sign that follows."""
    low, high = f"{label.prefix}:", f"{label.prefix};"
    if after is None:
        return {"low": low, "high": high}
    return {"low": low, "high": after.uid} if wanted.descending else {"low": after.uid, "high": high}


def _page(vocabulary: Vocabulary, signer: CursorSigner, rows: list[dict[str, Any]], first: int, scope: str) -> Page:
    kept = rows[:first]
    more = len(rows) > first
    end = signer.write(Cursor(kept[-1]["key"], kept[-1]["uid"]), scope) if more else None
    return Page(tuple(_record(vocabulary, row) for row in kept), end, more)


def _record(vocabulary: Vocabulary, row: dict[str, Any]) -> EntityRecord:
    kind = vocabulary.kind_of(row["labels"])
    stored: dict[str, Any] = row["stored"]
    label = vocabulary.labels.get(kind)
    caption = stored.get(label.caption) if label else None
    return EntityRecord(row["uid"], kind, str(caption or row["uid"]), bool(stored.get("fictitious")), stored)


def _order(label: Label, wanted: Browse, role: Role) -> Property | None:
    if wanted.order_by is None:
        return None
    prop = usable(label, wanted.order_by, role)
    if prop.type == "strings":
        raise InputError("FILTER_VALUE", property=prop.words, value="orderBy", type=prop.type)
    return prop

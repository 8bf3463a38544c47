"""Entities as the store has them: one by uid, or a page of one kind filtered and sorted within what a role may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.cursor import Cursor, CursorSigner
from api.disclosure import usable
from graph.errors import InputError, NotFoundError
from graph.links.bounds import FIRST, within
from graph.store.bolt import Store
from graph.vocabulary import Label, Property, Role, Vocabulary

LEAST: dict[str, object] = {"integer": -1.0e308, "number": -1.0e308, "boolean": False}
OPERATORS = ("EQ", "NE", "LT", "LE", "GT", "GE", "CONTAINS", "IN")


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity with everything the store holds of it; ``api.disclosure`` decides what of it is shown."""

    uid: str
    kind: str
    caption: str
    fictitious: bool
    stored: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """``property op value``; the value is text and is read by the property's type. IN takes values joined by ``|``."""

    property: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of entities and the cursor after its last, when there are more."""

    nodes: tuple[EntityRecord, ...]
    end_cursor: str | None
    has_next_page: bool


def entity(store: Store, vocabulary: Vocabulary, uid: str) -> EntityRecord:
    """The entity ``uid``. Raises ``NotFoundError`` (UNKNOWN_UID), ``StoreError``."""
    found = entities_by_uid(store, vocabulary, [uid])
    if not found:
        raise NotFoundError("UNKNOWN_UID", uid=uid)
    return found[uid]


def entities_by_uid(store: Store, vocabulary: Vocabulary, uids: Sequence[str]) -> dict[str, EntityRecord]:
    """Those of ``uids`` that the store has, by uid, in one query. Raises ``StoreError``."""
    rows = store.read("api_entities_by_uid", uids=list(uids))
    return {row["uid"]: _record(vocabulary, row) for row in rows}


@dataclass(frozen=True, slots=True)
class Browse:
    """What is browsed: a kind, conditions, an order, a direction, how many, and where to go on."""

    kind: str
    where: tuple[Condition, ...] = ()
    order_by: str | None = None
    descending: bool = False
    first: int = 20
    after: str | None = None


def browse(store: Store, vocabulary: Vocabulary, signer: CursorSigner, wanted: Browse, *, role: Role) -> Page:
    """A page of entities, by keyset: no offset, so that rows are neither skipped nor doubled while the graph changes.

    Raises ``NotFoundError`` (unknown kind or property), ``DisclosureError``, ``InputError`` (a value that does not fit
    its property, a cursor of another query), ``LimitError``, ``StoreError``.
    """
    within("first", wanted.first, FIRST)
    label = vocabulary.label(wanted.kind)
    order = _order(label, wanted, role)
    filters = [_filter(usable(label, c.property, role), c) for c in wanted.where]
    scope = signer.scope(wanted.kind, filters, wanted.order_by, wanted.descending, role.name)
    after = signer.read(wanted.after, scope) if wanted.after else None
    rows = store.read(
        "api_browse_descending" if wanted.descending else "api_browse",
        parts={"label": wanted.kind},
        filters=filters,
        order=wanted.order_by or "uid",
        least=LEAST.get(order.type, "") if order else "",
        after=after.value if after else None,
        after_uid=after.uid if after else None,
        limit=wanted.first + 1,
    )
    return _page(vocabulary, signer, rows, wanted.first, scope)


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


def _filter(prop: Property, condition: Condition) -> dict[str, object]:
    if condition.op == "IN":
        values = [_value(prop, part) for part in condition.value.split("|")]
    else:
        values = [_value(prop, condition.value)]
    return {"property": prop.name, "op": condition.op, "value": values[0], "values": values}


def _value(prop: Property, text: str) -> object:
    try:
        if prop.type in ("integer", "number"):
            return float(text)
        if prop.type == "boolean":
            return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError) as error:
        raise InputError("FILTER_VALUE", property=prop.words, value=text, type=prop.type) from error
    return text

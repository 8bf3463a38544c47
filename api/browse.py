"""A page of one kind, filtered and sorted within what a role may see."""

from __future__ import annotations

from dataclasses import dataclass

from api.conditions import Condition, filters_of
from api.cursor import Cursor, CursorSigner
from api.disclosure import usable
from api.entities import EntityRecord, records_of
from graph.errors import InputError
from graph.links.bounds import FIRST, within
from graph.store.bolt import Store
from graph.vocabulary import Label, Property, Role, Vocabulary

LEAST: dict[str, object] = {"integer": -1.0e308, "number": -1.0e308, "boolean": False}  # sorts before every value


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
    place = _by_property(order, after, wanted) if order else _by_uid(label, after, wanted)
    parts = {"label": wanted.kind, "direction": "DESC" if wanted.descending else "ASC"}
    name = "api_browse" if order else "api_page"
    rows = store.read(name, parts=parts, filters=filters, limit=wanted.first + 1, **place)
    records = records_of(store, vocabulary, rows[: wanted.first])
    more = len(rows) > wanted.first
    last = rows[wanted.first - 1] if more else None
    end = signer.write(Cursor(last["key"], last["uid"]), scope) if last else None
    return Page(tuple(records), end, more)


def _by_property(order: Property, after: Cursor | None, wanted: Browse) -> dict[str, object]:
    return {
        "order": order.name,
        "least": LEAST.get(order.type, ""),
        "descending": wanted.descending,
        "after": after.value if after else None,
        "after_uid": after.uid if after else None,
    }


def _by_uid(label: Label, after: Cursor | None, wanted: Browse) -> dict[str, object]:
    """Uids of a kind lie between its prefix with ``:`` and with ``;``, the sign that follows."""
    low, high = f"{label.prefix}:", f"{label.prefix};"
    if after is None:
        return {"low": low, "high": high}
    return {"low": low, "high": after.uid} if wanted.descending else {"low": after.uid, "high": high}


def _order(label: Label, wanted: Browse, role: Role) -> Property | None:
    if wanted.order_by is None:
        return None
    prop = usable(label, wanted.order_by, role)
    if prop.type == "strings":
        raise InputError("FILTER_VALUE", property=prop.words, value="orderBy", type=prop.type)
    return prop

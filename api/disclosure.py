"""What a role may see: one policy for fields, filters, orders, the command line and exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import DisclosureError, NotFoundError
from graph.vocabulary import Label, Property, Role
from graph.words import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """A property as a role sees it. A hidden one says its level; whether it has a value is hidden too."""

    name: str
    words: Words
    level: str
    hidden: bool
    value: str | None = None
    values: tuple[str, ...] | None = None
    unit: str | None = None


def reveal(label: Label, stored: Mapping[str, Any], role: Role) -> tuple[Shown, ...]:
    """The properties of an entity for ``role`` in the vocabulary's order: those with a value, and every hidden one."""
    return tuple(
        _shown(prop, stored, role)
        for prop in label.properties.values()
        if prop.level > role.clearance or stored.get(prop.name) not in (None, "", [])
    )


def visible(prop: Property, role: Role) -> bool:
    """Whether ``role`` may see values of ``prop``."""
    return prop.level <= role.clearance


def usable(label: Label, name: str, role: Role) -> Property:
    """The property ``name`` of ``label``, to filter or sort by, as the vocabulary or as GraphQL spells it.

    Raises ``NotFoundError`` (UNKNOWN_PROPERTY), ``DisclosureError`` (DISCLOSURE_FILTER) when its values are hidden from
    ``role``: a filter or an order would tell them one comparison at a time.
    """
    prop = label.properties.get(name) or next((p for p in label.properties.values() if camel(p.name) == name), None)
    if prop is None:
        known = ", ".join(p.name for p in label.visible(role.clearance))
        raise NotFoundError("UNKNOWN_PROPERTY", property=name, kind=label.words, known=known)
    if not visible(prop, role):
        level = prop.level.name.lower()
        raise DisclosureError("DISCLOSURE_FILTER", role=role.words, property=prop.words, level=level)
    return prop


def camel(name: str) -> str:
    """A property's name as GraphQL spells it: ``application_no`` → ``applicationNo``."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def _shown(prop: Property, stored: Mapping[str, Any], role: Role) -> Shown:
    level = prop.level.name.lower()
    if not visible(prop, role):
        return Shown(prop.name, prop.words, level, hidden=True, unit=prop.unit)
    value = stored[prop.name]
    if isinstance(value, list):
        return Shown(prop.name, prop.words, level, hidden=False, values=tuple(map(str, value)))
    return Shown(prop.name, prop.words, level, hidden=False, value=_text(value), unit=prop.unit)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e6 else _plain(value)


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

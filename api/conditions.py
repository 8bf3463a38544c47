"""Conditions on properties: read by the property's type, within what the role may see."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from api.disclosure import usable
from graph.errors import InputError
from graph.links.bounds import within
from graph.vocabulary import Label, Property, Role

CONDITIONS = (0, 10)
VALUES = (1, 100)  # of IN
LENGTH = (0, 500)  # characters of a value
TEXT = ("string", "text", "strings", "date")
COMPARED = ("LT", "LE", "GT", "GE")


@dataclass(frozen=True, slots=True)
class Condition:
    """``property op value``; the value is text and is read by the property's type. IN takes values joined by ``|``."""

    property: str
    op: str
    value: str


def filters_of(label: Label, where: Sequence[Condition], role: Role) -> list[dict[str, object]]:
    """The conditions as the statements of ``queries/cypher/api_*`` take them.

    Raises ``NotFoundError`` (UNKNOWN_PROPERTY), ``DisclosureError`` (DISCLOSURE_FILTER), ``LimitError``,
    ``InputError`` (FILTER_VALUE) for a value or an operator that does not fit the property.
    """
    within("where", len(where), CONDITIONS)
    return [_filter(usable(label, condition.property, role), condition) for condition in where]


def _filter(prop: Property, condition: Condition) -> dict[str, object]:
    if condition.op == "CONTAINS" and prop.type not in TEXT:
        raise _unfit(prop, condition.op)
    if condition.op in COMPARED and prop.type in ("boolean", "strings"):
        raise _unfit(prop, condition.op)
    texts = condition.value.split("|") if condition.op == "IN" else [condition.value]
    within("values", len(texts), VALUES)
    within("value", max(map(len, texts)), LENGTH)
    values = [_value(prop, text) for text in texts]
    return {"property": prop.name, "op": condition.op, "value": values[0], "values": values}


def _value(prop: Property, text: str) -> object:
    try:
        if prop.type in ("integer", "number"):
            number = float(text)
            if not math.isfinite(number):
                raise _unfit(prop, text)
            return number
        if prop.type == "boolean":
            return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError) as error:
        raise _unfit(prop, text) from error
    return text


def _unfit(prop: Property, value: str) -> InputError:
    return InputError("FILTER_VALUE", property=prop.words, value=value, type=prop.type)

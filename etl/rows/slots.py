"""How the cells of a column become values: by the type, check and unit of the property or link that it fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from etl.files.read import Cell
from etl.rows import clean, numbers
from etl.rows.coded import link_of
from etl.rows.codes import CHECKS
from etl.rows.dates import iso
from etl.rows.headers import UID, Column
from etl.rows.listed import listed, unlisted
from graph.errors import InputError, VocabularyError
from graph.vocabulary import Label, Level, Link, Property

Convert = Callable[[Cell], Any]
Remark = Callable[[Cell], InputError | None]  # what is to be told of a cell that is understood
MONEY = "CNY"


@dataclass(frozen=True, slots=True)
class Slot:
    """A column ready to be read: where it stands, what it fills, how, whether its values may be shown, and what is odd
    about a cell that is understood."""

    column: Column
    convert: Convert
    several: bool
    shown: bool
    link: bool = False
    remark: Remark | None = None


def slot_for(label: Label, column: Column) -> Slot:
    """How ``column`` is read. Raises ``VocabularyError`` (CHECK_UNKNOWN)."""
    if column.target == UID:
        return Slot(column, _uid(label), several=False, shown=True)
    if (link := label.links.get(link_of(column.target))) is not None:
        return Slot(column, _references(link), several=True, shown=_public(link), link=True)
    prop = label.properties[column.target]
    convert, shown = _own(label, column), prop.level < Level.CORE
    return Slot(column, convert, prop.type == "strings", shown, remark=numbers.rough if _money(prop) else None)


def taker(label: Label, column: Column) -> Callable[[Cell], int]:
    """How well the property of a column takes a cell: 2 as a value, 1 as one that its code list lacks, 0 not at all."""
    convert, find = converter(label.properties[column.target], label, column.factor), unlisted(label)

    def takes(cell: Cell) -> int:
        try:
            value = convert(cell)
        except InputError:
            return 0
        return 0 if value is None else 1 if any(find({column.target: value})) else 2

    return takes


def _own(label: Label, column: Column) -> Convert:
    """The converter of a column's property; where its heading may mean others as well, of the cells that it takes best.

    What none of them takes is for the first to refuse.
    """
    convert = converter(label.properties[column.target], label, column.factor)
    if not column.choices:
        return convert
    takers = {name: taker(label, replace(column, target=name)) for name in column.choices}

    def run(cell: Cell) -> Any:
        best = max(takers, key=lambda name: takers[name](cell))  # the first of those that take it as well
        return convert(cell) if best == column.target else None

    return run


def _money(prop: Property) -> bool:
    return prop.type == "number" and prop.unit == MONEY


def _public(link: Link) -> bool:
    return link.level < Level.CORE and link.hidden_when is None


def _uid(label: Label) -> Convert:
    def convert(cell: Cell) -> str | None:
        text = clean.line(cell)
        if text and not text.startswith(label.prefix + ":"):
            raise InputError("UID_KIND", prefix=label.prefix)
        return text

    return convert


def _references(link: Link) -> Convert:
    def one(cell: Cell) -> list[str]:
        text = clean.line(cell)
        return [text] if text else []

    return clean.many if link.many else one


def converter(prop: Property, label: Label, factor: float = 1.0) -> Convert:
    """What turns a cell into a value of ``prop``; ``factor`` is that of its column's unit. See ``clean.py``."""
    if prop.check is not None and prop.check not in CHECKS:
        raise VocabularyError(
            "CHECK_UNKNOWN", kind=label.name, property=prop.name, check=prop.check, known=", ".join(CHECKS)
        )
    plain: dict[str, Convert] = {
        "string": clean.line,
        "text": clean.prose,
        "strings": clean.many,
        "integer": numbers.integer,
        "boolean": clean.boolean,
        "date": iso,
        "number": lambda cell: (numbers.amount if _money(prop) else numbers.number)(cell, factor),
    }
    convert, fixes = plain[prop.type], _fixes(prop)
    if not fixes:
        return convert
    return _each(fixes) if prop.type == "strings" else _checked(fixes, convert)


def _fixes(prop: Property) -> list[Callable[[str], str]]:
    """What the text of a cell goes through before it is converted: the property's code list, then its check."""
    return [*([listed(prop)] if prop.codes else []), *([CHECKS[prop.check]] if prop.check else [])]


def _each(fixes: Sequence[Callable[[str], str]]) -> Convert:
    def run(cell: Cell) -> list[str]:
        return list(dict.fromkeys(reduce(_apply, fixes, text) for text in clean.many(cell)))

    return run


def _checked(fixes: Sequence[Callable[[str], str]], convert: Convert) -> Convert:
    def run(cell: Cell) -> Any:
        text = clean.line(cell)
        return None if text is None else convert(reduce(_apply, fixes, text))

    return run


def _apply(text: str, fix: Callable[[str], str]) -> str:
    return fix(text)

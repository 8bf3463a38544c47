"""Headings that two properties of a kind go by: what stands below them says which is meant (成熟度: 5级, or 中试)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from etl.files.read import Cell, RawRow
from etl.rows.headers import Column, Header, normal
from etl.rows.listed import unlisted
from etl.rows.slots import slot_for
from graph.errors import InputError
from graph.vocabulary import Label, Property


def settled(header: Header, label: Label, below: Sequence[RawRow], said: Collection[str]) -> Header:
    """The header with every such column given to the property that takes most of the first cells ``below``.

    ``said``: headings whose meaning a manifest or mapping tells. Where as many fit, the header's choice stays.
    """
    known = set(map(normal, said))
    columns = [column if normal(column.heading) in known else _best(column, label, below) for column in header.columns]
    return replace(header, columns=tuple(columns))


def _best(column: Column, label: Label, below: Sequence[RawRow]) -> Column:
    rivals = [prop.name for prop in label.properties.values() if prop.name != column.target and _goes_by(prop, column)]
    if not rivals or column.target not in label.properties:
        return column
    cells = [row.cells[column.index] for row in below if column.index < len(row.cells)]
    choices = [column, *(replace(column, target=name) for name in rivals)]
    return max(choices, key=lambda choice: _taken(choice, label, cells))


def _goes_by(prop: Property, column: Column) -> bool:
    return normal(column.heading) in {normal(text) for text in (prop.words.zh, prop.words.en, *prop.headers)}


def _taken(column: Column, label: Label, cells: Iterable[Cell]) -> int:
    """How many cells the column's property takes, items that its code list does not have left out."""
    convert, find = slot_for(label, column).convert, unlisted(label)
    values = (_value(convert, cell) for cell in cells)
    return sum(value is not None and not any(find({column.target: value})) for value in values)


def _value(convert: Callable[[Cell], object], cell: Cell) -> object:
    try:
        return convert(cell)
    except InputError:
        return None

"""Headings that two properties of a kind go by: what stands below them says which is meant (成熟度: 5级, or 中试)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from etl.files.read import Cell, RawRow
from etl.rows.headers import Column, Header, normal
from etl.rows.slots import taker
from graph.vocabulary import Label, Property


def settled(header: Header, label: Label, below: Sequence[RawRow], said: Collection[str]) -> Header:
    """The header with every such column given to the property that takes most of the first cells ``below``, and once
    more to each other one, for the cells that only that takes.

    ``said``: headings whose meaning a manifest or mapping tells. Where as many fit, the header's choice stays.
    """
    known = set(map(normal, said))
    columns: list[Column] = []
    for column in header.columns:
        rivals = () if normal(column.heading) in known else _rivals(column, label)
        filled = {one.target for one in header.columns if one is not column}
        columns += _shared(column, rivals, filled, label, below) if rivals else [column]
    return replace(header, columns=tuple(columns))


def _rivals(column: Column, label: Label) -> tuple[str, ...]:
    if column.target not in label.properties:
        return ()
    return tuple(p.name for p in label.properties.values() if p.name != column.target and _goes_by(p, column))


def _shared(
    column: Column, rivals: Sequence[str], filled: Collection[str], label: Label, below: Sequence[RawRow]
) -> list[Column]:
    """The column as what it mostly is, then as each rival that no other column fills."""
    cells = [row.cells[column.index] for row in below if column.index < len(row.cells)]
    choices = [column, *(replace(column, target=name) for name in rivals)]
    best = max(choices, key=lambda choice: _taken(choice, label, cells))
    names = (best.target, *(one.target for one in choices if one is not best and one.target not in filled))
    return [replace(best, target=name, choices=names) for name in names] if len(names) > 1 else [best]


def _goes_by(prop: Property, column: Column) -> bool:
    return normal(column.heading) in {normal(text) for text in (prop.words.zh, prop.words.en, *prop.headers)}


def _taken(column: Column, label: Label, cells: Iterable[Cell]) -> int:
    """How many cells the column's property takes."""
    takes = taker(label, column)
    return sum(takes(cell) > 1 for cell in cells)

"""One column of cells to typed values: what is plainly clean at once, each other distinct cell by its converter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.files.read import Cell
from etl.rows.coded import link_of
from etl.rows.columns_codes import CODES
from etl.rows.columns_memory import FAULT, Memory
from etl.rows.columns_plain import ONE, SEVERAL, Plain, plain, uid
from etl.rows.headers import UID
from etl.rows.slots import Slot
from graph.vocabulary import Label

TYPES: dict[str, pl.DataType] = {"integer": pl.Int64(), "number": pl.Float64(), "boolean": pl.Boolean()}
TEXTS = pl.List(pl.String)


Places = npt.NDArray[np.intp]


class Values(NamedTuple):
    """A column's values, and the places of the cells that are refused and of those that there is a remark on."""

    values: pl.Series
    refused: Places
    odd: Places


class ColumnReader:
    """Reads one column batch by batch: ``take`` its cells, evaluate ``meaning`` and ``sure`` over the texts of all
    columns, then ask for ``values``."""

    def __init__(self, slot: Slot, label: Label) -> None:
        self.slot = slot
        self.memory = Memory(slot.convert, type_of(slot, label), slot.remark)
        self._plain = _plain(slot, label)
        self._text, self._sure = str(slot.column.index), f"{slot.column.index}?"
        self._value = self._text if self._plain is None or self._plain.value is None else f"{slot.column.index}="
        self._cells: Sequence[Cell] = ()

    def take(self, rows: Sequence[Sequence[Cell]]) -> pl.Series | None:
        """Take the column's cells out of ``rows``; returns their texts, None where few cells differ."""
        index = self.slot.column.index
        try:
            self._cells = [cells[index] for cells in rows]
        except IndexError:
            self._cells = [cells[index] if index < len(cells) else None for cells in rows]
        if self.memory.full():
            self.memory.forget()
        return None if self._plain is None else _texts(self._text, self._cells)

    def meaning(self) -> list[pl.Expr]:
        """What the texts mean, where it is not themselves."""
        if self._plain is None or self._plain.value is None:
            return []
        return [self._plain.value(pl.col(self._text)).alias(self._value)]

    def sure(self) -> list[pl.Expr]:
        """Whether the texts are plainly clean."""
        if self._plain is None:
            return []
        sure = self._plain.sure(pl.col(self._text), pl.col(self._value))
        return [sure.fill_null(value=False).alias(self._sure)]

    def values(self, seen: pl.DataFrame) -> Values:
        """The typed values of the cells, null where a cell says nothing, and which cells are refused or odd."""
        if self._plain is None:
            found = self.memory.places(self._cells)
            return Values(self.memory.meanings().gather(found), np.flatnonzero(found == FAULT), self._odd(found))
        value, sure = seen[self._value], seen[self._sure].to_numpy()
        rest = np.flatnonzero(~sure)
        if not len(rest):
            return Values(value, rest, rest)
        found = self.memory.places([self._cells[place] for place in rest.tolist()])
        places = np.arange(len(value))
        places[rest] = len(value) + found
        values = pl.concat([value, self.memory.meanings()]).gather(places)
        return Values(values, rest[found == FAULT], rest[self._odd(found)])

    def _odd(self, found: Places) -> Places:
        """Which of those meanings have a remark."""
        return np.flatnonzero(np.isin(found, self.memory.odd)) if self.memory.odd else np.empty(0, np.intp)


def _texts(name: str, cells: Sequence[Cell]) -> pl.Series:
    """The cells as texts, null where one is no text or cannot be encoded."""
    try:
        return pl.Series(name, cells, dtype=pl.String)
    except (TypeError, ValueError, OverflowError):
        texts = [cell if isinstance(cell, str) and _whole(cell) else None for cell in cells]
        return pl.Series(name, texts, dtype=pl.String)


def _whole(text: str) -> bool:
    """Whether ``text`` can be encoded: a lone half of a surrogate pair cannot."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def type_of(slot: Slot, label: Label) -> pl.DataType:
    """The polars type of what ``slot`` fills."""
    if slot.several:
        return TEXTS
    prop = label.properties.get(slot.column.target)
    return TYPES.get(prop.type, pl.String()) if prop is not None else pl.String()


def _plain(slot: Slot, label: Label) -> Plain | None:
    """What is plainly clean in the column; None where every value is one of few."""
    target = slot.column.target
    if target == UID:
        return uid(label.prefix)
    if (link := label.links.get(link_of(target))) is not None:
        return SEVERAL if link.many else ONE
    prop = label.properties[target]
    if prop.codes is not None or prop.type == "boolean" or slot.column.choices:
        return None
    if prop.check is not None:
        return CODES.get(prop.check) if prop.type == "string" else None
    return plain(prop.type, slot.column.factor)

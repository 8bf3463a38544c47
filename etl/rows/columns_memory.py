"""The distinct cells of a column and what each means: every one is converted once, by its converter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.files.read import Cell
from etl.rows.slots import Convert, Remark
from graph.errors import InputError

MOST = 30_000  # distinct cells of a column that are remembered
NOTHING, FAULT = 0, 1  # places of what an empty cell means, and of what a cell means that its converter refuses


class Memory(dict[str | None, int]):
    """From a text to the place of its meaning among the ``meanings``; a text met first is converted."""

    def __init__(self, convert: Convert, dtype: pl.DataType, remark: Remark | None = None) -> None:
        super().__init__()
        self._convert, self._dtype, self._remark = convert, dtype, remark
        self.odd: list[int] = []  # places of what has a remark
        self._values = pl.Series(dtype=dtype)
        self._new: list[Any] = []
        self._others: dict[tuple[type, Cell], int] = {}
        self.forget()

    def __missing__(self, cell: str) -> int:
        self[cell] = place = self._place(cell)
        return place

    def places(self, cells: Sequence[Cell]) -> npt.NDArray[np.intp]:
        """For each cell the place of its meaning."""
        if {str, type(None)}.issuperset(map(type, cells)):
            return np.fromiter(map(self.__getitem__, cells), np.intp, len(cells))
        found = (self[cell] if type(cell) is str else self._other(cell) for cell in cells)
        return np.fromiter(found, np.intp, len(cells))

    def meanings(self) -> pl.Series:
        """The meanings, null for nothing and for what is refused."""
        if self._new:
            self._values.append(pl.Series(self._new, dtype=self._dtype))
            self._new = []
        return self._values

    def forget(self) -> None:
        """Remember nothing of what was met."""
        self.clear()
        self[""] = self[None] = NOTHING
        self._others.clear()
        self.odd = []
        self._values = pl.Series([None, None], dtype=self._dtype)
        self._new = []

    def full(self) -> bool:
        """Whether more is remembered than is worth its memory."""
        return len(self._values) + len(self._new) > MOST

    def _other(self, cell: Cell) -> int:
        """1, 1.0 and True are three different cells."""
        if cell is None or isinstance(cell, list | dict):
            return NOTHING if cell is None else self._place(cell)
        key = (type(cell), cell)
        if key not in self._others:
            self._others[key] = self._place(cell)
        return self._others[key]

    def _place(self, cell: Cell) -> int:
        try:
            value = self._convert(cell)
        except InputError:
            return FAULT
        if value is None or value == []:
            return NOTHING
        self._new.append(value)
        place = len(self._values) + len(self._new) - 1
        if self._remark is not None and self._remark(cell) is not None:
            self.odd.append(place)
        return place

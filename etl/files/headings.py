"""Headings of two levels, as a sheet with titles over several columns has: 完成单位 › 名称."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence

from etl.files.table import Cell

JOIN = " › "
ITSELF = frozenset({"名称", "姓名", "全称", "标题", "题名", "name", "title"})  # below a title: what the title names


def keys(cells: Sequence[Cell], known: Container[str], normal: Callable[[Cell], str]) -> list[str]:
    """What to look each heading of a row up by, ``normal``; a heading of several levels by what ``known`` has of it.

    All levels together come first; a title that is known stands for itself with 名称 below it, and rules out any other
    meaning; titles that are not known are passed over, and the lowest level counts if no other column has the same.
    """
    lower = Counter(normal(_levels(cell)[-1]) for cell in cells if cell is not None)
    return [_key(cell, known, normal, lower) for cell in cells]


def _levels(cell: Cell) -> list[Cell]:
    return list(cell.split(JOIN)) if isinstance(cell, str) else [cell]


def _key(cell: Cell, known: Container[str], normal: Callable[[Cell], str], lower: Counter[str]) -> str:
    levels, whole = _levels(cell), normal(cell)
    if len(levels) < 2 or whole in known:
        return whole
    last = normal(levels[-1])
    for start in range(len(levels) - 1):
        together, title = normal("".join(levels[start:])), normal("".join(levels[start:-1]))
        if together in known:
            return together
        if title in known:
            return title if last in ITSELF else whole
    return last if last in known and lower[last] == 1 else whole

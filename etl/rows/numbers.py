"""Cells to numbers: whole ones, and amounts of money."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isinf, isnan

from etl.files.read import Cell
from etl.rows.amounts import parsed, roughly
from etl.rows.clean import line
from graph.errors import InputError

UNSET = frozenset({"面议", "价格面议", "可面议", "待定", "另议", "另行商定", "待商定", "不限"})
UNSET |= {"协商", "双方协商", "协商确定"}
YEAR_END = re.compile(r"年度?\s*$")
WHOLE = 2.0**53  # up to here a float holds every whole number

Parse = Callable[[str], tuple[float, float | None] | None]


def number(cell: Cell, factor: float = 1.0) -> float | None:
    """A number or None (empty, 面议), 万 and 亿 and thousands' commas understood.

    It is multiplied by ``factor`` unless the cell names its own multiple.

    Returns: a float (amounts in 元). Raises ``InputError`` (CELL_NUMBER).
    """
    return _number(cell, factor, parsed)


def amount(cell: Cell, factor: float = 1.0) -> float | None:
    """As ``number``, of money: a range (50-100万) is its middle, 约 and 以内 are passed over; ``rough`` tells so."""
    return _number(cell, factor, lambda text: parsed(text) or roughly(text))


def rough(cell: Cell) -> InputError | None:
    """What is to be told of a cell that ``amount`` understands and ``number`` does not; else None."""
    text = line(cell) if isinstance(cell, str) else None
    if text is None or text in UNSET or parsed(text) is not None or roughly(text) is None:
        return None
    return InputError("CELL_ROUGH")


def _number(cell: Cell, factor: float, parse: Parse) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _plain(cell, factor)
    text = line(cell)
    if text is None or text in UNSET:
        return None
    found = parse(text)
    if found is None:
        raise InputError("CELL_NUMBER")
    value, multiple = found
    return _exact(value, factor if multiple is None else multiple)


def _plain(cell: float, factor: float) -> float | None:
    try:
        value = float(cell)
    except OverflowError as error:
        raise InputError("CELL_NUMBER") from error
    if isinf(value):
        raise InputError("CELL_NUMBER")
    if isnan(value):  # not a number: how pandas and Parquet write an empty cell
        return None
    return _exact(value, factor)


def integer(cell: Cell) -> int | None:
    """A whole number; a year may end in 年 or 年度. Raises ``InputError``: CELL_NUMBER, CELL_INTEGER."""
    value = number(YEAR_END.sub("", cell) if isinstance(cell, str) else cell)
    if value is None:
        return None
    if abs(value) > WHOLE or value != int(value):
        raise InputError("CELL_INTEGER")
    return int(value)


def _exact(value: float, factor: float) -> float:
    # 0.57 万 is 5700, not 5699.999999999999.
    return value if factor == 1.0 else round(value * factor, 4)

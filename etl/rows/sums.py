"""Rows at the end of a list that add up what stands above them."""

from __future__ import annotations

from collections.abc import Sequence

from etl.files.read import Cell
from etl.rows.amounts import parsed
from etl.rows.headers import normal

TOTALS = frozenset({"合计", "总计", "小计", "共计", "总和", "total", "subtotal", "sum"})
SIGNS = frozenset("".join(name[0] + name[0].upper() for name in TOTALS))  # what they begin with
BLANK = (None, "", " ")


def adds_up(cells: Sequence[Cell]) -> bool:
    """Whether a row only adds up: after 合计 there are numbers, if anything."""
    for at, cell in enumerate(cells):
        if cell not in BLANK:
            return (
                isinstance(cell, str) and cell[0] in SIGNS and normal(cell) in TOTALS and _are_numbers(cells[at + 1 :])
            )
    return False


def _are_numbers(cells: Sequence[Cell]) -> bool:
    texts = (cell for cell in cells if isinstance(cell, str) and cell.strip())
    return all(parsed(text) is not None for text in texts)

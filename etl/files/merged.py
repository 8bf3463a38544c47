"""Merged cells of a sheet as they are meant: a value for several rows, a title over several columns of the header."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from etl.files.headings import JOIN
from etl.files.table import HEAD, Cell

Range = tuple[tuple[int, int], tuple[int, int]]  # ((top, left), (bottom, right)), from 0, both ends within
Numbered = tuple[int, list[Cell]]

UNIT = re.compile(r"\s*[(（](?:单位[:：]?)?[^()（）]*(?:元|万|亿)[^()（）]*[)）]$")

REMARK = re.compile(r"[:：]\s*\S")  # 填报单位：示例厅


def filled(cell: Cell) -> bool:
    """Whether a cell holds anything."""
    return cell is not None and cell != ""


def spread(rows: Iterable[Sequence[Cell]], ranges: Iterable[Range]) -> Iterator[Numbered]:
    """The rows of a sheet, numbered from 1, with the values of merged cells where they apply.

    Group titles above a header are joined to it (完成单位 › 名称) and their own row is left out.
    """
    merged = list(ranges)
    numbered = ((number, list(cells)) for number, cells in enumerate(rows, 1))
    if not merged:
        yield from numbered
        return
    top = list(islice(numbered, HEAD + 1))
    yield from _down(chain(_joined(top, merged), numbered), merged)


def _down(rows: Iterable[Numbered], merged: Sequence[Range]) -> Iterator[Numbered]:
    """Fill a cell merged down over several rows into each of them that holds anything else."""
    starts: dict[int, list[Range]] = defaultdict(list)
    for one in merged:
        if one[0][1] == one[1][1] and one[1][0] > one[0][0]:
            starts[one[0][0] + 1].append(one)
    open_cells: dict[int, tuple[int, Cell]] = {}  # column → last row, value
    for number, cells in rows:
        open_cells = {column: held for column, held in open_cells.items() if held[0] >= number}
        if any(map(filled, cells)):
            for column, (_, value) in open_cells.items():
                if column < len(cells) and not filled(cells[column]):
                    cells[column] = value
        for (_, column), (last, _) in starts.get(number, ()):
            if column < len(cells):
                open_cells[column] = (last + 1, cells[column])
        yield number, cells


def _joined(top: list[Numbered], merged: Sequence[Range]) -> list[Numbered]:
    """The first rows with titles over several columns taken into the row below them."""
    result, widest = [], 0
    for index, (number, cells) in enumerate(top):
        below = top[index + 1][1] if index + 1 < len(top) else []
        heading = _heading(cells, below, [one for one in merged if one[0][0] <= number - 1 <= one[1][0]], number - 1)
        # A row below one that is about as wide, the header, is data, whatever is merged in it.
        if heading is not None and 4 * widest < 3 * sum(map(filled, heading)):
            top[index + 1] = (number + 1, heading)
            continue
        widest = max(widest, sum(map(filled, cells)))
        result.append((number, cells))
    return result


def _heading(cells: list[Cell], below: list[Cell], merged: Sequence[Range], row: int) -> list[Cell] | None:
    """The row below ``row`` with the titles above it, None when they are no titles of columns."""
    titles = [one for one in merged if one[1][0] == row and one[1][1] > one[0][1]]
    grouping = [(left, right) for (_, left), (_, right) in titles if sum(map(filled, below[left : right + 1])) > 1]
    if (
        not grouping
        or sum(map(filled, cells)) < 2
        or any(REMARK.search(UNIT.sub("", str(cells[left]))) for left, _ in grouping)
    ):
        return None
    over = {column: cells[left] for left, right in grouping for column in range(left, min(right + 1, len(below)))}
    return [_title(over.get(column, cells[column]), sub) for column, sub in enumerate(below)]


def _title(title: Cell, sub: Cell) -> Cell:
    if not filled(title) or not filled(sub):
        return title if filled(title) and not filled(sub) else sub
    unit = UNIT.search(str(title))  # what a group is counted in holds for its columns
    bare = str(title)[: unit.start()] if unit else str(title)
    own = "" if unit is None or UNIT.search(str(sub)) else unit[0]
    return f"{bare}{JOIN}{sub}{own}"

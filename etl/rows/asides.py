"""Rows of a list that are no data: sums of what stands above them, and what is said below a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.files.read import Cell, RawRow
from etl.rows.amounts import parsed
from etl.rows.headers import Header, normal
from graph.vocabulary import Label, Link, Property

TOTALS = frozenset({"合计", "总计", "小计", "共计", "总和", "total", "subtotal", "sum"})
SIGNS = frozenset("".join(name[0] + name[0].upper() for name in TOTALS))  # what they begin with
BLANK = (None, "", " ")
REMARKS = ("注", "备注", "附注", "说明", "填表说明", "填报说明", "注意事项", "note", "notes", "remark", "remarks")
SIGNED = ("填表人", "填报人", "制表人", "制表", "经办人", "审核人", "审核", "复核人", "负责人", "单位负责人")
FILED = ("填报单位", "填表单位", "填表日期", "填报日期", "填报时间", "制表日期", "日期", "联系人", "联系电话", "电话")
WORDS = sorted((*REMARKS, *SIGNED, *FILED), key=len, reverse=True)
BEGINNINGS = frozenset(char for word in WORDS for char in (word[0], word[0].upper()))
BELOW = re.compile(rf"(?:{'|'.join(WORDS)})\d{{0,2}}(?:[(（][^)）]{{1,8}}[)）])?[:：]")
NUMBERED = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.．、]")
SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Asides:
    """Finds them among the rows of one table, which are given in order. ``sums`` and ``notes``: their numbers.

    ``needed``: the columns without which a row is refused. A numbered line counts as what is said below a table where a
    remark stands above it and none of these is filled.
    """

    needed: frozenset[int]
    sums: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)

    @staticmethod
    def of(header: Header, label: Label) -> Asides:
        """For a table of a kind with that header."""
        parts: list[Property | Link] = [*label.properties.values(), *label.links.values()]
        required = {part.name for part in parts if part.required}
        return Asides(frozenset(column.index for column in header.columns if column.target in required))

    def without(self, rows: Sequence[RawRow]) -> list[RawRow]:
        """The rows of data among ``rows``."""
        return [row for row in rows if not self.takes(row)]

    def takes(self, row: RawRow) -> bool:
        """Whether a row is no data; its number is noted then."""
        first = next((at for at, cell in enumerate(row.cells) if cell not in BLANK), None)
        text = "" if first is None else row.cells[first]
        if first is None or not isinstance(text, str):
            return False
        sign, rest = text.lstrip()[:1], row.cells[first + 1 :]
        if sign in SIGNS and adds_up(text, rest):
            self.sums.append(row.number)
            return True
        below = sign in BEGINNINGS and all(map(_is_remark, (text, *filled(rest))))
        if below or (self.notes and first not in self.needed and NUMBERED.match(text.lstrip()) and not filled(rest)):
            self.notes.append(row.number)
            return True
        return False


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that hold anything."""
    return [cell for cell in cells if cell not in BLANK]


def _is_remark(cell: Cell) -> bool:
    return isinstance(cell, str) and BELOW.match(SPACES.sub("", cell).casefold()) is not None


def adds_up(text: str, rest: Sequence[Cell]) -> bool:
    """Whether a row only adds up: after 合计 there are numbers, if anything."""
    texts = (cell for cell in rest if isinstance(cell, str) and cell.strip())
    return normal(text) in TOTALS and all(parsed(text) is not None for text in texts)

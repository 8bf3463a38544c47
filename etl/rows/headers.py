"""Column headings to properties and links of a kind, in Chinese and English; finds the header row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.files.declared import UNITS
from etl.files.headings import keys
from etl.files.manifest import InputFile
from etl.files.read import Cell, RawRow
from etl.rows.coded import companions
from graph.errors import InputError
from graph.vocabulary import Label, Link, Property

UID = "uid"
ROW, REASON = "原行号 row", "拒绝原因 reason"  # columns of a rejects file, to be ignored when it is loaded again

UNIT_AT_END = re.compile(r"[(\[](?:单位)?(元|千元|万元|万|百万元|亿元|亿|cny|rmb)(?:人民币)?[)\]]$")
NOISE = re.compile(r"[\s*:_\-·]+")
ASIDE = re.compile(  # what is said in brackets of how to fill a column in, not of what it holds
    r"(?:[(\[](?:全称|必填项?|选填|非必填|如有|如无可不填|没有可不填|盖章|加盖公章|可?[多单]选|中文|限?\d+字(?:以内|以下|内)?)[)\]])+$"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood: its place, heading as written, what it fills and the factor of its amounts.

    ``choices``: the properties that its heading may mean, where these are several: there is a column for each, and a
    cell is for the one that takes it best.
    """

    index: int
    heading: str
    target: str  # a property, a link, a code of what a link points to ("poster.uscc"), or "uid"
    factor: float = 1.0
    choices: tuple[str, ...] = ()

    @property
    def again(self) -> bool:
        """Whether it is the same cells as another column, for another property."""
        return bool(self.choices) and self.target != self.choices[0]


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header: the number of its row, the columns understood, and the headings that are not."""

    row: int
    columns: tuple[Column, ...]
    unknown: tuple[str, ...]


def normal(heading: Cell) -> str:
    """A heading as compared: NFKC, lower case, without spaces, marks of obligation, and what its end says of units and
    of filling in (全称, 必填)."""
    return UNIT_AT_END.sub("", _plain(heading))


def factor(heading: Cell) -> float:
    """What a heading says its amounts are counted in: 10000 for ``金额（万元）``, 1 without a unit."""
    match = UNIT_AT_END.search(_plain(heading))
    return UNITS[match[1]] if match else 1.0


def understood(label: Label) -> dict[str, str]:
    """Every heading that ``label`` understands, normalised, with its property or link.

    Names win over captions and captions over synonyms, so that two properties may share a synonym.
    """
    parts: list[Property | Link] = [*label.properties.values(), *label.links.values()]
    items = [(UID, UID), (ROW, ""), (REASON, "")]
    items += [(part.name, part.name) for part in parts]
    items += [(text, part.name) for part in parts for text in (part.words.zh, part.words.en)]
    items += [(text, part.name) for part in parts for text in part.headers]
    items += [(text, target) for target, headings in companions(label).items() for text in headings]
    return _first_wins(tuple(items))


def find_header(head: Sequence[RawRow], label: Label, file: InputFile) -> Header:
    """The header among a table's first rows: the row with the most headings that ``label`` or the manifest knows.

    Raises ``InputError``: HEADER_MISSING when no row has any, MANIFEST_COLUMN when the manifest maps to nothing known.
    """
    _check_targets(label, file)
    table = {**understood(label), **{normal(heading): target for heading, target in file.columns.items()}}
    best = best_row(head, table)
    if best is None:
        expected = "、".join(part.words.zh for part in label.properties.values())
        raise InputError("HEADER_MISSING", file=file.name, kind=label.words, expected=expected)
    units = {normal(heading): UNITS.get(unit, 1.0) for heading, unit in file.units.items()}
    return _header(best, table, units, below=[row for row in head if row.number > best.number])


def _plain(heading: Cell) -> str:
    return ASIDE.sub("", NOISE.sub("", unicodedata.normalize("NFKC", str(heading or "")).casefold()))


@lru_cache(maxsize=256)
def _first_wins(items: tuple[tuple[str, str], ...]) -> dict[str, str]:
    table: dict[str, str] = {}
    for heading, target in items:
        table.setdefault(normal(heading), target)
    return table


def best_row(head: Sequence[RawRow], table: Mapping[str, str]) -> RawRow | None:
    """The first of the rows with the most headings that ``table`` has; None when no row has any."""
    best, score = None, 0
    for row in head:
        hits = len(set(keys(row.cells, table, normal)) & table.keys())
        if hits > score:
            best, score = row, hits
    return best


def _header(row: RawRow, table: Mapping[str, str], units: Mapping[str, float], below: Sequence[RawRow]) -> Header:
    columns, unknown = [], _nameless(row, below)
    for index, (cell, key) in enumerate(zip(row.cells, keys(row.cells, table, normal), strict=True)):
        heading = str(cell if cell is not None else "").strip()
        if not key:
            continue
        if key not in table:
            unknown.append(heading)
        elif table[key]:
            columns.append(Column(index, heading, table[key], units.get(key, factor(cell))))
    return Header(row.number, tuple(columns), tuple(unknown))


def _nameless(header: RawRow, below: Sequence[RawRow]) -> list[str]:
    """Columns that hold something under no heading, by their number."""
    width = max((len(row.cells) for row in below), default=0)
    named = {index for index, cell in enumerate(header.cells) if normal(cell)}
    filled = {i for row in below for i, cell in enumerate(row.cells) if cell not in (None, "")}
    return [f"#{index + 1}" for index in range(width) if index in filled - named]


def _check_targets(label: Label, file: InputFile) -> None:
    targets = {*label.links, *companions(label)}
    named: Iterable[str] = (*filter(None, file.columns.values()), *file.constants)
    for target in named:
        if target not in label.properties and target not in targets and target != UID:
            raise InputError("MANIFEST_COLUMN", file=file.name, target=target, kind=label.name)

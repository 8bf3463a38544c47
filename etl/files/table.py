"""What every format is read into: a ``Table`` of ``RawRow``s, numbered as a person sees them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

from graph.errors import InputError

Cell = Any  # str, int, float, bool, date, datetime, list or dict of these (JSON, Parquet), None

HEAD = 15  # rows among which the header is looked for
WIDEST = 5_000  # columns of a table; more are keys that were meant to be values
LONGEST = 1 << 24  # characters of one line or cell
WHOLE = 1 << 63


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row; ``number`` is 1-based in the file or sheet. ``error``: the row itself cannot be read."""

    number: int
    cells: list[Cell]
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file, sheet, JSON(L) or Parquet file, or the result of a query.

    ``head`` are its first rows, ``rows`` all of them, both with the header; ``rows`` may be gone through several times.
    Where the header is no row of the file (JSON, Parquet, SQL) it has number 0, and rows count from 1.
    """

    sheet: str
    head: list[RawRow]
    rows: Iterable[RawRow]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are read from their file anew each time they are gone through, so that none has to be kept."""

    read: Callable[[], Iterator[RawRow]]

    def __iter__(self) -> Iterator[RawRow]:
        return self.read()

    def first(self) -> list[RawRow]:
        """The rows among which a header is looked for."""
        return list(islice(self.read(), HEAD))


def check_width(columns: int, *, file: str) -> None:
    """Raises ``InputError`` (TABLE_WIDE) when a table has more columns than anybody fills in."""
    if columns > WIDEST:
        raise InputError("TABLE_WIDE", file=file, columns=columns, limit=WIDEST)


def cell(value: object) -> Cell:
    """A value of a database or a Parquet file as a cell: decimals as numbers, bytes as text, what has no place as text.

    NaN is an empty cell: that is how data frames write a missing number.
    """
    if value is None or isinstance(value, str | bool | date | datetime):
        return value
    if isinstance(value, int):
        return value if -WHOLE <= value < WHOLE else str(value)
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return _text(bytes(value))
    if isinstance(value, list | tuple):
        return [cell(one) for one in value]
    if isinstance(value, dict):
        return {str(key): cell(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, time) else str(value)


def _number(value: float | Decimal) -> Cell:
    if not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    if isinstance(value, Decimal):
        return cell(int(value)) if value == value.to_integral_value() else float(value)
    return value


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()

"""Values as cells of the CSV that ``neo4j-admin database import`` reads; what cannot be said there is refused.

Strings are always quoted: an empty cell without quotes means "no such property", with quotes an empty string.
Source: Neo4j Operations Manual 5, "Import", CSV file format (RFC 4180 quoting, one delimiter for elements of arrays).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

BETWEEN = "\x1f"  # between the elements of an array: the ASCII unit separator, which ``etl.rows.clean`` takes out
BETWEEN_NAME = "U+001F"

TYPES: Mapping[type, str] = {str: "string", bool: "boolean", int: "long", float: "double", list: "string[]"}


class UnsayableError(ValueError):
    """A value that a cell cannot hold: an empty list, a list with other things than texts, another type."""


def quoted(text: str) -> str:
    """A text as a cell."""
    return '"' + text.replace('"', '""') + '"' if '"' in text else f'"{text}"'


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _number(value: float) -> str:
    """A float that Java reads back to the same bits."""
    if math.isfinite(value):
        return repr(value)
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _array(values: list[str]) -> str:
    """A list of texts. The importer leaves out an empty one, and one whose only element is empty."""
    try:
        text = BETWEEN.join(values)
    except TypeError as error:
        raise UnsayableError from error
    if not text or text.count(BETWEEN) != len(values) - 1:
        raise UnsayableError
    return quoted(text)


CELLS: Mapping[type, Callable[[Any], str]] = {str: quoted, bool: _boolean, int: str, float: _number, list: _array}

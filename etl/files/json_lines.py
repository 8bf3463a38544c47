"""JSON Lines to a table: once for the keys in use, once for the rows; a line that is no object is refused alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from etl.files.decode import encoding, lines
from etl.files.table import RawRow, Rows, Table, check_width
from graph.errors import InputError


def json_lines(path: Path) -> Iterator[Table]:
    """The one table of a JSON Lines file; none when it is empty.

    Raises ``InputError`` as ``decode.encoding`` does, TABLE_WIDE, and CSV_LINE when no line at all can be read.
    """
    name = encoding(path)
    keys = _keys(path, name)
    header = RawRow(0, list(keys))
    if keys:
        yield Table("", [header], Rows(lambda: _rows(path, name, header)))


def parsed(text: str) -> dict[str, Any] | InputError:
    """The object that a piece of JSON is, or (ROW_JSON) why it is none."""
    try:
        item = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return InputError("ROW_JSON", why=error.msg, column=error.colno)
    return item if isinstance(item, dict) else InputError("ROW_JSON", why="not an object", column=1)


def row(number: int, item: dict[str, Any] | InputError, keys: list[str]) -> RawRow:
    """An object as the row of a table whose columns are ``keys``."""
    if isinstance(item, InputError):
        return RawRow(number, [], item)
    return RawRow(number, [item.get(key) for key in keys])


def _objects(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    return ((number, parsed(line)) for number, line in enumerate(lines(path, name), 1) if line.strip())


def _keys(path: Path, name: str) -> dict[str, None]:
    keys: dict[str, None] = {}
    wrong: tuple[int, InputError] | None = None
    for number, item in _objects(path, name):
        if isinstance(item, InputError):
            wrong = wrong or (number, item)
        elif item.keys() - keys.keys():
            keys.update(dict.fromkeys(item))
            check_width(len(keys), file=path.name)
    if wrong and not keys:
        raise InputError("CSV_LINE", file=path.name, line=wrong[0], why=wrong[1].words)
    return keys


def _rows(path: Path, name: str, header: RawRow) -> Iterator[RawRow]:
    yield header
    for number, item in _objects(path, name):
        yield row(number, item, header.cells)

"""Files to tables: every format ends in the same ``Table`` of ``RawRow``s, numbered as a person sees them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson
from python_calamine import CalamineError, CalamineWorkbook

from etl.files.decode import lines, open_bytes, told
from etl.files.discover import form
from etl.files.sniff import delimiter
from graph.errors import InputError

Cell = Any  # str, int, float, bool, date, datetime, list of these (JSONL), None

HEAD = 15  # rows among which the header is looked for
LONGEST_CELL = 1 << 26
SENTINEL = "\x1ekezhuan-end\x1e"  # a last record that an unclosed quote would swallow


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row; ``number`` is 1-based in the file or sheet. ``error``: the row itself cannot be read."""

    number: int
    cells: list[Cell]
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file, sheet or JSONL file. ``head`` are its first rows, ``rows`` all of them, both with the header.

    For JSONL the first row (number 0) is made of the keys in use.
    """

    sheet: str
    head: list[RawRow]
    rows: Iterable[RawRow]


def tables(path: Path) -> Iterator[Table]:
    """The tables of a file, empty sheets left out.

    Raises ``InputError``: FILE_UNREADABLE, FILE_DENIED, FILE_BINARY, FILE_ENCODING, CSV_QUOTE, each naming the file.
    """
    readers: dict[str, Callable[[Path], Iterator[Table]]] = {
        ".csv": _delimited,
        ".tsv": _delimited,
        ".xlsx": _workbook,
        ".jsonl": _json_lines,
    }
    return readers[form(path) or ""](path)


def _delimited(path: Path) -> Iterator[Table]:
    rows = _records(path)
    head = list(islice(rows, HEAD))
    if head:
        yield Table("", head, chain(head, rows))


def _records(path: Path) -> Iterator[RawRow]:
    csv.field_size_limit(LONGEST_CELL)
    text = lines(path)
    head = list(islice(text, HEAD))
    reader = csv.reader(chain(head, text, ["\n", SENTINEL]), delimiter=delimiter(head))
    start = 1
    try:
        for cells in reader:
            if cells and SENTINEL in cells[-1]:
                if cells != [SENTINEL]:
                    raise InputError("CSV_QUOTE", file=path.name, line=start)
                return
            if any(cells):
                yield RawRow(start, list(cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError("CSV_LINE", file=path.name, line=start, why=error) from error


def _workbook(path: Path) -> Iterator[Table]:
    try:
        with told(path), open_bytes(path) as stream:
            book = CalamineWorkbook.from_filelike(stream)
            sheets = [
                (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
            ]
    except CalamineError as error:
        raise InputError("FILE_UNREADABLE", file=path.name, why=error) from error
    for name, cells in sheets:
        rows = [RawRow(number, list(row)) for number, row in enumerate(cells, 1) if any(_filled(c) for c in row)]
        if rows:
            yield Table(name, rows[:HEAD], rows)


def _filled(cell: str | float | bool | date | object) -> bool:
    return cell is not None and cell != ""


def _json_lines(path: Path) -> Iterator[Table]:
    parsed = [(number, _object(line)) for number, line in enumerate(lines(path), 1) if line.strip()]
    keys = list(dict.fromkeys(key for _, item in parsed if isinstance(item, dict) for key in item))
    wrong = [(number, item.words) for number, item in parsed if isinstance(item, InputError)]
    if wrong and not keys:
        raise InputError("CSV_LINE", file=path.name, line=wrong[0][0], why=wrong[0][1])
    header = RawRow(0, list(keys))
    rows = (_json_row(number, item, keys) for number, item in parsed)
    if keys:
        yield Table("", [header], chain([header], rows))


def _json_row(number: int, item: dict[str, Any] | InputError, keys: list[str]) -> RawRow:
    if isinstance(item, InputError):
        return RawRow(number, [], item)
    return RawRow(number, [item.get(key) for key in keys])


def _object(line: str) -> dict[str, Any] | InputError:
    try:
        item = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return InputError("ROW_JSON", why=error.msg, column=error.colno)
    return item if isinstance(item, dict) else InputError("ROW_JSON", why="not an object", column=1)

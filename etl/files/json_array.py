"""A JSON file to a table: the array of objects in it, object by object; once for the keys, once for the rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from etl.files.decode import blocks, encoding
from etl.files.json_lines import parsed, row
from etl.files.json_scan import JsonScan
from etl.files.table import RawRow, Rows, Table, check_width
from graph.errors import InputError

DEEPEST = 8  # objects around the array: {"data": {"list": […]}} and the like


class Element(NamedTuple):
    """One element of an array: where the array stands in the file (data.list), its place in it, what it is.

    Place 0 tells that an array begins.
    """

    array: str
    number: int
    item: dict[str, Any] | InputError


def json_array(path: Path) -> Iterator[Table]:
    """The one table of a JSON file: an array of objects, or the only such array within an object. Rows count from 1.

    Raises ``InputError`` as ``decode.encoding`` does, CSV_LINE where it is no JSON, JSON_SHAPE when there is no array
    of objects or more than one, TABLE_WIDE.
    """
    name = encoding(path, longest=None)  # JSON is often written in a single line
    array, keys = _survey(path, name)
    header = RawRow(0, keys)
    if keys:
        yield Table("", [header], Rows(lambda: _rows(path, name, array, header)))


def _survey(path: Path, name: str) -> tuple[str, list[str]]:
    """The array that holds objects, and their keys; no keys when there is nothing in the file or its arrays."""
    keys: dict[str, dict[str, None]] = {}
    others = False
    for array, number, item in _elements(path, name):
        if isinstance(item, InputError):
            others = True
        elif number and item.keys() - keys.setdefault(array, {}).keys():
            keys[array].update(dict.fromkeys(item))
            check_width(sum(map(len, keys.values())), file=path.name)
    if len(keys) > 1 or (others and not keys):
        raise InputError("JSON_SHAPE", file=path.name, found="、".join(keys) or "0")
    return next(((array, list(found)) for array, found in keys.items()), ("", []))


def _rows(path: Path, name: str, wanted: str, header: RawRow) -> Iterator[RawRow]:
    yield header
    for array, number, item in _elements(path, name):
        if array == wanted and number:
            yield row(number, item, header.cells)


def _elements(path: Path, name: str) -> Iterator[Element]:
    scan = JsonScan(blocks(path, name), path.name)
    first, arrays = scan.peek(), 0
    for element in _array(scan, "[]") if first == "[" else _object(scan, ()) if first == "{" else ():
        arrays += element.number == 0
        yield element
    if first and not arrays:
        raise InputError("JSON_SHAPE", file=path.name, found="0")
    if scan.peek():
        scan.expected("∎")


def _array(scan: JsonScan, name: str) -> Iterator[Element]:
    scan.take("[")
    yield Element(name, 0, {})
    number = 0
    while scan.peek() != "]" or number:
        number += 1
        yield Element(name, number, parsed(scan.value()))
        if scan.take(",]") == "]":
            return
    scan.take("]")


def _object(scan: JsonScan, within: tuple[str, ...]) -> Iterator[Element]:
    scan.take("{")
    first = True
    while scan.peek() != "}" or not first:
        path, first = (*within, _key(scan)), False
        scan.take(":")
        start = scan.peek()
        if start == "[":
            yield from _array(scan, ".".join(path))
        elif start == "{" and len(path) < DEEPEST:
            yield from _object(scan, path)
        else:
            scan.value()
        if scan.take(",}") == "}":
            return
    scan.take("}")


def _key(scan: JsonScan) -> str:
    if scan.peek() != '"':
        scan.expected('"')
    return scan.value().strip('"')

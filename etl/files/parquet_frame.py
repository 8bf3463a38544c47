"""Whether the metadata of a Parquet file agree with each other and with its size.

The reader takes counts at their word: a flipped bit in one makes it ask for exabytes, which ends the whole process.
Fields by their numbers in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from etl.files.thrift import Struct, ThriftError, ThriftReader

MAGIC = b"PAR1"
TAIL = 8  # bytes: the footer's length, the magic number again
LONGEST_HEADER = (1 << 12, 1 << 20)  # bytes of a page's header, tried one after the other
WIDEST_VALUE = 1 << 20  # bytes of a value of fixed length

SCHEMA, ROWS, GROUPS = 2, 3, 4
TYPE_LENGTH, CHILDREN = 2, 5
GROUP_COLUMNS, GROUP_ROWS = 1, 3
META = 3
VALUES, PACKED, DATA_AT, DICTIONARY_AT = 5, 7, 9, 11
UNPACKED_SIZE, PACKED_SIZE = 2, 3
DATA, DICTIONARY, DATA_2 = 5, 7, 8  # kinds of pages; the number of its values is field 1 in each


def sound(path: Path) -> bool:
    """Whether a file is a Parquet file all whose counts and places are possible. Raises ``OSError``."""
    with path.open("rb") as stream:
        try:
            return _sound(stream, stream.seek(0, 2))
        except (ThriftError, LookupError, TypeError, AttributeError):  # a field is missing, or of another type
            return False


def _sound(stream: BinaryIO, size: int) -> bool:
    if size < len(MAGIC) + TAIL:
        return False
    head, tail = _at(stream, 0, len(MAGIC)), _at(stream, size - TAIL, TAIL)
    length = int.from_bytes(tail[:4], "little")
    if head != MAGIC or tail[4:] != MAGIC or length > size - len(MAGIC) - TAIL:
        return False
    end = size - TAIL - length
    footer = ThriftReader(_at(stream, end, length)).struct()
    groups = footer[GROUPS]
    return (
        bool(footer[ROWS] == sum(group[GROUP_ROWS] for group in groups))
        and all(_schema_sound(element, footer[SCHEMA]) for element in footer[SCHEMA])
        and all(group[GROUP_ROWS] >= 0 for group in groups)
        and all(_chunk_sound(stream, chunk[META], end) for group in groups for chunk in group[GROUP_COLUMNS])
    )


def _schema_sound(element: Struct, schema: list[Struct]) -> bool:
    length, children = element.get(TYPE_LENGTH, 0), element.get(CHILDREN, 0)
    return bool(0 <= length <= WIDEST_VALUE and 0 <= children < len(schema))


def _chunk_sound(stream: BinaryIO, chunk: Struct, end: int) -> bool:
    """A column chunk lies before ``end``, and its pages hold as many values as it says."""
    start = min((place for place in (chunk[DATA_AT], chunk.get(DICTIONARY_AT, 0)) if place > 0), default=0)
    if start < len(MAGIC) or chunk[PACKED] < 0 or start + chunk[PACKED] > end or chunk[VALUES] < 0:
        return False
    values = 0
    for page in _pages(stream, start, start + chunk[PACKED]):
        if page.get(UNPACKED_SIZE, -1) < 0:
            return False
        if DICTIONARY in page and not 0 <= page[DICTIONARY][1] <= page[UNPACKED_SIZE]:
            return False
        for kind in (DATA, DATA_2):
            if kind in page and page[kind][1] < 0:
                return False
            values += page[kind][1] if kind in page else 0
    return bool(values == chunk[VALUES])


def _pages(stream: BinaryIO, at: int, end: int) -> Iterator[Struct]:
    while at < end:
        page, length = _header(stream, at, end)
        yield page
        size = page[PACKED_SIZE]
        if size < 0 or at + length + size > end:
            raise ThriftError("a page beyond its chunk")
        at += length + size


def _header(stream: BinaryIO, at: int, end: int) -> tuple[Struct, int]:
    for most in LONGEST_HEADER:
        reader = ThriftReader(_at(stream, at, min(most, end - at)))
        try:
            return reader.struct(), reader.at
        except ThriftError:
            if most >= end - at:
                raise
    raise ThriftError("a page's header too long")


def _at(stream: BinaryIO, place: int, length: int) -> bytes:
    stream.seek(place)
    return stream.read(length)

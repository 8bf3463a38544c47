"""Apache Thrift's compact protocol, as far as the metadata of Parquet files needs it.

https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from typing import Any

Struct = dict[int, Any]  # field id → bool, int, bytes, float (as bytes), list, Struct

TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
NUMBERS = (4, 5, 6)  # i16, i32, i64
DEEPEST = 32


class ThriftError(ValueError):
    """The bytes are no Thrift, or end within it."""


class ThriftReader:
    """Reads structs from ``data``, beginning at ``at``, which moves on. Every method may raise ``ThriftError``."""

    def __init__(self, data: bytes) -> None:
        self._data, self.at = data, 0

    def struct(self, depth: int = 0) -> Struct:
        """The fields of the struct that begins here."""
        found: Struct = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._signed()
            kind = head & 15
            found[number] = kind == TRUE if kind in (TRUE, FALSE) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if depth > DEEPEST:
            raise ThriftError("nested too deep")
        if kind in NUMBERS:
            return self._signed()
        if kind == BINARY:
            return self._bytes(self._varint())
        if kind in (LIST, SET):
            return self._list(depth)
        if kind == STRUCT:
            return self.struct(depth + 1)
        if kind in (TRUE, FALSE, BYTE):  # as elements, where booleans take a byte
            return self._byte()
        if kind == DOUBLE:
            return self._bytes(8)
        return self._map(depth)

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self._varint()
        self._check(size)
        return [self._value(head & 15, depth + 1) for _ in range(size)]

    def _map(self, depth: int) -> list[tuple[Any, Any]]:
        size = self._varint()
        self._check(size)
        kinds = self._byte() if size else 0
        return [(self._value(kinds >> 4, depth + 1), self._value(kinds & 15, depth + 1)) for _ in range(size)]

    def _check(self, size: int) -> None:
        if size > len(self._data) - self.at:  # every element takes a byte at least
            raise ThriftError("longer than what is left")

    def _bytes(self, size: int) -> bytes:
        self._check(size)
        self.at += size
        return self._data[self.at - size : self.at]

    def _byte(self) -> int:
        if self.at >= len(self._data):
            raise ThriftError("ends too early")
        self.at += 1
        return self._data[self.at - 1]

    def _varint(self) -> int:
        result = shift = 0
        while shift < 64:
            byte = self._byte()
            result |= (byte & 127) << shift
            if byte < 128:
                return result
            shift += 7
        raise ThriftError("a number too long")

    def _signed(self) -> int:
        number = self._varint()
        return (number >> 1) ^ -(number & 1)  # zigzag

"""A file read through its descriptor, from any place: also when it was moved or removed meanwhile."""

from __future__ import annotations

import io
import os
from typing import Any

BUFFER = 1 << 18  # bytes


class Window(io.RawIOBase):
    """The bytes of an open file from ``begin`` to ``end``; whoever else reads or writes it is not disturbed."""

    def __init__(self, descriptor: int, begin: int, end: int) -> None:
        super().__init__()
        self._descriptor, self._at, self._end = descriptor, begin, end

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """See ``io.RawIOBase``."""
        room = memoryview(buffer)[: self._end - self._at]
        read = os.preadv(self._descriptor, [room], self._at)
        self._at += read
        return read


def window(descriptor: int, begin: int, end: int) -> io.BufferedReader:
    """A buffered stream over those bytes."""
    return io.BufferedReader(Window(descriptor, begin, end), BUFFER)

"""Which entries a text leads to, for millions of texts in little memory."""

from __future__ import annotations

import hashlib
import struct
from array import array
from bisect import bisect_left
from os import pread
from pathlib import Path

import numpy as np

DIGEST = struct.Struct("<QQ")
BLOCK = 1 << 13  # bytes of a ledger that are read at once: texts are mostly asked for in order


class KeyTable:
    """Texts to numbers of entries, 20 bytes for each pair: digests of 128 bits in sorted arrays (BLAKE2, RFC 7693).

    ``add`` first, then ``find``; the first ``find`` sorts.
    """

    def __init__(self) -> None:
        self._high, self._low, self._entry = array("Q"), array("Q"), array("I")
        self._sorted: tuple[memoryview, memoryview, memoryview] | None = None

    def __len__(self) -> int:
        return len(self._entry)

    def add(self, text: str, entry: int) -> None:
        """``text`` leads to ``entry``, too."""
        high, low = _digest(text)
        self._high.append(high)
        self._low.append(low)
        self._entry.append(entry)
        self._sorted = None

    def find(self, text: str) -> list[int]:
        """The entries of ``text``, in the order added."""
        if not self._entry:
            return []
        if self._sorted is None:
            self._sorted = self._sort()
        high, low, entry = self._sorted
        first, second = _digest(text)
        at, found = bisect_left(high, first), []  # of one value in less time than ``searchsorted``
        while at < len(high) and high[at] == first:
            if low[at] == second:
                found.append(entry[at])
            at += 1
        return found

    def _sort(self) -> tuple[memoryview, memoryview, memoryview]:
        high = np.frombuffer(self._high, np.uint64)
        order = np.argsort(high, kind="stable")
        columns = high, np.frombuffer(self._low, np.uint64), np.frombuffer(self._entry, np.uint32)
        one, two, three = (column[order].data for column in columns)
        return one, two, three


class Ledger:
    """Texts on disk by number, 8 bytes each in memory."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b", buffering=1 << 18)
        self._starts = array("Q", [0])
        self._dirty = False
        self._block, self._low = b"", 0  # what was read last, and where it begins

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, text: str) -> int:
        """Add a text; its number, from 0."""
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._starts.append(self._starts[-1] + len(data))
        self._dirty = True
        return len(self._starts) - 2

    def __getitem__(self, number: int) -> str:
        start, end = self._starts[number], self._starts[number + 1]
        if not self._low <= start <= end <= self._low + len(self._block):
            if self._dirty:
                self._file.flush()
                self._dirty = False
            self._block, self._low = pread(self._file.fileno(), max(end - start, BLOCK), start), start
        return self._block[start - self._low : end - self._low].decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __del__(self) -> None:  # a load that fails forgets its files
        self.close()


def _digest(text: str) -> tuple[int, int]:
    high, low = DIGEST.unpack(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return high, low

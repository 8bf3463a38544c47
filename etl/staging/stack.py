"""Plain values on disk that are only ever read whole; a sequence of such files, values parted by key."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from etl.staging.spool import BUFFER, LENGTH

TOGETHER = 256  # values in a piece: packing many at once costs a fifth of packing each


class Stack:
    """Values of plain types in one file of our own, written in pieces of ``TOGETHER``; memory holds the last piece.

    ``add`` and ``close``, then iterate. Another process of the same Python version can read it, too.
    """

    def __init__(self, path: Path, *, mode: str = "wb") -> None:
        self._path = path
        self._out = path.open(mode, buffering=BUFFER) if mode != "rb" else None
        self.piece: list[Any] = []

    def add(self, value: Any) -> None:
        """Add a value at the end."""
        self.piece.append(value)
        if len(self.piece) == TOGETHER:
            self.write()

    def close(self) -> None:
        """Close the file; it stays where it is."""
        if self._out is not None:
            self.write()
            self._out.close()
            self._out = None

    def __del__(self) -> None:  # a load that fails forgets its files
        self.close()

    def __iter__(self) -> Iterator[Any]:
        """All values, in order; to be closed before."""
        with self._path.open("rb", buffering=BUFFER) as stream:
            while len(head := stream.read(LENGTH.size)) == LENGTH.size:
                yield from marshal.loads(stream.read(LENGTH.unpack(head)[0]))  # noqa: S302 - a file that we wrote

    def write(self) -> None:
        """Write the piece that is kept."""
        assert self._out is not None  # noqa: S101 - opened for reading only
        if self.piece:
            data = marshal.dumps(self.piece)
            self._out.write(LENGTH.pack(len(data)) + data)
            self.piece = []


class Parts:
    """Stacks among which values are parted by their key, always alike: equal keys lie in one part."""

    def __init__(self, folder: Path, name: str, count: int, *, mode: str = "wb") -> None:
        self._stacks = [Stack(folder / f"{name}-{number:03}", mode=mode) for number in range(count)]

    def __len__(self) -> int:
        return len(self._stacks)

    def __getitem__(self, number: int) -> Stack:
        """The ``number``-th part."""
        return self._stacks[number]

    def add(self, key: str, value: Any) -> None:
        """Add ``value`` to the part of ``key``: the same in every process and on every machine."""
        stacks = self._stacks  # without ``Stack.add``: this is done for every statement of a load
        stack = stacks[zlib.crc32(key.encode("utf-8", "surrogatepass")) % len(stacks)]
        stack.piece.append(value)
        if len(stack.piece) == TOGETHER:
            stack.write()

    def close(self) -> None:
        """Close all files."""
        for stack in self._stacks:
            stack.close()

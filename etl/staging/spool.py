"""Plain values on disk, in the order they were added, each to be read again."""

from __future__ import annotations

import marshal
import struct
from array import array
from collections.abc import Callable, Iterator
from os import pread
from pathlib import Path
from typing import Any

LENGTH = struct.Struct("<I")
BUFFER = 1 << 18  # bytes


class Spool:
    """Values of plain types (None, numbers, text, lists, tuples, dicts) in one file of our own.

    ``add`` them first; then iterate, or read one again by its number. The file can be opened anew by another process
    of the same Python version, which then can only iterate.
    """

    def __init__(self, path: Path, *, mode: str = "wb") -> None:
        self._path = path
        self._out = path.open(mode, buffering=BUFFER) if mode != "rb" else None
        self._starts = array("Q")
        self._end = 0
        self._descriptor: int | None = None

    def __reduce__(self) -> tuple[Callable[[Path], Spool], tuple[Path]]:
        """Pickled, a spool is the name of its file, to be read."""
        return _reopened, (self._path,)

    def __len__(self) -> int:
        """How many values this process added."""
        return len(self._starts)

    def add(self, value: Any) -> None:
        """Add a value at the end."""
        assert self._out is not None  # noqa: S101 - opened for reading only
        data = marshal.dumps(value)
        self._starts.append(self._end)
        self._out.write(LENGTH.pack(len(data)))
        self._out.write(data)
        self._end += len(data) + LENGTH.size

    def flush(self) -> None:
        """Hand everything added so far to the operating system."""
        if self._out is not None:
            self._out.flush()

    def close(self) -> None:
        """Close the file; it stays where it is."""
        if self._out is not None:
            self._out.close()
            self._out = None

    def __del__(self) -> None:  # a load that fails forgets its files
        self.close()

    def __iter__(self) -> Iterator[Any]:
        """All values, in order."""
        return map(parsed, self.raw())

    def raw(self) -> Iterator[bytes]:
        """All values, in order, each as ``parsed`` reads it: for whoever looks at a share of them only."""
        self.flush()
        with self._path.open("rb", buffering=BUFFER) as stream:
            while len(head := stream.read(LENGTH.size)) == LENGTH.size:
                yield stream.read(LENGTH.unpack(head)[0])

    def __getitem__(self, number: int) -> Any:
        """The value that was added as the ``number``-th, from 0; after the last ``add`` only."""
        self.flush()
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else self._end
        with self._path.open("rb") as stream:
            return parsed(pread(stream.fileno(), end - start, start)[LENGTH.size :])


def parsed(data: bytes) -> Any:
    """The value that ``data`` of a spool holds."""
    return marshal.loads(data)  # noqa: S302 - a file that we wrote


def _reopened(path: Path) -> Spool:
    return Spool(path, mode="rb")

"""Plain values on disk, written as they come: read while more are added, kept in another file, gone on with later."""

from __future__ import annotations

import marshal
import shutil
import struct
import tempfile
from collections.abc import Iterator
from os import pread
from pathlib import Path
from typing import IO, Any

from etl.staging.window import BUFFER, window

LENGTH = struct.Struct("<I")


class Journal:
    """Values of plain types (None, numbers, text, lists, tuples, dicts), each with a place that finds it again.

    Parameters: ``path`` – the file to write, made with the first value (None: a temporary one). The file may be moved
    or removed while the journal is in use. Pickled, a journal is the name of its file and how much of it counts.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path, self._begin, self._size = path, 0, 0
        self._file: IO[bytes] | None = None

    def add(self, value: Any) -> None:
        """Add a value at the end."""
        data = marshal.dumps(value)
        self._open().write(LENGTH.pack(len(data)) + data)
        self._size += LENGTH.size + len(data)

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        """The places and values, in order."""
        if not self._size:
            return
        place = 0
        with window(self._flushed(), self._begin, self._begin + self._size) as stream:
            while len(head := stream.read(LENGTH.size)) == LENGTH.size:
                data = stream.read(LENGTH.unpack(head)[0])
                yield place, marshal.loads(data)  # noqa: S302 - a file that we wrote
                place += LENGTH.size + len(data)

    def __getitem__(self, place: int) -> Any:
        """The value at ``place``."""
        descriptor, start = self._flushed(), self._begin + place
        (size,) = LENGTH.unpack(pread(descriptor, LENGTH.size, start))
        return marshal.loads(pread(descriptor, size, start + LENGTH.size))  # noqa: S302 - as above

    def pour(self, stream: IO[bytes]) -> None:
        """Copy the values to the end of ``stream``, where ``attach`` finds them."""
        if self._size:
            with window(self._flushed(), self._begin, self._begin + self._size) as own:
                shutil.copyfileobj(own, stream, BUFFER)

    def attach(self, path: Path, begin: int) -> None:
        """Read from now on what was poured into the file ``path`` at byte ``begin``. Raises ``OSError``."""
        self.close()
        self._path, self._begin, self._file = path, begin, path.open("rb")

    def close(self) -> None:
        """Close the file; it stays where it is, unless it is a temporary one."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:  # whoever fails forgets its files
        self.close()

    def __getstate__(self) -> dict[str, Any]:
        if self._size:
            self._flushed()
        return {**self.__dict__, "_file": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__ |= state
        if self._size and self._path is not None and self._path.is_file():
            self._open()  # before the folder that it lies in is removed

    def _open(self) -> IO[bytes]:
        if self._file is None:
            if self._path is None:
                self._file = tempfile.TemporaryFile(buffering=BUFFER)  # noqa: SIM115 - closed by ``close``
            else:
                self._file = self._path.open("r+b" if self._size else "w+b", buffering=BUFFER)
                self._file.truncate(self._size)  # what a killed process added is found again
                self._file.seek(self._size)
        return self._file

    def _flushed(self) -> int:
        file = self._open()
        file.flush()
        return file.fileno()

"""One import file being written, its rows handed over many at a time."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

from graph.store.disk import told

FLUSH = 1 << 20  # characters kept before they are written


class Stream:
    """One data file being written, made with its first row."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._kept: list[str] = []
        self._size = 0
        self._open: TextIO | None = None

    @property
    def used(self) -> bool:
        """Whether there was a row."""
        return self._open is not None or bool(self._kept)

    def add(self, line: str) -> None:
        """Take one row. Raises as ``flush``."""
        self._kept.append(line)
        self._size += len(line)
        if self._size >= FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what is kept. Raises ``StoreError`` (DISK_FULL, FILE_DENIED, STORE_FOLDER)."""
        with told(self.file):
            self._open = self._open or opened(self.file)
            self._open.write("".join(self._kept))
        self._kept, self._size = [], 0

    def close(self) -> None:
        """Write the rest and close. Raises as ``flush``."""
        if self._kept:
            self.flush()
        if self._open is not None:
            with told(self.file):
                self._open.close()

    def drop(self) -> None:
        """Close after a failure, whatever that leaves."""
        if self._open is not None:
            with suppress(OSError):
                self._open.close()


def opened(file: Path) -> TextIO:
    """A text file to write, compressed when its name ends in ``.gz``. Raises ``OSError``."""
    if file.suffix == ".gz":
        return cast(TextIO, gzip.open(file, "wt", compresslevel=1, encoding="utf-8", newline=""))
    return file.open("w", encoding="utf-8", newline="")

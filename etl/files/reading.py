"""What goes wrong while a file is read, as coded errors that name it."""

from __future__ import annotations

import zlib
from pathlib import Path

from graph.errors import InputError

DAMAGE: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error)  # of the operating system and of gzip
PANIC = "pyo3_runtime"  # where panics of Rust come from: a class of its own in every compiled module
MOST = 200  # characters of what a library says


class reading:  # noqa: N801 - reads as a sentence at its uses: with reading(path)
    """Context: turn the errors of reading ``path`` into ``InputError``.

    FILE_DENIED; FILE_UNREADABLE for what the system, gzip and Rust's panics say, and for ``damage``, the errors by
    which the library in use tells that the file is damaged; FILE_ENCODING for a text in another encoding.
    """

    def __init__(self, path: Path, *damage: type[Exception]) -> None:
        self._path = path
        self._damage = (*DAMAGE, *damage)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, PermissionError):
            raise InputError("FILE_DENIED", path=self._path) from error
        if isinstance(error, self._damage) or (kind is not None and kind.__module__ == PANIC):
            why = (str(error).splitlines() or ["?"])[0][:MOST]
            raise InputError("FILE_UNREADABLE", file=self._path.name, why=why) from error
        if isinstance(error, UnicodeDecodeError):
            raise InputError("FILE_ENCODING", file=self._path.name, line="?") from error

"""What the operating system says about a folder, as coded errors."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError

SPARE = 64 << 20  # bytes that must stay free beside what is about to be written


def has_room(folder: Path, size: int = 0) -> bool:
    """Whether ``size`` bytes fit on the disk of ``folder`` with some to spare. Raises ``OSError``."""
    return shutil.disk_usage(folder).free >= size + SPARE


def want_room(folder: Path, size: int) -> None:
    """Raise ``StoreError`` (DISK_FULL) when ``size`` bytes don't fit where ``folder`` is or will be."""
    path = folder.expanduser().resolve()
    while not path.exists():
        path = path.parent
    with told(path):
        if not has_room(path, size):
            raise StoreError("DISK_FULL", path=folder)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals about ``path`` into coded errors."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError("DISK_FULL", path=path) from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise StoreError("FILE_DENIED", path=path) from error
        raise StoreError("STORE_FOLDER", folder=path, why=error) from error

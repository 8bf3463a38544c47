"""Two loads on one store never run at once on a machine; the lock of a killed load is free again."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import InputError
from graph.store.bolt import Store


@contextmanager
def exclusive(store: Store) -> Iterator[None]:
    """Hold the store's load lock. Raises ``InputError`` (LOAD_BUSY) when another load holds it."""
    lock = FileLock(lock_path(store), mode=0o666)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError("LOAD_BUSY") from error
    try:
        yield
    finally:
        lock.release()


def lock_path(store: Store) -> Path:
    """The file that is locked while a load runs on ``store``."""
    name = hashlib.blake2b(store.uri.encode(), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"kezhuan-load-{name}.lock"

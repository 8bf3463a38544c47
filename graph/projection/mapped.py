"""Arrays as files: memory-mapped when read, and linked where the same array is kept in another folder too."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALL = 4_096  # bytes of a file that is read instead: an empty one cannot be mapped, and such arrays cost nothing
ONE_AT_A_TIME = (
    Lock()
)  # a file's head is a Python literal; CPython 3.11 fails when threads parse some at once (gh-106905)


def mapped(path: Path) -> Any:
    """The array in a file, read only; threads may call it.

    Raises ``FileNotFoundError``, or ``ValueError`` when it is damaged.
    """
    with ONE_AT_A_TIME:
        # As plain arrays they are indexed twice as fast as memory maps.
        array = np.load(path, mmap_mode="r").view(np.ndarray) if path.stat().st_size > SMALL else np.load(path)
    array.flags.writeable = False
    return array


def put(path: Path, array: NDArray[Any]) -> None:
    """Write an array into a file that is not there yet.

    One that is the whole of a mapped file is linked to that: files are never written again, so that folders can share
    them. When the other was removed meanwhile, or cannot be linked, its values are written. Raises ``OSError``.
    """
    source = array.base
    if isinstance(source, np.memmap) and source.shape == array.shape and source.dtype == array.dtype:
        try:
            os.link(str(source.filename), path)
        except OSError:
            pass
        else:
            return
    np.save(path, array)

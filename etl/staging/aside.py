"""A piece of work done by another process meanwhile; it ends with the process that started it."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO, Generic, TypeVar

from etl.staging.beside import Beside

Result = TypeVar("Result")
MOST = 3  # processes beside this one


class Aside(Generic[Result]):
    """A context manager: ``task``, which is pickled, runs in a process of its own; leaving ends the process."""

    def __init__(self, task: Callable[[], Result]) -> None:
        self._process = Beside("etl.staging.aside")
        self._process.give(pickle.dumps(task))

    def result(self) -> Result | None:
        """What the task gave, once it is done; None when it failed or its process is gone, for want of memory say."""
        try:
            found: Result = pickle.load(self._process.tells)  # noqa: S301 - from a process of ours
        except (EOFError, pickle.UnpicklingError):
            return None
        return found

    def __enter__(self) -> Aside[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.end()


def spare() -> int:
    """How many processes beside this one are of use on this machine."""
    return min(MOST, (os.cpu_count() or 1) - 1) if sys.executable else 0


def main(work: BinaryIO, out: BinaryIO) -> None:
    """Do the task read from ``work`` and write what it gives to ``out``; end when ``work`` does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it hears of it, too, and ends it
    task = pickle.load(work)  # noqa: S301 - from the process that started us
    threading.Thread(target=_watch, args=(work,), daemon=True).start()
    pickle.dump(task(), out)
    out.flush()


def _watch(work: BinaryIO) -> None:
    work.read()
    os._exit(1)  # nobody listens


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)

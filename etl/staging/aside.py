"""A piece of work done by another process meanwhile; it ends with the process that started it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, BinaryIO, Generic, TypeVar

Result = TypeVar("Result")
MOST = 3  # processes beside this one


class Aside(Generic[Result]):
    """A context manager: ``task``, which is pickled, runs in a process of its own; leaving ends the process."""

    def __init__(self, task: Callable[[], Result]) -> None:
        command = [sys.executable, "-P", "-m", "etl.staging.aside"]
        seen = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=seen)
        self._in, self._out = _there(self._process.stdin), _there(self._process.stdout)
        with suppress(BrokenPipeError):  # it ended: ``result`` finds nothing
            pickle.dump(task, self._in)
            self._in.flush()  # and stays open: its end tells that nobody waits any more

    def result(self) -> Result | None:
        """What the task gave, once it is done; None when it failed or its process is gone, for want of memory say."""
        try:
            found: Result = pickle.load(self._out)  # noqa: S301 - from a process of ours
        except (EOFError, pickle.UnpicklingError):
            return None
        return found

    def __enter__(self) -> Aside[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._out.close()
        with suppress(BrokenPipeError):
            self._in.close()
        self._process.wait()


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


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - a pipe
    return stream


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)

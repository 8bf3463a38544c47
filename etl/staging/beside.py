"""A Python process beside this one, spoken to through its standard input and output."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import IO


class Beside:
    """A process that runs ``module`` with ``arguments`` as its ``__main__``; it is to end when ``told`` ends."""

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-P", "-m", module, *arguments]
        seen = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=seen)
        self.told, self.tells = _there(self._process.stdin), _there(self._process.stdout)

    def give(self, work: bytes) -> None:
        """Write ``work`` to its input; where it is gone, reading ``tells`` finds the end."""
        with suppress(BrokenPipeError):
            self.told.write(work)
            self.told.flush()  # and stays open: its end tells that nobody waits any more

    def end(self) -> None:
        """End it."""
        self._process.kill()
        for stream in (self.told, self.tells):
            with suppress(BrokenPipeError):
                stream.close()
        self._process.wait()


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - a pipe
    return stream

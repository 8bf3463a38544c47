"""Starts a process that belongs to nobody: it outlives us, leaves no zombie behind and takes signals as usual."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# The shell leaves at once; background commands of a shell ignore Ctrl+C, which is meant for us.
DETACH = 'umask 077; cd "$1" || exit; log="$2"; shift 2; "$@" </dev/null >"$log" 2>&1 & echo $!'
SHELL = "/bin/sh"
USUAL = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}  # those two are always as they were


def detached(command: Sequence[str], *, folder: Path, log: Path, places: Mapping[str, str]) -> int:
    """Start ``command`` in ``folder`` in a session of its own; gives its process id.

    What it prints goes to ``log``; ``places`` is its environment. It takes every signal as usual, whatever we ignore or
    block: a process that inherits an ignored SIGTERM cannot be asked to end. Raises ``OSError``.
    """
    shell = [SHELL, "-c", DETACH, "sh", str(folder), str(log), *command]
    answer, told = os.pipe()
    files = [(os.POSIX_SPAWN_DUP2, told, 1), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0), *_closing()]
    try:
        child = os.posix_spawn(SHELL, shell, places, file_actions=files, setsid=True, setsigmask=(), setsigdef=USUAL)
    finally:
        os.close(told)
        with os.fdopen(answer, encoding="ascii") as stream:
            words = stream.read()
    with suppress(ChildProcessError):  # whoever ignores SIGCHLD has no child to wait for
        os.waitpid(child, 0)
    if not words:
        raise OSError(f"{SHELL} could not start {command[0]} in {folder}")
    return int(words)


def _closing() -> Iterator[tuple[int, int]]:
    """What closes the files that our children would share, such as a socket that a server hands to its workers."""
    for file in Path("/dev/fd").iterdir():
        with suppress(OSError):
            if int(file.name) > 2 and os.get_inheritable(int(file.name)):
                yield os.POSIX_SPAWN_CLOSE, int(file.name)

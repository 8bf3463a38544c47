"""From a command line to a store that answers, and from SIGTERM to a process that is gone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from graph.errors import StoreError
from graph.store import process
from graph.store.address import StoreAddress
from graph.store.copy import settle
from graph.store.disk import has_room
from graph.store.home import Home
from graph.store.jars import Progress, neo4j_version, read_lock
from graph.store.password import USER, RefusedError, let_in
from graph.store.process import Child
from graph.store.runtime import server_command
from graph.words import message

PAUSE = 0.1  # seconds between two looks at a process

# A line of the log tells why a start failed.
REASONS = (
    ("No space left on device", "DISK_FULL"),
    ("store_lock", "STORE_LOCKED"),
    ("StoreLockException", "STORE_LOCKED"),
    ("Could not reserve enough space", "STORE_NO_MEMORY"),
    ("exceeds physical memory", "STORE_NO_MEMORY"),
    ("OutOfMemoryError", "STORE_NO_MEMORY"),
    ("Invalid maximum heap size", "STORE_NO_MEMORY"),
)


def spawned(home: Home, jars: Sequence[Path], heap: str) -> Child:
    """Start the process of a store that has none; only while holding its lock. Raises ``StoreError``, ``OSError``."""
    if not has_room(home.folder):
        raise StoreError("DISK_FULL", path=home.folder)
    settle(home)
    home.configure()
    return process.spawn(home, server_command(home, jars, heap=heap), version=neo4j_version(read_lock()))


def ready(home: Home, child: Child, end: float, progress: Progress | None) -> StoreAddress:
    """Wait until the process answers with our password, and write its port down. Raises ``StoreError``."""
    began = time.monotonic()
    words = message("STORE_STAGE_START")
    while process.is_ours(home, child):
        port = child.port or process.bolt_port(child)
        if port and _answers(home, port):
            process.note(home, Child(child.pid, child.created, child.version, port))
            return StoreAddress(bolt_uri(port), USER, home.password())
        if time.monotonic() > end:
            raise _slow(home, child)
        if progress:
            progress(int(time.monotonic() - began), int(end - began), f"{words.zh} / {words.en}")
        time.sleep(PAUSE)
    raise _failure(home)


def _answers(home: Home, port: int) -> bool:
    try:
        return let_in(StoreAddress(bolt_uri(port), USER, home.password()))
    except RefusedError as error:
        raise StoreError("STORE_PASSWORD", folder=home.folder, file=home.password_file) from error


def await_end(home: Home, child: Child, timeout: float) -> None:
    """Wait for the process to end. On a full disk it can't: it tries to write until there is room again."""
    end = time.monotonic() + timeout
    while process.lives(child):
        if time.monotonic() > end and not has_room(home.folder):
            raise StoreError("DISK_FULL", path=home.folder)
        if time.monotonic() > end:
            raise StoreError("STORE_STOP_SLOW", folder=home.folder, pid=child.pid, seconds=timeout)
        time.sleep(PAUSE)


def _slow(home: Home, child: Child) -> StoreError:
    """Why the process does not answer yet. Without room it never will, and is asked to end."""
    if not has_room(home.folder):
        process.terminate(child)
        return StoreError("DISK_FULL", path=home.folder)
    return StoreError("STORE_SLOW", folder=home.folder, log=home.log, words=process.last_words(home))


def _failure(home: Home) -> StoreError:
    """Why the process ended by itself, from its last words."""
    words = process.last_words(home)
    code = next((code for sign, code in REASONS if sign in words), "STORE_FAILED")
    return StoreError(code, path=home.folder, folder=home.folder, log=home.log, words=words)


def bolt_uri(port: int) -> str:
    """The address of a store that listens on ``port``."""
    return f"bolt://127.0.0.1:{port}"

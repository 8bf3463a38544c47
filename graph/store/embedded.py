"""The embedded store: Neo4j Community as a process of its own, started on demand, found again, stopped cleanly."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from graph.errors import StoreError
from graph.store import process
from graph.store.address import StoreAddress
from graph.store.home import Home
from graph.store.jars import SPARE, Progress, ensure_jars, neo4j_version, read_lock, told
from graph.store.password import USER, RefusedError, let_in
from graph.store.process import Child
from graph.store.runtime import admin_command, environment, server_command
from graph.words import message

PAGE_CACHE = "256m"
PAUSE = 0.1  # seconds between two looks at a process

State = Literal["running", "starting", "stopped", "stale"]

# A line of the log tells why a start failed.
REASONS = (
    ("No space left on device", "DISK_FULL"),
    ("store_lock", "STORE_LOCKED"),
    ("StoreLockException", "STORE_LOCKED"),
    ("Could not reserve enough space", "STORE_NO_MEMORY"),
    ("exceeds physical memory", "STORE_NO_MEMORY"),
    ("OutOfMemoryError", "STORE_NO_MEMORY"),
)


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """How the store of a folder is: ``stale`` means its process went away without being stopped."""

    state: State
    pid: int | None
    uri: str | None
    folder: Path
    version: str | None


def start(
    folder: Path,
    *,
    cache: Path | None = None,
    heap: str = "768m",
    progress: Progress | None = None,
    timeout: float = 120,
) -> StoreAddress:
    """Where the store of ``folder`` answers, after starting it when it does not run yet.

    Parameters: ``cache`` – folder of the Java archives, by default the user's; ``heap`` – Java heap as in ``768m``;
    ``timeout`` – seconds until it must answer, not counting the fetch of archives.
    Raises ``StoreError``: STORE_FAILED, STORE_SLOW (it goes on starting), STORE_LOCKED, STORE_BUSY, STORE_PASSWORD,
    STORE_HEAP, STORE_NO_JAVA, STORE_NO_MEMORY, STORE_FOLDER, DISK_FULL, FILE_DENIED and those of ``ensure_jars``.
    """
    running = address(folder)
    if running:
        return running
    home = Home.of(folder)
    jars = ensure_jars(cache, progress=progress)  # before the lock is taken: a fetch may take long
    with told(home.folder):
        home.make()
        with _held(home, timeout):
            child = process.find(home) or _spawned(home, jars, heap)
            return _ready(home, child, time.monotonic() + timeout, progress)


def stop(folder: Path, *, timeout: float = 60) -> bool:
    """Stop the store of ``folder`` cleanly; whether there was one to stop.

    Raises ``StoreError``: STORE_BUSY when another process is starting it, STORE_STOP_SLOW when it goes on after
    ``timeout`` seconds (it is never killed).
    """
    home = Home.of(folder)
    if process.find(home) is None:
        return False
    with told(home.folder), _held(home, timeout):
        child = process.find(home)
        if child is None:  # another process was quicker
            return False
        process.terminate(child)
        _await_end(home, child, timeout)
        home.state_file.unlink(missing_ok=True)
    return True


def status(folder: Path) -> StoreStatus:
    """How the store of ``folder`` is; changes nothing."""
    home = Home.of(folder)
    child = process.find(home)
    if child is None:
        return StoreStatus("stale" if home.state_file.exists() else "stopped", None, None, home.folder, None)
    version = child.version or None
    if child.port is None:
        return StoreStatus("starting", child.pid, None, home.folder, version)
    return StoreStatus("running", child.pid, _uri(child.port), home.folder, version)


def address(folder: Path) -> StoreAddress | None:
    """Where the store of ``folder`` answers, or ``None`` when it does not run. Raises ``StoreError`` (FILE_DENIED)."""
    home = Home.of(folder)
    child = process.noted(home)
    if child is None or child.port is None or not process.is_ours(home, child):
        return None
    with told(home.password_file):
        return StoreAddress(_uri(child.port), USER, home.password())


def admin(folder: Path, *arguments: str, cache: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run one ``neo4j-admin`` command, such as ``("database", "dump", "neo4j", "--to-path=…")``, on a stopped store.

    Meanwhile nobody can start the store. Returns the finished process with its output as text; look at ``returncode``.
    Raises ``StoreError``: STORE_IN_USE when the store runs, STORE_BUSY, and those about Java, archives and folders.
    """
    home = Home.of(folder)
    jars = ensure_jars(cache)
    with told(home.folder):
        home.make()
        with _held(home, timeout=0):
            if process.find(home):
                raise StoreError("STORE_IN_USE", folder=home.folder)
            home.configure(page_cache=PAGE_CACHE)
            command = admin_command(home, jars, arguments)
            places = {"NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(home.conf)}
            return subprocess.run(
                command, check=False, capture_output=True, text=True, env=environment() | places, umask=0o077
            )


def _spawned(home: Home, jars: Sequence[Path], heap: str) -> Child:
    if _is_full(home):
        raise StoreError("DISK_FULL", path=home.folder)
    home.configure(page_cache=PAGE_CACHE)
    return process.spawn(home, server_command(home, jars, heap=heap), version=neo4j_version(read_lock()))


def _ready(home: Home, child: Child, end: float, progress: Progress | None) -> StoreAddress:
    """Wait until the process answers with our password, and write its port down."""
    began = time.monotonic()
    words = message("STORE_STAGE_START")
    while process.is_ours(home, child):
        port = child.port or process.bolt_port(child)
        if port and _answers(home, port):
            process.note(home, Child(child.pid, child.created, child.version, port))
            return StoreAddress(_uri(port), USER, home.password())
        if time.monotonic() > end:
            raise _slow(home, child)
        if progress:
            progress(int(time.monotonic() - began), int(end - began), f"{words.zh} / {words.en}")
        time.sleep(PAUSE)
    raise _failure(home)


def _answers(home: Home, port: int) -> bool:
    try:
        return let_in(StoreAddress(_uri(port), USER, home.password()))
    except RefusedError as error:
        raise StoreError("STORE_PASSWORD", folder=home.folder, file=home.password_file) from error


def _await_end(home: Home, child: Child, timeout: float) -> None:
    """Wait for the process to end. On a full disk it can't: it tries to write until there is room again."""
    end = time.monotonic() + timeout
    while process.is_ours(home, child):
        if time.monotonic() > end and _is_full(home):
            raise StoreError("DISK_FULL", path=home.folder)
        if time.monotonic() > end:
            raise StoreError("STORE_STOP_SLOW", folder=home.folder, pid=child.pid, seconds=timeout)
        time.sleep(PAUSE)


def _is_full(home: Home) -> bool:
    return shutil.disk_usage(home.folder).free < SPARE


def _slow(home: Home, child: Child) -> StoreError:
    """Why the process does not answer yet. Without room it never will, and is asked to end."""
    if _is_full(home):
        process.terminate(child)
        return StoreError("DISK_FULL", path=home.folder)
    return StoreError("STORE_SLOW", folder=home.folder, log=home.log, words=process.last_words(home))


def _failure(home: Home) -> StoreError:
    """Why the process ended by itself, from its last words."""
    words = process.last_words(home)
    code = next((code for sign, code in REASONS if sign in words), "STORE_FAILED")
    return StoreError(code, path=home.folder, folder=home.folder, log=home.log, words=words)


@contextmanager
def _held(home: Home, timeout: float) -> Iterator[None]:
    """Hold the lock under which a store is started or stopped."""
    try:
        with FileLock(home.start_lock, timeout=timeout):
            yield
    except Timeout as error:
        raise StoreError("STORE_BUSY", folder=home.folder) from error


def _uri(port: int) -> str:
    return f"bolt://127.0.0.1:{port}"

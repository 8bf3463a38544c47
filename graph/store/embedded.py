"""The embedded store: Neo4j Community as a process of its own, started on demand, found again, stopped cleanly."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from graph.errors import StoreError
from graph.store import process
from graph.store.address import StoreAddress
from graph.store.copy import settle
from graph.store.disk import told
from graph.store.health import failure
from graph.store.home import Home
from graph.store.jars import Progress, ensure_jars
from graph.store.lifecycle import await_end, bolt_uri, ready, spawned
from graph.store.password import USER
from graph.store.runtime import admin_command, admin_environment, share_classes

State = Literal["running", "failed", "starting", "stopped", "stale"]


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """How the store of a folder is: ``stale`` means its process went away without being stopped, ``failed`` that its
    process lives and its database does not (``reason``: as Neo4j says); it is to be stopped and started."""

    state: State
    pid: int | None
    uri: str | None
    folder: Path
    version: str | None
    reason: str | None = None


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
    jars = fetch(cache=cache, progress=progress)  # before the lock is taken: it may take long
    with told(home.folder):
        home.make()
        with _held(home, timeout):
            child = process.find(home) or spawned(home, jars, heap)
            return ready(home, child, time.monotonic() + timeout, progress)


def fetch(*, cache: Path | None = None, progress: Progress | None = None) -> list[Path]:
    """The Java archives, fetched where they are missing, beside which now lies what lets a store start quickly.

    Parameters as of ``start``. Raises ``StoreError`` as ``ensure_jars``, and STORE_NO_JAVA.
    """
    jars = ensure_jars(cache, progress=progress)
    share_classes(jars, progress)
    return jars


def stop(folder: Path, *, timeout: float = 60) -> bool:
    """Stop the store of ``folder`` cleanly; whether there was one to stop.

    Raises ``StoreError``: STORE_BUSY when another process is starting it, STORE_STOP_SLOW when it goes on after
    ``timeout`` seconds (it is never killed).
    """
    home = Home.of(folder)
    if process.find(home) is None:
        return False
    with told(home.folder), _held(home, timeout):
        return _ended(home, timeout)  # not when another process was quicker


@contextmanager
def paused(
    folder: Path, *, cache: Path | None = None, heap: str = "768m", timeout: float = 120
) -> Iterator[tuple[Home, list[Path]]]:
    """The home of ``folder`` and the Java archives while its store is stopped; afterwards it runs if it ran before.

    Meanwhile nobody else can start it (STORE_BUSY). Parameters as of ``start``; raises what ``start``, ``stop`` and
    ``admin`` raise.
    """
    home = Home.of(folder)
    jars = ensure_jars(cache)
    with told(home.folder):
        home.make()
        with _held(home, timeout):
            ran = _ended(home, timeout)
            try:
                settle(home)
                home.configure()
                yield home, jars
            finally:
                if ran:
                    ready(home, spawned(home, jars, heap), time.monotonic() + timeout, None)


def status(folder: Path) -> StoreStatus:
    """How the store of ``folder`` is; changes nothing."""
    home = Home.of(folder)
    child = process.find(home)
    if child is None:
        return StoreStatus("stale" if home.state_file.exists() else "stopped", None, None, home.folder, None)
    version = child.version or None
    if child.port is None:
        return StoreStatus("starting", child.pid, None, home.folder, version)
    with told(home.password_file):
        reason = failure(StoreAddress(bolt_uri(child.port), USER, home.password()))
    state: State = "running" if reason is None else "failed"
    return StoreStatus(state, child.pid, bolt_uri(child.port), home.folder, version, reason)


def address(folder: Path) -> StoreAddress | None:
    """Where the store of ``folder`` answers, or ``None`` when it does not run. Raises ``StoreError`` (FILE_DENIED)."""
    home = Home.of(folder)
    child = process.noted(home)
    if child is None or child.port is None or not process.is_ours(home, child):
        return None
    with told(home.password_file):
        return StoreAddress(bolt_uri(child.port), USER, home.password())


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
            settle(home)
            home.configure()
            command, places = admin_command(home, jars, arguments), admin_environment(home)
            return subprocess.run(command, check=False, capture_output=True, text=True, env=places, umask=0o077)


def _ended(home: Home, timeout: float) -> bool:
    """Whether there was a process, which then was asked to end and did; only while holding the lock."""
    child = process.find(home)
    if child is None:
        return False
    process.terminate(child)
    await_end(home, child, timeout)
    home.state_file.unlink(missing_ok=True)
    return True


@contextmanager
def _held(home: Home, timeout: float) -> Iterator[None]:
    """Hold the lock under which a store is started or stopped."""
    try:
        with FileLock(home.start_lock, timeout=timeout):
            yield
    except Timeout as error:
        raise StoreError("STORE_BUSY", folder=home.folder) from error

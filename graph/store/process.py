"""The store's process: started apart from ours, written down, found again, told from strangers, ended."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from graph.store.detach import detached
from graph.store.home import Home, write_private
from graph.store.runtime import environment, home_argument

CLOCK = 2.0  # seconds by which two readings of a process's start may differ after the clock was set


@dataclass(frozen=True, slots=True)
class Child:
    """A store process as written down; ``created`` in seconds since 1970; no port until it was ready once."""

    pid: int
    created: float
    version: str
    port: int | None = None


def spawn(home: Home, command: Sequence[str], *, version: str) -> Child:
    """Start ``command`` in a session of its own and write it down. Raises ``OSError``."""
    with suppress(FileNotFoundError):
        home.log.replace(home.log.with_suffix(".previous.log"))
    pid = detached(command, folder=home.folder, log=home.console, places=environment())
    try:
        created = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        created = 0.0  # gone already; whoever waits for it will read its last words
    child = Child(pid, created, version)
    note(home, child)
    return child


def note(home: Home, child: Child) -> None:
    """Write the process down. Raises ``OSError``."""
    write_private(home.state_file, json.dumps(asdict(child)))


def noted(home: Home) -> Child | None:
    """The process that was written down, whether it lives or not."""
    try:
        return Child(**json.loads(home.state_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def find(home: Home) -> Child | None:
    """The live process of the store at ``home``: as written down, or else by looking through all processes."""
    child = noted(home)
    if child and is_ours(home, child):
        return child
    if not home.run.is_dir():
        return None
    for process in psutil.process_iter():
        stray = Child(process.pid, _created(process), "")
        if is_ours(home, stray):
            return stray
    return None


def is_ours(home: Home, child: Child) -> bool:
    """Whether a process of ours lives under that id, began when the child began and was started for ``home``."""
    if not lives(child):
        return False
    try:
        process = psutil.Process(child.pid)
        # Another user's process could only pretend: it would be handed the password.
        return process.uids().real == os.getuid() and home_argument(home) in process.cmdline()
    except psutil.Error:
        return False


def lives(child: Child) -> bool:
    """Whether a process lives under that id and began when the child began.

    One that ends has no command any more before it lets go of its files and their locks.
    """
    try:
        process = psutil.Process(child.pid)
        same = abs(process.create_time() - child.created) < CLOCK
        return same and process.status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.Error:
        return False


def bolt_port(child: Child) -> int | None:
    """The loopback port on which the process listens, if it does already."""
    try:
        sockets = psutil.Process(child.pid).net_connections(kind="tcp")
    except psutil.Error:
        return None
    return next((s.laddr.port for s in sockets if s.status == psutil.CONN_LISTEN), None)


def terminate(child: Child) -> None:
    """Ask the process to end; Neo4j then closes its databases."""
    with suppress(psutil.NoSuchProcess):
        psutil.Process(child.pid).terminate()


def last_words(home: Home, *, lines: int = 6) -> str:
    """The last lines of what the process printed and of its log, without stack frames; of the log errors if any."""
    log = _lines(home.log)
    errors = [line for line in log if " ERROR " in line or line.startswith("Caused by:")]
    return "\n".join([*_lines(home.console), *(errors or log)][-lines:])


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(("at ", "..."))]


def _created(process: psutil.Process) -> float:
    try:
        return process.create_time()
    except psutil.Error:
        return 0.0

"""A detached process: its own session, output and folder, and signals as usual whatever we ignore."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from graph.store.detach import detached

PLACES = {"PATH": os.environ["PATH"]}
SHELL = ("/bin/sh", "-c")


@pytest.fixture
def deaf() -> Iterator[None]:
    """This process ignores and blocks what would end it, as under nohup or a supervisor that asks so."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGHUP)}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_process_of_who_ignores_signals_can_be_ended(deaf: None, tmp_path: Path) -> None:
    pid = detached(["sleep", "60"], folder=tmp_path, log=tmp_path / "log", places=PLACES)
    process = psutil.Process(pid)
    assert (os.getsid(pid) != os.getsid(0), process.parent() != psutil.Process()) == (True, True)
    process.terminate()
    process.wait(10)


def test_it_runs_in_its_folder_writes_to_its_log_and_shares_no_file_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / '库 "1"'
    folder.mkdir()
    with socket.socket() as handed_on:
        handed_on.set_inheritable(True)
        number = handed_on.fileno()
        words = f"pwd; echo $WHO; ls /dev/fd/{number} >&2 || echo closed; exec sleep 60"
        pid = detached([*SHELL, words], folder=folder, log=folder / "log", places=PLACES | {"WHO": "我"})
    while "closed" not in (text := (folder / "log").read_text(encoding="utf-8")) and psutil.pid_exists(pid):
        time.sleep(0.02)
    psutil.Process(pid).kill()
    assert text.splitlines()[:2] == [str(folder), "我"]
    assert text.splitlines()[-1] == "closed"
    assert (folder / "log").stat().st_mode & 0o077 == 0


def test_what_cannot_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not start sleep"):
        detached(["sleep", "60"], folder=tmp_path / "none", log=tmp_path / "log", places=PLACES)

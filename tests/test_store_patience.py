"""A store that dies, that two writers fight over, or whose database fails: how often it is asked, and what is told."""

from __future__ import annotations

import logging
import os
import resource
import signal
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from api.connect import fetch_archives
from api.doctor import examine
from api.settings import Settings
from graph.errors import InputError, StoreError
from graph.store import embedded
from graph.store.address import StoreAddress
from graph.store.bolt import SHORT, Store
from graph.store.jars import read_lock
from tests.waiting import wait_until

UIDS = [f"org:name:{number}" for number in range(400)]


class Listener:
    """Stands where a dead store listened: counts who comes, and hangs up."""

    def __init__(self, port: int) -> None:
        self.calls = 0
        self._over = False
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        assert wait_until(lambda: self._bound(port), timeout=30)  # a killed process keeps its port for a moment
        self._socket.listen()
        self._thread = threading.Thread(target=self._run)

    def _bound(self, port: int) -> bool:
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True

    def _run(self) -> None:
        while True:
            caller, _ = self._socket.accept()
            with caller:
                if self._over:
                    return
                self.calls += 1

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        with socket.create_connection(self._socket.getsockname()):
            self._thread.join()
        self._socket.close()


def test_a_killed_store_is_told_after_a_few_attempts(spare: Path) -> None:
    address = embedded.start(spare)
    with Store(address, patience=0.0) as hasty, Store(address, patience=SHORT) as patient:
        for store in (hasty, patient):
            assert store.read("store_counts") == [{"nodes": 0, "edges": 0}]
        pid = embedded.status(spare).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        with Listener(int(address.uri.rpartition(":")[2])) as dead:
            assert 0 <= calls(dead, hasty) <= 1  # the connection that died with the store was no call
            assert calls(dead, hasty) == 1
            assert 1 <= calls(dead, patient) <= 3
            assert 2 <= calls(dead, patient) <= 3


def calls(dead: Listener, store: Store) -> int:
    """How often ``dead`` was called by one operation, which must be told as unreachable."""
    before = dead.calls
    with pytest.raises(StoreError, match="STORE_UNREACHABLE"):
        store.write("etl_nodes", parts={"labels": "Organization"}, rows=[], now="")
    return dead.calls - before


def test_two_writers_that_block_each_other_both_get_through(
    store: Store, store_address: StoreAddress, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [{"uid": uid, "properties": {"name": uid}} for uid in UIDS]
    store.write("etl_nodes", parts={"labels": "Organization"}, rows=rows, now="")
    start = threading.Barrier(2)

    def write(key: str, uids: list[str], number: int) -> None:
        start.wait(timeout=60)
        rows = [{"uid": uid, "properties": {key: number}} for uid in uids]
        store.write("etl_nodes_sources", rows=rows)

    def retried() -> bool:
        return any("failed and will be retried" in record.getMessage() for record in caplog.records)

    rounds = 0
    with caplog.at_level(logging.WARNING, logger="neo4j"), ThreadPoolExecutor(2) as pool:
        while not retried() and rounds < 200:
            rounds += 1
            both = [pool.submit(write, "a", UIDS, rounds), pool.submit(write, "b", UIDS[::-1], rounds)]
            for one in both:
                one.result()
    assert retried(), "the two never blocked each other: nothing was tested"
    found = [row["stored"] for row in store.read("api_entities_by_uid", uids=UIDS)]
    assert [(one["a"], one["b"]) for one in found] == [(rounds, rounds)] * len(UIDS)


def write_on(store: Store, rows: list[dict[str, object]]) -> None:
    for _ in range(50):
        store.write("etl_nodes", parts={"labels": "Demand"}, rows=rows, now="lost")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sets a limit of another process")
def test_a_failed_database_is_told_apart_from_a_dead_one(spare: Path) -> None:
    settings = Settings.from_environment({"KEZHUAN_HOME": str(spare.parent), "KEZHUAN_HEAP": "512m"})
    address = embedded.start(spare)
    rows: list[dict[str, object]] = [{"uid": uid, "properties": {"problem": uid * 300}} for uid in UIDS]
    with Store(address, patience=SHORT) as store:
        store.write("etl_nodes", parts={"labels": "Demand"}, rows=rows[:1], now="kept")
        assert embedded.status(spare).state == "running"
        child = psutil.Process(embedded.status(spare).pid)
        hard = child.rlimit(psutil.RLIMIT_FSIZE)[1]
        child.rlimit(psutil.RLIMIT_FSIZE, (resource.getpagesize(), hard))  # as on a full disk, nothing can be written
        with pytest.raises(StoreError, match="STORE_BROKEN"):
            write_on(store, rows)
        child.rlimit(psutil.RLIMIT_FSIZE, (hard, hard))
        with pytest.raises(StoreError, match="STORE_BROKEN"):  # room alone does not mend it
            store.read("store_counts")
    status = embedded.status(spare)
    assert status.state == "failed"
    assert status.reason
    check = next(check for check in examine(settings) if check.name == "store")
    assert check.state == "fault"
    assert "kezhuan store stop" in check.words.zh
    assert status.reason in check.words.en
    assert embedded.stop(spare)
    with Store(embedded.start(spare, heap="1g")) as store:
        assert store.read("etl_nodes_existing", uids=UIDS[:1])
    assert embedded.status(spare).state == "running"


class Empty(BaseHTTPRequestHandler):
    """A Maven repository that has nothing and remembers what it was asked for."""

    def __init__(self, asked: list[str], *args: object) -> None:
        self.asked = asked
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


def test_archives_come_from_the_mirror_that_is_set(tmp_path: Path) -> None:
    asked: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Empty, asked)) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        mirror = f"http://127.0.0.1:{server.server_address[1]}/maven/"
        settings = Settings.from_environment({"KEZHUAN_CACHE": str(tmp_path), "KEZHUAN_MAVEN": mirror})
        with pytest.raises(StoreError, match="STORE_JAR_GONE"):
            fetch_archives(settings)
        server.shutdown()
    names = {jar.filename for jar in read_lock()}
    assert asked
    assert all(path.startswith("/maven/") and path.rpartition("/")[2] in names for path in asked)
    missing = next(check for check in examine(replace(settings, home=tmp_path)) if check.name == "archives")
    assert "KEZHUAN_MAVEN" in missing.words.en


def test_a_mirror_that_is_no_address_is_refused() -> None:
    with pytest.raises(InputError, match="SETTING_INVALID"):
        Settings.from_environment({"KEZHUAN_MAVEN": "file:///tmp"})

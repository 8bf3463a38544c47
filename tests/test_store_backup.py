"""Backup and restore of the embedded store: equal node for node, and nothing is touched when something is wrong."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import neo4j
import pytest

from api.cli.frame import invoke
from api.connect import open_store
from api.loading import load_files
from api.settings import Settings
from etl.writing.lock import exclusive
from graph.errors import StoreError
from graph.ontology import load_vocabulary
from graph.store import embedded
from graph.store.backup_file import DUMP, MANIFEST
from graph.store.copy import NEW, replace_data, settle
from graph.store.copy_staging import staging
from graph.store.home import Home

DEMANDS = "需求编号,需求名称,发布单位,关键词,预算\nD1,一,甲公司,石墨烯,18万\nD2,二,乙公司,储能,\nD3,三,甲公司,,\n"
HEAP = "384m"

Dump = tuple[list[str], list[str]]
Run = Callable[..., tuple[int, str, str]]


def dumped(settings: Settings) -> Dump:
    """Every node with labels and properties, every edge with its ends and properties, as sorted lines."""
    address = embedded.start(settings.store_folder, heap=HEAP)
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN labels(n), properties(n)").records
        edges = driver.execute_query("MATCH (a)-[r]->(b) RETURN a.uid, type(r), b.uid, properties(r)").records
    lines = [
        sorted(json.dumps(list(row), sort_keys=True, ensure_ascii=False) for row in rows) for rows in (nodes, edges)
    ]
    return lines[0], lines[1]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of its own with a small load."""
    folder = tmp_path_factory.mktemp("loaded")
    settings = Settings.from_environment({"KEZHUAN_HOME": str(folder / "home"), "KEZHUAN_HEAP": HEAP})
    (folder / "demands.csv").write_text(DEMANDS, encoding="utf-8")
    with open_store(settings) as store:
        load_files([folder / "demands.csv"], store, load_vocabulary(), source="s")
    yield settings
    embedded.stop(settings.store_folder)


@pytest.fixture
def run(loaded: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one ``kezhuan store`` command line; gives exit code, standard output and standard error."""

    def call(*arguments: str, **changes: object) -> tuple[int, str, str]:
        code = invoke(replace(loaded, **changes), ["store", *arguments])  # type: ignore[arg-type]
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture(scope="module")
def saved(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the load, made while the store ran."""
    file = tmp_path_factory.mktemp("saved") / "图 1.kzb"
    assert invoke(loaded, ["store", "backup", str(file)]) == 0
    return file


def code_of(err: str) -> str:
    return str(json.loads(err)["error"]["code"])


def test_the_file_says_what_it_is(loaded: Settings, saved: Path) -> None:
    assert embedded.status(loaded.store_folder).state == "running"  # it ran before
    nodes, edges = dumped(loaded)
    with zipfile.ZipFile(saved) as bundle:
        manifest = json.loads(bundle.read(MANIFEST))
    with open_store(loaded) as store:
        assert manifest["load"] == store.read("load_version")[0]["version"]
    assert (manifest["nodes"], manifest["edges"]) == (len(nodes), len(edges))
    assert manifest["neo4j"] == embedded.status(loaded.store_folder).version
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_a_backup_restored_elsewhere_is_equal(loaded: Settings, saved: Path, run: Run, tmp_path: Path) -> None:
    before = dumped(loaded)
    assert len(before[0]) == 10 + 1  # with the note of what the load changed
    assert len(before[1]) == 5
    elsewhere = replace(loaded, home=tmp_path / "新")
    code, out, err = run("restore", str(saved), "--home", str(elsewhere.home), "--json")
    assert (code, err) == (0, "· 恢复图数据库 / restoring the graph store\n")
    told = json.loads(out)
    assert (told["nodes"], told["edges"]) == (len(before[0]), len(before[1]))
    assert embedded.status(elsewhere.store_folder).state == "stopped"  # it did not run before
    try:
        assert dumped(elsewhere) == before
        held = run("restore", str(saved), "--home", str(elsewhere.home), "--json")
        assert (held[0], code_of(held[2])) == (4, "STORE_NOT_EMPTY")
        assert dumped(elsewhere) == before
    finally:
        embedded.stop(elsewhere.store_folder)


def test_force_replaces_what_is_there(loaded: Settings, saved: Path, run: Run, tmp_path: Path) -> None:
    before = dumped(loaded)
    (tmp_path / "more.csv").write_text(DEMANDS.replace("D1", "D9").replace("甲", "丙"), encoding="utf-8")
    with open_store(loaded) as store:
        load_files([tmp_path / "more.csv"], store, load_vocabulary(), source="t")
    assert dumped(loaded) != before
    code, out, _ = run("restore", str(saved), "--force")
    assert code == 0
    assert str(len(before[0])) in out
    assert embedded.status(loaded.store_folder).state == "running"
    assert dumped(loaded) == before
    assert [path.name for path in loaded.store_folder.glob("*.before")] == []
    assert list(loaded.store_folder.glob(".new-*")) == []


@pytest.mark.parametrize("fault", ["cut", "flipped", "no zip", "no dump", "other manifest", "hash"])
def test_a_damaged_file_changes_nothing(loaded: Settings, saved: Path, run: Run, tmp_path: Path, fault: str) -> None:
    bad = tmp_path / "bad.kzb"
    content = saved.read_bytes()
    with zipfile.ZipFile(saved) as bundle:
        dump, manifest = bundle.read(DUMP), json.loads(bundle.read(MANIFEST))
    if fault == "cut":
        bad.write_bytes(content[: len(content) // 2])
    elif fault == "flipped":
        middle = content.index(dump[2000:2100]) + 50
        bad.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif fault == "no zip":
        bad.write_text("not a backup")
    else:
        if fault == "hash":
            dump = dump[:-9]
        if fault == "other manifest":
            manifest = {"format": 1, "nodes": "many"}
        with zipfile.ZipFile(bad, "w") as bundle:
            bundle.writestr(MANIFEST, json.dumps(manifest))
            if fault != "no dump":
                bundle.writestr(DUMP, dump)
    pid = embedded.status(loaded.store_folder).pid
    code, _, err = run("restore", str(bad), "--force", "--json")
    assert (code, code_of(err)) == (4, "BACKUP_DAMAGED")
    assert embedded.status(loaded.store_folder).pid == pid  # it was not even stopped


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"neo4j": "2026.1.0"}, "BACKUP_VERSION"),
        ({"neo4j": "5.99.0"}, "BACKUP_VERSION"),
        ({"format": 2}, "BACKUP_VERSION"),
        ({"expanded": 1 << 60}, "DISK_FULL"),
    ],
)
def test_a_newer_or_too_large_backup_is_refused(
    loaded: Settings, saved: Path, run: Run, tmp_path: Path, change: dict[str, object], wanted: str
) -> None:
    pid = embedded.status(loaded.store_folder).pid
    newer = tmp_path / "newer.kzb"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(newer, "w") as new:
        new.writestr(DUMP, old.read(DUMP))
        new.writestr(MANIFEST, json.dumps(json.loads(old.read(MANIFEST)) | change))
    code, _, err = run("restore", str(newer), "--force", "--json")
    assert (code, code_of(err)) == (4, wanted)
    assert embedded.status(loaded.store_folder).pid == pid


def test_a_dump_that_cannot_be_loaded_leaves_the_store(loaded: Settings, saved: Path, run: Run, tmp_path: Path) -> None:
    before = dumped(loaded)
    wrong = tmp_path / "wrong.kzb"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(wrong, "w") as new:
        dump = old.read(DUMP)[:-9]
        right = {"sha256": sha256(dump).hexdigest(), "bytes": len(dump)}
        new.writestr(DUMP, dump)
        new.writestr(MANIFEST, json.dumps(json.loads(old.read(MANIFEST)) | right))
    code, _, err = run("restore", str(wrong), "--force", "--json")
    assert (code, code_of(err.splitlines()[-1])) == (4, "RESTORE_FAILED")
    assert embedded.status(loaded.store_folder).state == "running"
    assert dumped(loaded) == before


def test_a_missing_file_is_told(run: Run, tmp_path: Path) -> None:
    code, _, err = run("restore", str(tmp_path / "never.kzb"), "--json")
    assert (code, code_of(err)) == (2, "INPUT_NO_FILE")


def test_a_load_that_runs_is_not_disturbed(loaded: Settings, run: Run, tmp_path: Path) -> None:
    with open_store(loaded) as store, exclusive(store):
        code, _, err = run("backup", str(tmp_path / "now.kzb"), "--json")
    assert (code, code_of(err)) == (2, "LOAD_BUSY")
    assert list(tmp_path.iterdir()) == []


def test_nobody_starts_a_store_that_is_being_copied(tmp_path: Path) -> None:
    with embedded.paused(tmp_path), pytest.raises(StoreError, match="STORE_BUSY"):
        embedded.start(tmp_path, timeout=0.05)
    assert embedded.status(tmp_path).state == "stopped"


def test_a_served_store_is_told_what_to_run(run: Run, tmp_path: Path) -> None:
    for command in ("backup", "restore"):
        code, _, err = run(command, str(tmp_path / "x"), "--json", neo4j_uri="bolt://db:7687")
        error = json.loads(err)["error"]
        assert (code, error["code"]) == (4, "BACKUP_SERVED")
        assert "neo4j-admin database dump neo4j" in error["zh"]
        assert "neo4j-admin database load neo4j" in error["en"]


def test_a_file_that_cannot_be_written_stops_nothing(loaded: Settings, run: Run, tmp_path: Path) -> None:
    embedded.start(loaded.store_folder, heap=HEAP)
    pid = embedded.status(loaded.store_folder).pid
    (tmp_path / "file").write_text("")
    code, _, err = run("backup", str(tmp_path / "file" / "x.kzb"), "--json")
    assert (code, code_of(err)) == (4, "STORE_FOLDER")
    assert embedded.status(loaded.store_folder).pid == pid


@pytest.mark.parametrize("moment", ["between", "before the end", "none"])
def test_a_killed_replacement_is_settled(tmp_path: Path, moment: str) -> None:
    home, made = Home.of(tmp_path / "a"), Home.of(tmp_path / "b")
    for one, word in ((home, "old"), (made, "new")):
        one.make()
        (one.data / "word").write_text(word)
    if moment == "between":
        home.data.rename(home.former_data)
        home.make()  # what the next start does first
    elif moment == "before the end":
        home.data.rename(home.former_data)
        made.data.rename(home.data)
    else:
        replace_data(home, made)
    settle(home)
    assert (home.data / "word").read_text() == ("old" if moment == "between" else "new")
    assert not home.former_data.exists()


def test_what_a_killed_copy_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / f"{NEW}killed"
    (left / "data").mkdir(parents=True)
    with embedded.paused(tmp_path) as (home, _), staging(home) as made:
        assert [path.name for path in tmp_path.glob(f"{NEW}*")] == [made.folder.name]
        assert made.password() == home.password()
        assert not left.exists()
    assert list(tmp_path.glob(f"{NEW}*")) == []
    assert embedded.status(tmp_path).state == "stopped"

"""Whatever is killed in the middle of a load, and wherever: the same load run again ends with the same graph."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
from pathlib import Path
from typing import NamedTuple

import neo4j
import psutil
import pytest
from openpyxl import load_workbook

from etl.run import load
from graph.errors import StoreError
from graph.store import embedded
from graph.store.address import StoreAddress
from graph.store.bolt import Counters, Store
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary
from tests.dying_loader import BATCH, BATCHES, PART, killed
from tests.graph_dump import Graph, Look, dump
from tests.load_fixtures import invented

DICE = random.Random(20261124)
POINTS = tuple(round((at + DICE.random()) / 19, 2) for at in range(19))  # one in each part of a load


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of sources, and one in which some rows are gone and others changed."""
    demo = invented(tmp_path_factory.mktemp("sources") / "demo")
    _shorten(demo / "demands.xlsx", 40)
    text = (demo / "sources.toml").read_text(encoding="utf-8")
    (demo / "sources.toml").write_text(re.sub(r"minimum = \d+", "minimum = 1", text), encoding="utf-8")
    changed = demo.parent / "changed"
    shutil.copytree(demo, changed)
    lines = (changed / "achievements.csv").read_text(encoding="utf-8").splitlines()
    (changed / "achievements.csv").write_text("\n".join([lines[0], *lines[20:], ""]), encoding="utf-8")
    return demo, changed


def _shorten(workbook: Path, rows: int) -> None:
    """Leave only the first rows of a workbook: texts take longest to load."""
    book = load_workbook(workbook)
    for sheet in book:
        sheet.delete_rows(rows + 1, sheet.max_row)
    book.save(workbook)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several parts and many transactions for a few hundred rows."""
    _small_steps(monkeypatch)


def _small_steps(patch: pytest.MonkeyPatch) -> None:
    for name, value in (("etl.loading.PART", PART), *((f"etl.writing.writer.{name}", BATCH) for name in BATCHES)):
        patch.setattr(name, value)


class Undisturbed(NamedTuple):
    """The graphs after loading one folder and then the other, and the transactions that each load took."""

    graphs: tuple[Graph, ...]
    writes: tuple[int, ...]


@pytest.fixture(scope="module")
def undisturbed(
    folders: tuple[Path, Path], session_store: Store, store_address: StoreAddress, vocabulary: Vocabulary
) -> Undisturbed:
    """Both loads, each in one go."""
    session_store.sweep("schema_clear")
    auth, graphs, writes = (store_address.user, store_address.password), list[Graph](), list[int]()
    with (
        pytest.MonkeyPatch.context() as patch,
        neo4j.GraphDatabase.driver(store_address.uri, auth=auth) as driver,
    ):
        _small_steps(patch)
        for folder in folders:
            writes.append(_counted(folder, session_store, vocabulary))
            graphs.append(dump(driver))
    return Undisturbed(tuple(graphs), tuple(writes))


@pytest.fixture
def empty(session_store: Store) -> Store:
    """The store without a graph."""
    session_store.sweep("schema_clear")
    return session_store


@pytest.fixture
def full(
    session_store: Store, undisturbed: Undisturbed, folders: tuple[Path, Path], vocabulary: Vocabulary, look: Look
) -> Store:
    """The store with the first folder, which a test before may have left there."""
    if look() != undisturbed.graphs[0]:
        session_store.sweep("schema_clear")
        load([folders[0]], session_store, vocabulary)
    return session_store


def _counted(folder: Path, store: Store, vocabulary: Vocabulary) -> int:
    """Load a folder and say how many transactions that took."""
    with pytest.MonkeyPatch.context() as patch:
        write, names = Store.write, list[str]()

        def noted(store: Store, name: str, **params: object) -> Counters:
            names.append(name)
            return write(store, name, **params)  # type: ignore[arg-type]

        patch.setattr(Store, "write", noted)
        load([folder], store, vocabulary)
    assert len(names) > 15
    return len(names)


@pytest.mark.parametrize(("number", "share"), list(enumerate(POINTS)))
def test_a_killed_loader(
    number: int,
    share: float,
    request: pytest.FixtureRequest,
    folders: tuple[Path, Path],
    undisturbed: Undisturbed,
    store_address: StoreAddress,
    vocabulary: Vocabulary,
    look: Look,
    tmp_path: Path,
) -> None:
    which = number % 2  # half of them die while they fill an empty graph, half while they change a full one
    store: Store = request.getfixturevalue("full" if which else "empty")
    point = 1 + int(share * (undisturbed.writes[which] - 1))  # the last one completes the load
    assert killed(folders[which], tmp_path / "loads", store_address, point, before=number % 3 == 0)
    assert len(store.read("etl_load_running")) == 1
    report = load([folders[which]], store, vocabulary, loads=tmp_path / "loads")
    assert report.recovered
    assert store.read("etl_load_running") == []
    assert store.read("load_version")[0]["version"] == report.load_id
    assert all(sum((f.created, f.updated, f.unchanged, f.merged, f.rejected)) == f.read for f in report.files)
    assert look() == undisturbed.graphs[which]
    assert {path.name for path in (tmp_path / "loads").iterdir()} == {"undo", "outcome"}  # nothing else is left


@pytest.mark.parametrize("share", [0.5])
def test_a_killed_store(
    share: float,
    spare: Path,
    folders: tuple[Path, Path],
    undisturbed: Undisturbed,
    vocabulary: Vocabulary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = folders[0]
    with Store(embedded.start(spare, heap="512m"), patience=1.0) as store:
        ensure_schema(store, vocabulary)
        store.sweep("schema_clear")
        with monkeypatch.context() as patch:
            patch.setattr(Store, "write", _deadly(spare, int(share * undisturbed.writes[0])))
            with pytest.raises(StoreError, match="STORE_UNREACHABLE"):
                load([folder], store, vocabulary, loads=tmp_path / "loads")
    address = embedded.start(spare, heap="512m")
    auth = (address.user, address.password)
    with Store(address) as store, neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver:
        load([folder], store, vocabulary, loads=tmp_path / "loads")
        assert dump(driver) == undisturbed.graphs[0]
        assert load([folder], store, vocabulary).changes == 0


def _deadly(folder: Path, point: int) -> object:
    """``Store.write``, but the store's process is killed right before the ``point``-th time."""
    write, left = Store.write, [point]

    def run(store: Store, name: str, **params: object) -> Counters:
        left[0] -= 1
        if left[0] == 0:
            process = psutil.Process(embedded.status(folder).pid or 0)
            os.kill(process.pid, signal.SIGKILL)
            process.wait(20)
        return write(store, name, **params)  # type: ignore[arg-type]

    return run

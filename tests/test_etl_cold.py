"""A cold load through import files ends with the graph that a load in batches makes, and goes on from there alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from api.connect import open_store
from api.loading import import_files, load_files, load_in_bulk, take_back
from api.settings import Settings
from etl.files.discover import plan
from etl.run import load
from graph.errors import InputError, StoreError
from graph.store import embedded
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.graph_dump import Graph, Look, dump


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path / "home"), "KEZHUAN_HEAP": "512m"})
    yield settings
    embedded.stop(settings.store_folder)


def _graph(settings: Settings) -> Graph:
    address = embedded.start(settings.store_folder)
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        return dump(driver)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Two demands, of which one is refused."""
    path = tmp_path / "Demand.csv"
    path.write_text("需求编号,需求名称\nX1,\nX2,低温电池\n", encoding="utf-8")
    return path


def _rejected(folder: Path) -> list[str]:
    """The numbers of the rows in the one file of refused rows."""
    (path,) = folder.iterdir()
    assert path.name == "Demand-Demand.csv.csv"
    return [line.split(",")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]


def test_a_cold_load_equals_one_in_batches(
    demo: Path, faulty: Path, settings: Settings, store: Store, vocabulary: Vocabulary, look: Look, tmp_path: Path
) -> None:
    batched = load([demo, faulty], store, vocabulary)
    with open_store(settings) as empty:
        report = load_in_bulk(plan([demo, faulty]), empty, settings, vocabulary, rejects=tmp_path / "out")
    assert _rejected(tmp_path / "out") == ["X1"]
    assert _graph(settings) == look()
    for name in ("nodes", "edges", "changes", "files", "faults"):
        assert getattr(report, name) == getattr(batched, name), name
    with open_store(settings) as again:
        unchanged = load_files([demo, faulty], again, vocabulary, loads=settings.loads, rejects=tmp_path / "again")
        assert unchanged.changes == 0
        assert unchanged.faults == batched.faults
        assert _rejected(tmp_path / "again") == ["X1"]
        with pytest.raises(StoreError, match="STORE_NOT_EMPTY"):
            load_in_bulk(plan([demo]), again, settings, vocabulary)
    with open_store(settings) as full:
        take_back(report.load_id, full, settings, vocabulary)
    assert _graph(settings) == ({}, {})


def test_import_files_for_a_served_store(
    demo: Path, faulty: Path, settings: Settings, store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    found = plan([demo, faulty])
    report = import_files(found, store, settings, vocabulary, folder=folder, rejects=tmp_path / "out")
    assert _rejected(tmp_path / "out") == ["X1"]
    assert report.nodes > 300
    assert "neo4j-admin database import full" in (folder / "import.sh").read_text(encoding="utf-8")
    assert {"README.md", "schema.cypher", "nodes-Demand.csv"} <= {path.name for path in folder.iterdir()}
    with pytest.raises(InputError, match="FOLDER_IN_USE"):
        import_files(plan([demo]), store, settings, vocabulary, folder=folder)

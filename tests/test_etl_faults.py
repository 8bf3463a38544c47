"""Whatever is killed in the middle of a load, and wherever: the same load run again ends with the same graph."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import neo4j
import psutil
import pytest

import etl.loading
import etl.writing.retract
import etl.writing.writer
from etl.run import load
from graph.errors import StoreError
from graph.store import embedded
from graph.store.address import StoreAddress
from graph.store.bolt import Counters, Store
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary
from tests.graph_dump import Graph, Look, dump
from tests.load_fixtures import invented

ROOT = Path(__file__).parents[1]
WRITES = 45  # about how many transactions the loads below take
POINTS = random.Random(20261124).sample(range(1, WRITES), 18)

KILLED = """
import os, signal, sys
from pathlib import Path
import etl.loading, etl.writing.retract, etl.writing.writer
from etl.run import load
from graph.ontology import load_vocabulary
from graph.store.address import StoreAddress
from graph.store.bolt import Store

folder, loads, uri, user, left, before = sys.argv[1:]
etl.loading.PART = 300
for module in (etl.writing.writer, etl.writing.retract):
    module.NODES = module.EDGES = 200
left, write = int(left), Store.write

def dying(store, name, **params):
    global left
    left -= 1
    if left == 0 and before == "True":
        os.kill(os.getpid(), signal.SIGKILL)
    done = write(store, name, **params)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

Store.write = dying
with Store(StoreAddress(uri, user, sys.stdin.read())) as store:
    load([Path(folder)], store, load_vocabulary(), loads=Path(loads))
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of sources, and one in which some rows are gone and others changed."""
    demo = invented(tmp_path_factory.mktemp("sources") / "demo")
    changed = demo.parent / "changed"
    shutil.copytree(demo, changed)
    lines = (changed / "achievements.csv").read_text(encoding="utf-8").splitlines()
    (changed / "achievements.csv").write_text("\n".join([lines[0], *lines[20:], ""]), encoding="utf-8")
    text = (changed / "sources.toml").read_text(encoding="utf-8")
    (changed / "sources.toml").write_text(re.sub(r"minimum = \d+", "minimum = 1", text), encoding="utf-8")
    return demo, changed


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several parts and many transactions for a few hundred rows."""
    monkeypatch.setattr(etl.loading, "PART", 300)
    for module in (etl.writing.writer, etl.writing.retract):
        monkeypatch.setattr(module, "NODES", 200)
        monkeypatch.setattr(module, "EDGES", 200)


@pytest.fixture(scope="module")
def undisturbed(
    folders: tuple[Path, Path], session_store: Store, store_address: StoreAddress, vocabulary: Vocabulary
) -> Graph:
    """The graph after loading one folder and then the other, in one go."""
    session_store.sweep("schema_clear")
    for folder in folders:
        load([folder], session_store, vocabulary)
    auth = (store_address.user, store_address.password)
    with neo4j.GraphDatabase.driver(store_address.uri, auth=auth) as driver:
        return dump(driver)


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_loader(
    point: int,
    folders: tuple[Path, Path],
    undisturbed: Graph,
    store: Store,
    store_address: StoreAddress,
    vocabulary: Vocabulary,
    look: Look,
    tmp_path: Path,
) -> None:
    first, second = folders
    cold = point % 2 == 0  # half of them die while they fill an empty graph, half while they change a full one
    if not cold:
        load([first], store, vocabulary)
    victim = first if cold else second
    _kill(victim, tmp_path / "loads", store_address, point, before=point % 3 == 0)
    assert len(store.read("etl_load_running")) == 1
    report = load([victim], store, vocabulary, loads=tmp_path / "loads")
    assert report.recovered
    assert store.read("etl_load_running") == []
    assert store.read("load_version")[0]["version"] == report.load_id
    assert all(sum((f.created, f.updated, f.unchanged, f.merged, f.rejected)) == f.read for f in report.files)
    if cold:
        load([second], store, vocabulary, loads=tmp_path / "loads")
    assert look() == undisturbed
    assert {path.name for path in (tmp_path / "loads").iterdir()} == {"undo", "outcome"}  # nothing else is left


def _kill(folder: Path, loads: Path, address: StoreAddress, point: int, *, before: bool) -> None:
    """Load in a process of its own that is killed at its n-th transaction, before or after it."""
    arguments = (str(folder), str(loads), address.uri, address.user, str(point), str(before))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments],
        input=address.password, text=True, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("point", [9, 31])
def test_a_killed_store(
    point: int,
    spare: Path,
    folders: tuple[Path, Path],
    undisturbed: Graph,
    vocabulary: Vocabulary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = folders
    with Store(embedded.start(spare, heap="512m"), patience=1.0) as store:
        ensure_schema(store, vocabulary)
        store.sweep("schema_clear")
        with monkeypatch.context() as patch:
            patch.setattr(Store, "write", _deadly(spare, point))
            with pytest.raises(StoreError, match="STORE_UNREACHABLE"):
                load([first], store, vocabulary, loads=tmp_path / "loads")
    address = embedded.start(spare, heap="512m")
    auth = (address.user, address.password)
    with Store(address) as store, neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver:
        for folder in folders:
            load([folder], store, vocabulary, loads=tmp_path / "loads")
        assert dump(driver) == undisturbed
        assert load([second], store, vocabulary).changes == 0


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

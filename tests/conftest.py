"""One embedded Neo4j for the whole run, cleaned between tests; a second one holds the examples, read only."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from api.settings import Settings
from graph.links.engine import Engine
from graph.ontology import load_vocabulary
from graph.store import embedded, home, runtime
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary

pytest_plugins = ["tests.ordering", "tests.page_fixtures", "tests.load_fixtures"]

PROVINCE = Path(__file__).parents[1] / "examples" / "province"
BUSY = (
    "dbms.cypher.min_replan_interval=1h",
    "internal.cypher.use_parameter_size=false",
    "internal.dbms.index.lucene.merge_factor=10",
)  # settings of stores that are written to all the time
MEMORY, ROOM = Path("/dev/shm"), 6 << 30  # a folder in memory, and the bytes that must be free there


def pytest_configure() -> None:
    """Temporary folders lie in memory where there is room for them: stores wait for a disk at every commit.

    A run that is told to end (SIGTERM) ends like one that is interrupted, so that its stores are stopped.

    Its stores live for minutes and are emptied and filled all the time, so that optimising their code takes longer
    than it saves, and so does planning statements anew as the numbers of nodes and the lengths of parameters change,
    collecting garbage beside, and merging the full-text index at every second commit.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    runtime.OPTIONS = (*(one for one in runtime.OPTIONS if one != "-XX:+UseG1GC"), "-XX:+UseSerialGC", runtime.BRIEF)
    home.CONFIGURATION += "".join(f"{setting}\n" for setting in BUSY)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The product's own vocabulary."""
    return load_vocabulary()


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the run's embedded store, which is stopped at the end."""
    folder = tmp_path_factory.mktemp("store")
    yield folder
    embedded.stop(folder)


@pytest.fixture(scope="session")
def store_address(store_folder: Path) -> StoreAddress:
    """Where the run's store answers."""
    return embedded.start(store_folder, heap="512m")


@pytest.fixture(scope="session")
def session_store(store_address: StoreAddress, vocabulary: Vocabulary) -> Iterator[Store]:
    """The run's one connection pool, its schema made."""
    with Store(store_address) as store:
        ensure_schema(store, vocabulary)
        yield store


@pytest.fixture
def store(session_store: Store) -> Store:
    """The store with an empty graph."""
    session_store.sweep("schema_clear")
    return session_store


@pytest.fixture(scope="session")
def spare_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a store of its own, which is stopped at the end."""
    home = tmp_path_factory.mktemp("spare")
    yield home
    embedded.stop(home / "store")


@pytest.fixture
def spare(spare_home: Path) -> Path:
    """The folder of a running store without entities that a test may stop, kill or break."""
    with Store(embedded.start(spare_home / "store", heap="512m")) as store:
        store.sweep("schema_clear")
    return spare_home / "store"


@pytest.fixture(scope="session")
def examples_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a home whose embedded store holds ``examples/province``; don't write to it.

    All test processes of a run share it. Whoever comes first loads it, whoever leaves last stops it.
    """
    from api.connect import open_store
    from api.loading import load_in_bulk
    from etl.files.discover import plan

    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "examples"
    users, lock = home / "users", FileLock(f"{home}.lock")
    settings = Settings.from_environment({"KEZHUAN_HOME": str(home), "KEZHUAN_PORT": "0"})
    with lock:
        users.mkdir(parents=True, exist_ok=True)
        (users / str(os.getpid())).touch()
    try:
        with lock, open_store(settings) as store:
            if not store.read("etl_load_newest"):
                load_in_bulk(plan([PROVINCE]), store, settings, load_vocabulary())  # equal to a load in batches
        yield settings
    finally:
        with lock:
            (users / str(os.getpid())).unlink()
            if not any(users.iterdir()):
                embedded.stop(settings.store_folder)


@pytest.fixture(scope="session")
def examples(examples_settings: Settings) -> Iterator[Store]:
    """The store with the examples; read only."""
    from api.connect import open_store

    with open_store(examples_settings) as store:
        yield store


@pytest.fixture(scope="session")
def engine(examples: Store, vocabulary: Vocabulary, examples_settings: Settings) -> Engine:
    """Answers over the examples."""
    made = Engine(examples, vocabulary, examples_settings.projections)
    made.warm()
    return made

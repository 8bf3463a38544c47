"""A copy of the embedded store in one file: Neo4j's dump of the stopped store, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import StoreError
from graph.store import embedded
from graph.store.address import StoreAddress
from graph.store.backup_file import Manifest, Packer
from graph.store.bolt import Store
from graph.store.copy_admin import Admin
from graph.store.disk import told
from graph.store.home import Home
from graph.store.jars import Progress, neo4j_version, read_lock


@dataclass(frozen=True, slots=True)
class Java:
    """What a store is run with: the folder of the archives (None: the user's) and the heap as in ``768m``."""

    cache: Path | None = None
    heap: str = "768m"


def backup(folder: Path, file: Path, *, java: Java | None = None, progress: Progress | None = None) -> Manifest:
    """Write the store of ``folder`` to ``file``, replacing it when complete; what the file holds.

    A running store is stopped for the dump and started again; meanwhile it cannot be started (STORE_BUSY).
    Raises ``StoreError``: BACKUP_FAILED, DISK_FULL, FILE_DENIED, STORE_FOLDER, and those of ``embedded.start``.
    """
    java = java or Java()
    with told(file):
        place = file.expanduser().resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        with Packer(place).dump() as packer:  # first, so that a place that refuses stops nothing
            draft = _look(folder, java, progress)
            with embedded.paused(folder, cache=java.cache, heap=java.heap) as (home, jars):
                admin = Admin(home, jars, "STORE_STAGE_BACKUP", "BACKUP_FAILED", progress)
                with admin.read("database", "dump", "neo4j", "--to-stdout") as source:
                    packer.add(source)
            return packer.seal(draft)


def count(address: StoreAddress) -> tuple[int, int]:
    """How many nodes and edges the store at ``address`` holds. Raises ``StoreError``."""
    with Store(address) as store:
        row = store.read("store_counts")[0]
    return row["nodes"], row["edges"]


def is_empty(folder: Path, *, java: Java | None = None) -> bool:
    """Whether the store of ``folder`` holds no node; one that was used before is started to be asked.

    Raises ``StoreError`` as ``embedded.start``.
    """
    if not (Home.of(folder).data / "databases" / "neo4j").is_dir():
        return True
    java = java or Java()
    ran = embedded.address(folder) is not None
    nodes, _ = count(embedded.start(folder, cache=java.cache, heap=java.heap))
    if not ran:
        embedded.stop(folder)
    return nodes == 0


def refuse_if_used(folder: Path, *, java: Java | None = None) -> None:
    """Raise ``StoreError`` (STORE_NOT_EMPTY) when the store of ``folder`` holds anything."""
    if not is_empty(folder, java=java):
        raise StoreError("STORE_NOT_EMPTY", folder=folder)


def _look(folder: Path, java: Java, progress: Progress | None) -> Manifest:
    """What the store holds now. It is started to be asked, which also mends what a killed process left."""
    ran = embedded.address(folder) is not None
    address = embedded.start(folder, cache=java.cache, heap=java.heap, progress=progress)
    nodes, edges = count(address)
    with Store(address) as store:
        newest = store.read("load_version")
    if not ran:
        embedded.stop(folder)
    data = Home.of(folder).data
    return Manifest(
        neo4j=neo4j_version(read_lock()),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        load=newest[0]["version"] if newest else "",
        nodes=nodes,
        edges=edges,
        expanded=sum(path.stat().st_size for path in data.rglob("*") if path.is_file()),
    )

"""Import files into an empty embedded store: ``neo4j-admin database import full``, beside it and then in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.store import embedded
from graph.store.address import StoreAddress
from graph.store.backup import Java, count, refuse_if_used
from graph.store.copy import replace_data
from graph.store.copy_admin import Admin
from graph.store.copy_staging import staging
from graph.store.disk import want_room
from graph.store.jars import Progress

BUFFER = 4 << 20  # bytes that the importer reads at once; the longest row must fit
LONG = 100_000_000  # bytes of data files from which the importer's code is worth optimising


@dataclass(frozen=True, slots=True)
class Sheet:
    """One data file with its header file, by name. ``group`` – labels as in ``Entity:Demand``, or a relation;
    ``breaks`` – whether there are line breaks in its values."""

    group: str
    header: str
    data: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """What ``neo4j-admin`` is to read: files by name in ``folder``. ``longest`` – bytes of the longest row;
    ``rows`` – of ``edges`` together; ``ids`` – what names nodes in them, ``integer`` or ``string``."""

    folder: Path
    nodes: tuple[Sheet, ...]
    edges: tuple[Sheet, ...]
    between: str  # array delimiter as the importer's option takes it
    longest: int = 0
    rows: int = 0
    ids: str = "string"

    def arguments(self) -> tuple[str, ...]:
        """The importer's arguments, without the database; to be run in ``folder``, so that no path needs escaping.

        ``strict``: without it an edge to a missing node may end at another node. An edge without its ends is left out,
        as by ``MERGE`` after a ``MATCH`` that finds nothing.
        """
        breaks = ",".join(sheet.data for sheet in (*self.nodes, *self.edges) if sheet.breaks)
        return (
            *(f"--nodes={sheet.group}={sheet.header},{sheet.data}" for sheet in self.nodes),
            *(f"--relationships={sheet.group}={sheet.header},{sheet.data}" for sheet in self.edges),
            f"--id-type={self.ids}",
            f"--array-delimiter={self.between}",
            *(("--multiline-fields-format=v2", f"--multiline-fields={breaks}") if breaks else ()),
            f"--read-buffer-size={max(BUFFER, 2 * self.longest)}",
            "--strict=true",
            "--skip-bad-relationships=true",
            "--bad-tolerance=1000000000",
        )

    def size(self) -> int:
        """Bytes of all data files. Raises ``OSError``."""
        return sum((self.folder / sheet.data).stat().st_size for sheet in (*self.nodes, *self.edges))


@dataclass(frozen=True, slots=True)
class Imported:
    """Where the store answers now, how many nodes and edges it counts, and how many edges an end is missing of."""

    address: StoreAddress
    nodes: int
    edges: int
    missing: int


def import_into(
    folder: Path, files: ImportFiles, *, java: Java | None = None, progress: Progress | None = None
) -> Imported:
    """Import ``files`` into the empty store of ``folder`` and start it; constraints and indexes are the caller's.

    Killed or failed, it leaves the store empty as it was. Raises ``StoreError``: STORE_NOT_EMPTY, IMPORT_FAILED,
    DISK_FULL, STORE_FOLDER, FILE_DENIED, and those of ``embedded.start``.
    """
    java = java or Java()
    refuse_if_used(folder, java=java)
    size = files.size()
    want_room(folder, size)
    with embedded.paused(folder, cache=java.cache, heap=java.heap) as (home, jars), staging(home) as made:
        log = home.log.with_name("import.log")
        told = made, jars, "STORE_STAGE_IMPORT", "IMPORT_FAILED", progress
        admin = Admin(*told, log=log, place=files.folder, long=size > LONG)
        report = f"--report-file={made.folder / 'import.report'}"
        admin.run("database", "import", "full", "neo4j", *files.arguments(), report)
        replace_data(home, made)
    address = embedded.start(folder, cache=java.cache, heap=java.heap, progress=progress)
    nodes, edges = count(address)
    return Imported(address, nodes, edges, files.rows - edges)

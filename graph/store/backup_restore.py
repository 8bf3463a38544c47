"""A backup file back into an embedded store: proven in a folder of its own before anything is replaced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError, StoreError
from graph.store import embedded
from graph.store.backup import Java, refuse_if_used
from graph.store.backup_file import CHUNK, Manifest, opened_dump, read_manifest, verify
from graph.store.copy_admin import Admin
from graph.store.copy_staging import Jars, put_in_place, staging
from graph.store.disk import told, want_room
from graph.store.home import Home
from graph.store.jars import Progress, neo4j_version, read_lock


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that is back. ``nodes`` and ``edges`` were counted in the store; they are those of the manifest unless
    something other than a load wrote while the backup was made."""

    manifest: Manifest
    nodes: int
    edges: int


def restore(folder: Path, file: Path, *, java: Java | None = None, progress: Progress | None = None) -> Restored:
    """Make the empty store of ``folder`` what the backup ``file`` holds.

    The dump is loaded beside the store and opened there first, so that a failure leaves everything as it was. The store
    runs afterwards if it ran before. Raises ``StoreError``: BACKUP_DAMAGED, BACKUP_VERSION, STORE_NOT_EMPTY,
    RESTORE_FAILED, DISK_FULL, FILE_DENIED, STORE_FOLDER, and those of ``embedded.start``; ``InputError``:
    INPUT_NO_FILE.
    """
    _checked(file)
    refuse_if_used(folder, java=java)
    return restore_over(folder, file, java=java, progress=progress)


def restore_over(folder: Path, file: Path, *, java: Java | None = None, progress: Progress | None = None) -> Restored:
    """As ``restore``, replacing what the store of ``folder`` holds."""
    java = java or Java()
    manifest = _checked(file)
    want_room(folder, manifest.expanded)
    with embedded.paused(folder, cache=java.cache, heap=java.heap) as (home, jars), staging(home) as made:
        _load(file, made, jars, progress)
        nodes, edges = put_in_place(home, made, java)
    return Restored(manifest, nodes, edges)


def _checked(file: Path) -> Manifest:
    """The manifest of an intact backup that this version can read."""
    if not file.is_file():
        raise InputError("INPUT_NO_FILE", path=file)
    with told(file):
        manifest = read_manifest(file)
        _refuse_newer(file, manifest)
        verify(file, manifest)
    return manifest


def _load(file: Path, made: Home, jars: Jars, progress: Progress | None) -> None:
    admin = Admin(made, jars, "STORE_STAGE_RESTORE", "RESTORE_FAILED", progress)
    with opened_dump(file) as source, admin.fed("database", "load", "neo4j", "--from-stdin") as sink:
        while chunk := source.read(CHUNK):
            sink.write(chunk)


def _refuse_newer(file: Path, manifest: Manifest) -> None:
    """Neo4j reads dumps of its own series and of earlier ones of the same major version."""
    ours = neo4j_version(read_lock())
    if not _series(ours)[0] == _series(manifest.neo4j)[0] or _series(manifest.neo4j) > _series(ours):
        raise StoreError("BACKUP_VERSION", file=file, theirs=f"Neo4j {manifest.neo4j}", ours=f"Neo4j {ours}")


def _series(version: str) -> tuple[int, ...]:
    numbers = version.split(".")[:2]
    return tuple(int(part) if part.isdecimal() else 0 for part in numbers)

"""A backup file: a ZIP with Neo4j's own dump in it and a manifest that says what it is.

Without Kezhuan: ``unzip FILE`` gives ``neo4j.dump``, which ``neo4j-admin database load`` reads.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from graph.errors import StoreError

DUMP, MANIFEST = "neo4j.dump", "manifest.json"
FORMAT = 1
CHUNK = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``load`` – the newest load that changed something, empty for a graph without one;
    ``sha256`` and ``bytes`` – of the dump; ``expanded`` – bytes of the store's folder."""

    neo4j: str
    created: str
    load: str
    nodes: int
    edges: int
    expanded: int
    bytes: int = 0
    sha256: str = ""
    format: int = FORMAT

    def plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)


class Packer:
    """Writes a backup file beside its place and moves it there when it is complete; only its owner can read it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._draft = file.with_name(f".{file.name}.{os.getpid()}.part")
        self._digest = hashlib.sha256()
        self._size = 0

    @contextmanager
    def dump(self) -> Iterator[Packer]:
        """Itself, open for ``add``; whatever goes wrong inside leaves no file. Raises ``OSError``."""
        opened = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(opened, "wb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as self._zip:
                    yield self
                stream.flush()
                os.fsync(stream.fileno())
            self._draft.replace(self.file)
        finally:
            self._draft.unlink(missing_ok=True)

    def add(self, source: IO[bytes]) -> None:
        """Take the dump from ``source``. It is compressed already."""
        with self._zip.open(DUMP, "w", force_zip64=True) as member:
            while chunk := source.read(CHUNK):
                self._digest.update(chunk)
                self._size += len(chunk)
                member.write(chunk)

    def seal(self, manifest: Manifest) -> Manifest:
        """Add the manifest, completed with size and hash of the dump."""
        sealed = Manifest(**manifest.plain() | {"bytes": self._size, "sha256": self._digest.hexdigest()})
        self._zip.writestr(MANIFEST, json.dumps(sealed.plain(), indent=1))
        return sealed


def read_manifest(file: Path) -> Manifest:
    """The manifest of a backup file. Raises ``StoreError`` (BACKUP_DAMAGED, BACKUP_VERSION), ``OSError``."""
    with _opened(file) as bundle:
        try:
            raw = json.loads(bundle.read(MANIFEST))
            if raw["format"] > FORMAT:
                raise StoreError("BACKUP_VERSION", file=file, theirs=f"format {raw['format']}", ours=f"format {FORMAT}")
            if any(type(raw[part.name]).__name__ != part.type for part in fields(Manifest)):
                raise StoreError("BACKUP_DAMAGED", file=file)
            return Manifest(**raw)
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError("BACKUP_DAMAGED", file=file) from error


def verify(file: Path, manifest: Manifest) -> None:
    """Read the whole dump once and compare it with its manifest. Raises as ``read_manifest``."""
    digest = hashlib.sha256()
    size = 0
    with opened_dump(file) as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    if (size, digest.hexdigest()) != (manifest.bytes, manifest.sha256):
        raise StoreError("BACKUP_DAMAGED", file=file)


@contextmanager
def opened_dump(file: Path) -> Iterator[IO[bytes]]:
    """The dump in a backup file, to be read as a stream. Raises as ``read_manifest``."""
    with _opened(file) as bundle:
        if DUMP not in bundle.namelist():
            raise StoreError("BACKUP_DAMAGED", file=file)
        with bundle.open(DUMP) as source:
            yield source


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as bundle:
            yield bundle
    except BROKEN as error:
        raise StoreError("BACKUP_DAMAGED", file=file) from error

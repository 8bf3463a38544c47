"""The Java archives of the embedded store: what the lock says, where they lie, and that they are what it says.

They live in the user's cache, one folder per version of Neo4j, shared by all checkouts. An archive gets its final name
only after its SHA-256 was right; ``ready.json`` remembers size and time of verified files, so that a warm start need
not read 140 MB. Java is given copies without signatures of those that are signed (``graph.store.unsigned``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from graph.errors import StoreError
from graph.store.disk import has_room, told
from graph.store.jars_stamp import mark, read_stamp, write_stamp
from graph.store.unsigned import copy_of, unsign
from graph.words import message

Progress = Callable[[int, int, str], None]
"""``progress(done, total, what)``: how many of ``total`` steps of the stage ``what`` are done."""

LOCK = Path(__file__).with_name("jars.lock")


@dataclass(frozen=True, slots=True)
class Jar:
    """One archive by Maven coordinate; ``classifier`` is empty for most. ``size`` in bytes, ``sha256`` in hex."""

    group: str
    artifact: str
    packaging: str
    classifier: str
    version: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        """Its name in the cache."""
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.{self.packaging}"

    def line(self) -> str:
        """Its line in the lock."""
        parts = (self.group, self.artifact, self.packaging, self.classifier, self.version)
        return f"{':'.join(parts)} {self.size} {self.sha256}"


def read_lock(file: Path = LOCK) -> tuple[Jar, ...]:
    """The archives of a lock file: lines of ``group:artifact:packaging:classifier:version size sha256``."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(_parse(line) for line in lines if line and not line.startswith("#"))


def neo4j_version(jars: Iterable[Jar]) -> str:
    """The version of Neo4j that the archives make up."""
    return next(jar.version for jar in jars if (jar.group, jar.artifact) == ("org.neo4j", "neo4j"))


def jar_folder(cache: Path | None, jars: Sequence[Jar]) -> Path:
    """Where the archives lie: ``<cache>/neo4j/<version>``, with the user's cache folder by default."""
    return (cache or user_cache_path("kezhuan")) / "neo4j" / neo4j_version(jars)


def ensure_jars(
    cache: Path | None = None,
    jars: Sequence[Jar] | None = None,
    *,
    remotes: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Paths of all archives in lock order, each verified, of signed ones those of their copies without signatures.

    What is missing or altered is fetched.

    Parameters: ``jars`` – by default those of our lock; ``remotes`` – name → address of the Maven repositories to ask
    in turn, by default the one that jgo knows.
    Safe against other threads and processes that do the same. Raises ``StoreError``: STORE_NO_NETWORK, STORE_JAR_GONE,
    STORE_JAR_HASH (wrong even after a second fetch), DISK_FULL, FILE_DENIED, STORE_FOLDER.
    """
    wanted = read_lock() if jars is None else jars
    folder = jar_folder(cache, wanted)
    with told(folder):
        if unverified(folder, wanted):
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / ".lock"):
                _complete(folder, wanted, remotes, progress)
    files = (folder / jar.filename for jar in wanted)
    return [copy if (copy := copy_of(file)).exists() else file for file in files]


def unverified(folder: Path, jars: Iterable[Jar]) -> list[Jar]:
    """The archives that are not there, or not as they were when last verified."""
    stamp = read_stamp(folder)
    return [jar for jar in jars if stamp.get(jar.filename) != mark(folder / jar.filename, jar.sha256)]


def is_intact(file: Path, jar: Jar) -> bool:
    """Whether ``file`` exists with the size and SHA-256 of ``jar``."""
    if not file.is_file() or file.stat().st_size != jar.size:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == jar.sha256


def _complete(folder: Path, jars: Sequence[Jar], remotes: Mapping[str, str] | None, progress: Progress | None) -> None:
    """Verify what is there, fetch the rest, make copies of both that are signed, and note all in the stamp."""
    doubtful = unverified(folder, jars)
    missing = [jar for jar in doubtful if not is_intact(folder / jar.filename, jar)]
    if missing:
        # jgo and requests take a while to import and a warm start needs neither.
        from graph.store.fetch import fetch_jars  # noqa: PLC0415

        if not has_room(folder, sum(jar.size for jar in missing)):
            raise StoreError("DISK_FULL", path=folder)
        words = message("STORE_STAGE_FETCH")
        what = f"{words.zh} / {words.en}"
        for done in fetch_jars(missing, folder, remotes):
            if progress:
                progress(done, len(missing), what)
    for jar in doubtful:
        unsign(folder / jar.filename)
    write_stamp(folder, {jar.filename: mark(folder / jar.filename, jar.sha256) for jar in jars})


def _parse(line: str) -> Jar:
    coordinate, size, sha256 = line.split()
    group, artifact, packaging, classifier, version = coordinate.split(":")
    return Jar(group, artifact, packaging, classifier, version, int(size), sha256)

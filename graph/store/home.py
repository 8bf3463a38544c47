"""The folder of an embedded store: what lies where, who may read it, and Neo4j's configuration."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

PASSWORD_BYTES = 24

# Bolt only, on loopback, on a port that the system picks while binding (so it can't be taken in between).
# Transaction logs stay small: 16 MB a file instead of 256, two files kept. They are preallocated: on a full disk a log
# that grows breaks off in the middle of a transaction, and the next start ran out of heap reading it. With preallocated
# ones the store stops between two files, and nothing committed is lost (tried on a small tmpfs).
# The two waits come after the databases have been closed; with their defaults every stop takes ten seconds longer.
CONFIGURATION = """\
# Written at every start of the embedded store; changes here are lost.
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:0
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
dbms.security.allow_csv_import_from_file_urls=false
server.memory.pagecache.size=256m
db.tx_log.preallocate=true
db.tx_log.rotation.size=16m
db.tx_log.rotation.retention_policy=2 files
internal.server.bolt.thread_pool_shutdown_wait_time=100ms
internal.server.bolt.connection_shutdown_wait_time=100ms
"""


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below the folder of one store. Build it with ``of``."""

    folder: Path

    @staticmethod
    def of(folder: Path) -> Home:
        """The home at ``folder``, whichever way it is named; it need not exist."""
        return Home(folder.expanduser().resolve())

    @property
    def conf(self) -> Path:
        """Folder of ``neo4j.conf``."""
        return self.folder / "conf"

    @property
    def data(self) -> Path:
        """Neo4j's databases and their logs."""
        return self.folder / "data"

    @property
    def former_data(self) -> Path:
        """What ``data`` was while it is being replaced (``graph.store.copy``)."""
        return self.folder / "data.before"

    @property
    def run(self) -> Path:
        """Folder of what concerns the present process only."""
        return self.folder / "run"

    @property
    def state_file(self) -> Path:
        """Process id, start time and port of the store."""
        return self.run / "store.json"

    @property
    def start_lock(self) -> Path:
        """Held by whoever starts or stops the store."""
        return self.run / "start.lock"

    @property
    def password_file(self) -> Path:
        """The generated password; only the owner can read it."""
        return self.folder / "password"

    @property
    def log(self) -> Path:
        """Neo4j's own log of this start."""
        return self.folder / "logs" / "neo4j.log"

    @property
    def console(self) -> Path:
        """What the Java process printed at this start."""
        return self.folder / "logs" / "console.log"

    def make(self) -> None:
        """Make the folders, closed to others. Raises ``OSError`` when that can't be done."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in (self.conf, self.run, self.log.parent, self.data):
            part.mkdir(mode=0o700, exist_ok=True)

    def configure(self) -> None:
        """Write the password if there is none, and the configuration; only while holding ``start_lock``.

        Raises ``OSError``.
        """
        if not self.password_file.exists():
            write_private(self.password_file, secrets.token_urlsafe(PASSWORD_BYTES))
        write_private(self.conf / "neo4j.conf", CONFIGURATION)

    def password(self) -> str:
        """The generated password. Raises ``OSError`` when it can't be read."""
        return self.password_file.read_text(encoding="ascii").strip()


def write_private(file: Path, text: str) -> None:
    """Write ``file`` in one step, readable for its owner alone from the first byte on."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(file)

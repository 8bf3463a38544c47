"""The review log: one SQLite file in which rows are only ever added."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from graph.errors import InputError

WAIT = 30_000  # milliseconds that a writer waits for another
FORMAT = 1

META = MetaData()
SUBMISSIONS = Table(
    "submissions",
    META,
    Column("seq", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("key", String, nullable=False),  # id of the API key, "" on the command line
    Column("source", String, nullable=False),
    Column("file", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("about", Text, nullable=False),  # JSON: what a manifest says of the source and the file
    Column("parts", Text, nullable=False),  # JSON: the files that are kept
    Index("submissions_file", "source", "file"),
)
ROWS = Table(
    "rows",
    META,
    Column("submission", ForeignKey("submissions.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),  # 1, 2, 3 … through all sheets
    Column("sheet", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("statement", String, nullable=False),
    Column("flaw", String, nullable=False),
    Index("rows_topic", "topic"),
)
DECISIONS = Table(
    "decisions",
    META,
    Column("seq", Integer, primary_key=True),
    Column("submission", ForeignKey("submissions.seq"), nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("key", String, nullable=False),
    Column("accept", Boolean, nullable=False),
    Column("rows", Text, nullable=False),  # which: "3-20,25"
    Column("count", Integer, nullable=False),
    Column("why", Text, nullable=False),
)
VERDICTS = Table(
    "verdicts",
    META,
    Column("decision", ForeignKey("decisions.seq"), primary_key=True),
    Column("statement", String, primary_key=True),
    Column("topic", String, nullable=False, index=True),
    Column("accept", Boolean, nullable=False),
)


class Log:
    """The file of the log. Made when it is first written; read and written by any number of processes at once.

    WAL and ``synchronous=FULL``: what was committed is there after a crash or a power cut, what was not is as if it
    had never been begun (https://www.sqlite.org/wal.html). Triggers refuse to change or delete a row.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._engine: Engine | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot: what is committed meanwhile is not seen. Raises ``InputError`` (REVIEW_LOG)."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writer's turn; all or nothing of it is kept. Raises ``InputError`` (REVIEW_LOG)."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        try:
            with self._open().connect() as connection:
                connection.exec_driver_sql(begin)
                try:
                    yield connection
                except BaseException:
                    connection.exec_driver_sql("ROLLBACK")
                    raise
                connection.exec_driver_sql("COMMIT")
        except DBAPIError as error:
            raise InputError("REVIEW_LOG", path=self._file, why=error.orig) from error

    def _open(self) -> Engine:
        if self._engine is None:
            if not self._file.exists():
                _make(self._file)
            self._engine = _engine(self._file)
        return self._engine


def _make(file: Path) -> None:
    """Make the file under another name, so that nobody ever sees half of it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(file.with_suffix(".lock")):
        if file.exists():
            return
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with _engine(fresh, journal="DELETE").connect() as connection:
            META.create_all(connection)
            for table in META.tables:
                for verb in ("UPDATE", "DELETE"):
                    connection.exec_driver_sql(
                        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
                        "BEGIN SELECT RAISE(ABORT, 'append only'); END"
                    )
            connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
        fresh.replace(file)


def _engine(file: Path, journal: str = "WAL") -> Engine:
    # A connection is made for each use and closed after it: none is shared between threads or left behind.
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, isolation_level="AUTOCOMMIT")

    @event.listens_for(engine, "connect")
    def prepare(connection: object, _: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in (f"busy_timeout={WAIT}", f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine

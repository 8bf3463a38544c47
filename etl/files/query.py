"""A SQL query as an input: run once, read only, in batches; its URL is never told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from etl.files.asked_query import Query
from etl.files.forms import SPOOLED
from etl.files.spool import Spool, write_spooled
from etl.files.table import Cell, cell, check_width
from graph.errors import InputError

BATCH = 5_000
SQLITE = "sqlite:///"
READS = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?:select|with|values|table)\b", re.IGNORECASE | re.DOTALL)
UNSAFE = re.compile(r"[^\w.\-]")
HIDDEN = "***"


def spool_query(query: Query, spool: Spool, *, environment: Mapping[str, str] = os.environ) -> Path:
    """Run a query and write its rows down; rows are numbered in the order they come, from 1.

    Without ORDER BY that order is the database's own and may be another the next time.
    Raises ``InputError``: SQL_SELECT, SQL_URL, SQL_PASSWORD, SQL_DRIVER, SQL_FAILED, INPUT_NO_FILE, TABLE_WIDE; none
    names the URL or any part of it.
    """
    if not READS.match(query.text):
        raise InputError("SQL_SELECT", name=query.name)
    path = spool.place(UNSAFE.sub("_", query.name)[:60] + SPOOLED)  # a name may tell the kind, as a file's does
    url = _url(query, environment)
    with _told(query, url), _engine(url).connect() as connection:
        _run(query, connection, path)
    return path


def _run(query: Query, connection: Connection, path: Path) -> None:
    options = {"stream_results": True, "max_row_buffer": BATCH, "no_parameters": True, "postgresql_readonly": True}
    result = connection.execution_options(**options).exec_driver_sql(query.text)  # as written: no :name, no % in it
    if not result.returns_rows:
        raise InputError("SQL_SELECT", name=query.name)
    names = [str(name) for name in result.keys()]  # noqa: SIM118 - a view of names, no mapping
    check_width(len(names), file=query.name)

    def rows() -> Iterator[list[Cell]]:
        for batch in result.partitions(BATCH):
            for row in batch:
                yield [cell(value) for value in row]

    write_spooled(path, names, rows())  # nothing is committed


def _engine(url: URL) -> Engine:
    return create_engine(url, poolclass=NullPool, hide_parameters=True)


def _url(query: Query, environment: Mapping[str, str]) -> URL:
    written = environment.get(query.url_env, "") if query.url_env else query.database
    where = query.url_env or "database"
    try:
        url = make_url(written)
    except (SQLAlchemyError, ValueError):  # both may quote the URL
        raise InputError("SQL_URL", name=query.name, where=where) from None
    if query.database and url.password:
        raise InputError("SQL_PASSWORD", name=query.name)
    return _read_only(url, query) if url.get_backend_name() == "sqlite" else url


def _read_only(url: URL, query: Query) -> URL:
    """An SQLite file is opened only to be read: SQLite would make a missing one (sqlite.org/uri.html)."""
    path = query.folder / (url.database or "")
    if not path.is_file():
        raise InputError("INPUT_NO_FILE", path=query.database or query.url_env)
    return url.set(database=f"file:{quote(str(path.resolve()))}", query={"mode": "ro", "uri": "true"})


@contextmanager
def _told(query: Query, url: URL) -> Iterator[None]:
    """Turn the driver's errors into coded ones, with nothing of the URL in them or in what caused them."""
    try:
        yield
    except (NoSuchModuleError, ImportError):
        raise InputError("SQL_DRIVER", name=query.name, driver=url.drivername) from None
    except DBAPIError as error:
        why = _scrubbed(str(error.orig), url)
        raise InputError("SQL_FAILED", name=query.name, why=f"{type(error.orig).__name__}: {why}") from None
    except (SQLAlchemyError, ValueError, TypeError, OSError) as error:
        raise InputError("SQL_FAILED", name=query.name, why=type(error).__name__) from None


def _scrubbed(text: str, url: URL) -> str:
    """The first line of a driver's message without what the URL holds."""
    held = [url.render_as_string(hide_password=False), url.username, url.host, url.database]
    held += [one for values in url.query.values() for one in ([values] if isinstance(values, str) else values)]
    held = [
        str(url.password or ""),
        *(one for one in held if one and len(one) > 2),
    ]  # "ro" is no secret, and a syllable
    secrets = {form for one in held if one for form in (one, quote(one), quote_plus(one))}
    line = (text.splitlines() or [""])[0][:300]
    for secret in sorted(secrets, key=len, reverse=True):
        line = line.replace(secret, HIDDEN)
    return line

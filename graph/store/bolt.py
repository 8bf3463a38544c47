"""The store: Neo4j over Bolt with the official driver, embedded or served alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, cast

import neo4j
from neo4j import GraphDatabase, ManagedTransaction
from neo4j.exceptions import ConfigurationError

from graph.errors import StoreError
from graph.store.address import StoreAddress
from graph.store.driver_errors import running
from graph.store.statements import statement

Row = dict[str, Any]
Parts = Mapping[str, str] | None

FETCH = 2_000  # rows per round trip while streaming
LONG, SHORT = 40.0, 3.0  # seconds of patience: of a load, and of a server whose caller waits
LEAST = 5.0  # seconds to get a connection, however short the patience: others may be using all of them


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement's name with its parameters."""

    name: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Counters:
    """What a write changed. ``written``: what the statement itself returned under that name, −1 when it didn't."""

    nodes_created: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    properties_set: int = 0
    written: int = -1


class Store:
    """A connection pool to one database. Safe to share among threads; close it or use it as a context manager.

    Parameters: ``patience`` – seconds for which an operation is tried again while its fault may pass (a store that went
    away, a deadlock); no more than twice that until it is told, whatever the pauses.

    Every method takes the name of a statement in ``queries/cypher`` and its parameters, and raises ``StoreError``:
    STORE_UNREACHABLE (down or starting), STORE_AUTH, STORE_VALUE (a parameter that cannot be sent), STORE_BROKEN (the
    database failed and wants a new start), or STORE_QUERY with the database's own reason.
    """

    def __init__(self, address: StoreAddress, *, database: str = "neo4j", patience: float = LONG) -> None:
        self.uri = address.uri
        self._database = database
        try:
            self._driver = GraphDatabase.driver(
                address.uri,
                auth=(address.user, address.password),
                # The driver's pauses double, and it looks at the clock before each: the last one may be as long as all
                # the others together.
                max_transaction_retry_time=patience / 2,
                connection_acquisition_timeout=max(LEAST, patience),
                connection_timeout=min(10.0, max(1.0, patience)),
                notifications_min_severity="OFF",
            )
        except (ConfigurationError, ValueError) as error:
            raise StoreError("STORE_UNREACHABLE", uri=address.uri, why=error) from error

    def read(self, name: str, *, parts: Parts = None, **params: object) -> list[Row]:
        """All rows of a reading statement, as dictionaries; retried while the fault is transient."""

        def work(tx: ManagedTransaction) -> list[Row]:
            return [_row(record) for record in tx.run(_query(name, parts), params)]

        with running(name, self.uri), self._session() as session:
            return session.execute_read(work)

    def write(self, name: str, *, parts: Parts = None, first: Statement | None = None, **params: object) -> Counters:
        """Run a writing statement in a transaction of its own, retried while the fault is transient (deadlocks).

        ``first``: another statement that runs in the same transaction before it, both or none.
        """

        def work(tx: ManagedTransaction) -> Counters:
            if first is not None:
                tx.run(_query(first.name, None), dict(first.params)).consume()
            result = tx.run(_query(name, parts), params)
            written = next((row.get("written", -1) for row in result), -1)
            return replace(_counters(result.consume()), written=written)

        with running(name, self.uri), self._session() as session:
            return session.execute_write(work)

    def stream(self, name: str, *, parts: Parts = None, **params: object) -> Iterator[Row]:
        """Rows of a reading statement one by one, ``FETCH`` per round trip, so that memory stays flat."""
        with running(name, self.uri), self._session() as session:
            for record in session.run(_query(name, parts), params):
                yield _row(record)

    def sweep(self, name: str, *, parts: Parts = None, **params: object) -> Counters:
        """Run a statement that splits itself into transactions (``CALL … IN TRANSACTIONS``); done parts stay done."""
        with running(name, self.uri), self._session() as session:
            return _counters(session.run(_query(name, parts), params).consume())

    def explain(self, name: str, *, parts: Parts = None, **params: object) -> dict[str, Any]:
        """The plan the store would use for a statement, as the driver reports it; nothing is run."""
        with running(name, self.uri), self._session() as session:
            text = "EXPLAIN " + statement(name, parts)
            return cast(dict[str, Any], session.run(text, params).consume().plan)

    def run_schema(self, text: str) -> None:
        """Run one schema command made by ``graph.store.schema`` from the vocabulary."""
        with running("schema", self.uri), self._session() as session:
            session.run(text).consume()

    def server_version(self) -> str:
        """The version of the Neo4j server that answers."""
        with running("version", self.uri):
            return self._driver.get_server_info().agent.removeprefix("Neo4j/")

    def close(self) -> None:
        """Give all connections back."""
        self._driver.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _session(self) -> neo4j.Session:
        return self._driver.session(database=self._database, fetch_size=FETCH)


def _query(name: str, parts: Parts) -> str:
    # The text comes from queries/cypher alone and parts are checked to be identifiers.
    return statement(name, parts)


def _row(record: neo4j.Record) -> Row:
    """A record as a dictionary. Statements return plain values, never nodes: ``Record.data()`` looks into each."""
    return dict(record.items())  # type: ignore[no-untyped-call]  # the driver leaves its types out


def _counters(summary: neo4j.ResultSummary) -> Counters:
    c = summary.counters
    return Counters(
        c.nodes_created, c.nodes_deleted, c.relationships_created, c.relationships_deleted, c.properties_set
    )

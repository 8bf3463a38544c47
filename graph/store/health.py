"""Whether the database behind a store that answers still works: after a full disk its process lives on without it."""

from __future__ import annotations

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DatabaseError, DriverError, Neo4jError

from graph.store.address import StoreAddress
from graph.store.statements import statement

WHY = "SHOW DATABASE neo4j YIELD statusMessage"
"""An administration command: it runs on the database ``system`` and can't be explained like other statements."""

PATIENCE = 5.0  # seconds to connect


def failure(address: StoreAddress) -> str | None:
    """Why the database of the store at ``address`` failed; None while it works, and when nobody answers.

    A failed one runs nothing until its process is started anew, yet calls itself online (Neo4j 5.26, tried with a full
    disk).
    """
    try:
        with _driver(address) as driver:
            return _refusal(driver)
    except (DriverError, Neo4jError, OSError):
        return None


def _refusal(driver: Driver) -> str | None:
    try:
        with driver.session(database="neo4j") as session:
            session.run(statement("store_counts")).consume()  # BEGIN alone succeeds
    except DatabaseError as error:
        return _reason(driver) or (error.message or "").partition("\n")[0]
    return None


def _reason(driver: Driver) -> str:
    with driver.session(database="system") as session:
        record = session.run(WHY).single()
    return str(record["statusMessage"] or "") if record else ""


def _driver(address: StoreAddress) -> Driver:
    auth = (address.user, address.password)
    return GraphDatabase.driver(
        address.uri, auth=auth, connection_timeout=PATIENCE, connection_acquisition_timeout=PATIENCE
    )

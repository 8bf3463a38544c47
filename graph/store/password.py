"""A fresh Neo4j lets ``neo4j``/``neo4j`` in once; this hands it the generated password."""

from __future__ import annotations

from contextlib import suppress

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.store.address import StoreAddress

INITIAL = StoreAddress("", "neo4j", "neo4j")
TAKE_OVER = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
"""An administration command: it runs on the database ``system`` and can't be explained like other statements."""


class RefusedError(Exception):
    """Neither the generated nor the initial password opens the store."""


def let_in(address: StoreAddress) -> bool:
    """Whether the store at ``address`` answers with its password, which is set when the store is fresh.

    False means not yet. It may be called again whatever happened before, also after a kill between the store's first
    start and the change. Raises ``RefusedError`` when the store knows another password.
    """
    try:
        _greet(address)
        return True
    except AuthError as error:
        if "RateLimit" in (error.code or ""):
            return False
    except (DriverError, Neo4jError, OSError):
        return False
    return _take_over(address)


def _greet(address: StoreAddress) -> None:
    """Open a transaction on the database that holds the graph and give it back."""
    auth = (address.user, address.password)
    with GraphDatabase.driver(address.uri, auth=auth) as driver, driver.session(database="neo4j") as session:
        session.begin_transaction().rollback()


def _take_over(address: StoreAddress) -> bool:
    auth = (INITIAL.user, INITIAL.password)
    try:
        with GraphDatabase.driver(address.uri, auth=auth) as driver, driver.session(database="system") as session:
            session.run(TAKE_OVER, old=INITIAL.password, new=address.password).consume()
    except AuthError as error:
        raise RefusedError from error
    except (DriverError, Neo4jError, OSError):
        return False
    with suppress(AuthError, DriverError, Neo4jError, OSError):
        _greet(address)
        return True
    return False

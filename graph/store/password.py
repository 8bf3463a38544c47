"""A fresh Neo4j lets ``neo4j``/``neo4j`` in once; this hands it the generated password."""

from __future__ import annotations

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.store.address import StoreAddress

USER = "neo4j"
INITIAL = "neo4j"
TAKE_OVER = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
"""An administration command: it runs on the database ``system`` and can't be explained like other statements."""


class RefusedError(Exception):
    """Neither the generated nor the initial password opens the store."""


def let_in(address: StoreAddress) -> bool:
    """Whether the store at ``address`` answers with its password, which is set when the store is fresh.

    False means not yet: ask again. It may be called again whatever happened before, also after a kill between the
    store's first start and the change. Raises ``RefusedError`` when the store knows another password.
    """
    try:
        if _opens(address):
            return True
        if not _take_over(address):
            raise RefusedError
    except (DriverError, Neo4jError, OSError):
        pass  # it does not listen yet, its database is not up yet, or it wants a pause between attempts
    return False


def _opens(address: StoreAddress) -> bool:
    """Whether the database that holds the graph begins a transaction with the address's password."""
    try:
        with _driver(address.uri, address.password) as driver, driver.session(database="neo4j") as session:
            session.begin_transaction().rollback()
    except AuthError as error:
        return _refused(error)
    return True


def _take_over(address: StoreAddress) -> bool:
    """Whether the initial password opened the store; then it is changed to the address's."""
    try:
        with _driver(address.uri, INITIAL) as driver, driver.session(database="system") as session:
            session.run(TAKE_OVER, old=INITIAL, new=address.password).consume()
    except AuthError as error:
        return _refused(error)
    return True


def _refused(error: AuthError) -> bool:
    """False for a wrong password; other refusals, such as too many attempts, are raised again."""
    if error.code != "Neo.ClientError.Security.Unauthorized":
        raise error
    return False


def _driver(uri: str, password: str) -> Driver:
    return GraphDatabase.driver(uri, auth=(USER, password), connection_timeout=10.0)

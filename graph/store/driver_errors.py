"""The driver's errors as ours, with the statement's name and never its values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graph.errors import StoreError

# After these the database takes nothing more until its process is started anew; what was committed is safe.
BROKEN = ("Neo.DatabaseError.Transaction.", "Neo.DatabaseError.General.StorageDamageDetected")
AWAY = ("Neo.TransientError.General.DatabaseUnavailable", "Neo.TransientError.Database.DatabaseUnavailable")


@contextmanager
def running(name: str, uri: str) -> Iterator[None]:
    """Turn what goes wrong while the store at ``uri`` runs statement ``name`` into ``StoreError``."""
    try:
        yield
    except AuthError as error:
        raise StoreError("STORE_AUTH", uri=uri) from error
    except (ServiceUnavailable, DriverError, OSError) as error:
        raise StoreError("STORE_UNREACHABLE", uri=uri, why=type(error).__name__) from error
    except Neo4jError as error:
        why = _reason(error)
        if (error.code or "").startswith(BROKEN):
            raise StoreError("STORE_BROKEN", uri=uri, why=why) from error
        if error.code in AWAY:
            raise StoreError("STORE_UNREACHABLE", uri=uri, why=why) from error
        raise StoreError("STORE_QUERY", statement=name, neo4j_code=error.code, why=why) from error
    except (ValueError, OverflowError) as error:  # the driver cannot send a value: half a surrogate, a huge number
        raise StoreError("STORE_VALUE", statement=name, why=type(error).__name__) from error


def _reason(error: Neo4jError) -> str:
    """The first line of the database's message: enough to act on, without the values of the query."""
    return (error.message or "").splitlines()[0][:200] if error.message else ""

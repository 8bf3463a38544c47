"""The connections of a running server: made in the background, made again when the store comes back elsewhere."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from api.connect import open_engine, open_store, vocabulary
from api.cursor import CursorSigner
from api.keys import KeyRing
from api.settings import Settings
from etl.collect.queue import Queue
from graph.errors import KezhuanError, StoreError
from graph.insight.insight import Insight
from graph.links.engine import Engine
from graph.store.bolt import SHORT, Store

LOG = logging.getLogger("kezhuan.api")

PATIENCE = 3.0  # seconds a request waits for a store that is starting before it is told so
FRESH = 1.0  # seconds for which a sign of life is taken for the next


@dataclass(frozen=True, slots=True)
class Connection:
    """A store, and what answers over it."""

    store: Store
    engine: Engine
    insight: Insight


class Services:
    """What all requests share. ``start`` returns at once; ``connection`` waits a little and then says what is wrong."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.vocabulary = vocabulary(settings)
        self.keys = KeyRing(settings.keys_file, self.vocabulary)
        self.signer = CursorSigner.of(settings.home / "cursor.secret")
        self.queue = Queue(settings.home)
        self._connection: Connection | None = None
        self._failure: KezhuanError | None = None
        self._settled = threading.Event()
        self._heard = float("-inf")  # when the store last gave a sign of life (monotonic seconds)
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def start(self) -> None:
        """Connect in the background, unless that is under way or done."""
        with self._lock:
            if self._connection is None and (self._worker is None or not self._worker.is_alive()):
                self._settled.clear()
                self._worker = threading.Thread(target=self._connect, name="kezhuan-connect", daemon=True)
                self._worker.start()

    def connection(self) -> Connection:
        """The connection. Raises ``StoreError``: STORE_STARTING while it is being made, or why it could not be."""
        found = self._connection
        if found is None:
            self.start()
            self._settled.wait(PATIENCE)
            found = self._connection
        if found is None:
            raise self._failure or StoreError("STORE_STARTING")
        self._ask(found)
        return found

    def _ask(self, found: Connection) -> None:
        """Ask the store for a sign of life, at most once in ``FRESH`` seconds. Raises ``StoreError``.

        Reading tries again for some seconds; streaming does not, and a caller wants to be told at once.
        """
        if time.monotonic() - self._heard < FRESH:
            return
        try:
            _sign_of_life(found.store)
        except StoreError:
            self.lost(found)
            self.start()
            raise
        self._heard = time.monotonic()

    def lost(self, gone: Connection) -> None:
        """The store of ``gone`` no longer answers: let go of it, so that the next request looks for it anew."""
        with self._lock:
            if self._connection is gone:  # a late request must not take away a connection made meanwhile
                self._connection = None
        gone.store.close()

    def close(self) -> None:
        """Wait for a connection being made and close it."""
        if self._worker is not None:
            self._worker.join(timeout=60)
        if self._connection is not None:
            self.lost(self._connection)

    def _connect(self) -> None:
        try:
            store = open_store(self.settings, patience=SHORT)
            try:
                _sign_of_life(store)  # an address is not an answer
                engine = open_engine(self.settings, store)
                made = Connection(store, engine, Insight(engine.ground))
            except BaseException:
                store.close()
                raise
            self._failure, self._connection = None, made
            self._settled.set()
            _warm(made)
        except KezhuanError as error:
            self._failure = error
        except Exception as error:  # the end of a thread: nobody else would tell of it
            LOG.error("connecting failed", exc_info=error)
            self._failure = StoreError("STORE_UNREACHABLE", uri="", why=type(error).__name__)
        finally:
            self._settled.set()


def _sign_of_life(store: Store) -> None:
    for _ in store.stream("load_version"):
        pass


def _warm(connection: Connection) -> None:
    """Open the projection before the first question needs it."""
    try:
        connection.engine.ground()
    except KezhuanError as error:
        LOG.info("no projection yet: %s", error.code)

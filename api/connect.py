"""From settings to a connected store and an engine: the one place where both are made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import Settings
from graph.ontology import load_vocabulary
from graph.store import embedded
from graph.store.address import StoreAddress
from graph.store.bolt import LONG, Store
from graph.store.jars import Progress, ensure_jars
from graph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from graph.links.engine import Engine


def store_address(settings: Settings, *, progress: Progress | None = None) -> StoreAddress:
    """Where the store answers: the served one that the settings name, else the embedded one, started when it is not up.

    Raises ``StoreError`` when the embedded store cannot be fetched or started.
    """
    if settings.neo4j_uri:
        return StoreAddress(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password)
    fetch_archives(settings, progress=progress)
    return embedded.start(settings.store_folder, cache=settings.cache, heap=settings.heap, progress=progress)


def fetch_archives(settings: Settings, *, progress: Progress | None = None) -> None:
    """Fetch the Java archives that are missing from the repository that the settings name, if they name one; whatever
    runs Java then finds them there. Raises ``StoreError`` as ``ensure_jars``."""
    if settings.maven:
        ensure_jars(settings.cache, remotes={"KEZHUAN_MAVEN": settings.maven}, progress=progress)


def open_store(settings: Settings, *, progress: Progress | None = None, patience: float = LONG) -> Store:
    """A connection pool to the store, ``patience`` as of ``Store``; close it. Raises ``StoreError``."""
    return Store(store_address(settings, progress=progress), database=settings.neo4j_database, patience=patience)


def vocabulary(settings: Settings) -> Vocabulary:
    """The vocabulary in force. Raises ``VocabularyError``."""
    return load_vocabulary(settings.ontology)


def open_engine(settings: Settings, store: Store) -> Engine:
    """The engine that answers over ``store``; projections are kept per store below the home folder."""
    from graph.links.engine import Engine  # noqa: PLC0415 – loading needs none of the algorithms

    return Engine(store, vocabulary(settings), projection_folder(settings))


def projection_folder(settings: Settings) -> Path:
    """Where projections of this store are kept."""
    return settings.projections

"""The projection of what the store holds now: opened when it was built before, built when not."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from graph.errors import StoreError
from graph.projection import files
from graph.projection.projection import Projection
from graph.projection.stored import from_store
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary


def load_version(store: Store) -> str:
    """The version of the graph in the store. Raises ``StoreError``: STORE_EMPTY when nothing was loaded yet."""
    rows = store.read("load_version")
    if not rows or not rows[0]["version"]:
        raise StoreError("STORE_EMPTY")
    return str(rows[0]["version"])


def current(store: Store, vocabulary: Vocabulary, cache: Path) -> Projection:
    """The projection of the store's load version, kept in ``cache``; one process builds, the others wait and open it.

    Raises ``StoreError``: STORE_EMPTY, PROJECTION_FOLDER and those of the store.
    """
    version = load_version(store)
    folder = files.folder_of(cache, version, vocabulary)
    opened = _opened(folder, vocabulary)
    if opened is not None:
        return opened
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".building.lock"):
            opened = _opened(folder, vocabulary)  # another process was quicker
            if opened is None:
                files.save(from_store(store, vocabulary, version=version), folder)
                files.prune(cache)
                opened = files.load(folder, vocabulary)
    except OSError as error:
        raise StoreError("PROJECTION_FOLDER", folder=cache, why=error.strerror or error) from error
    return opened


def _opened(folder: Path, vocabulary: Vocabulary) -> Projection | None:
    """The projection in ``folder``; ``None`` when there is none or it is damaged, and then it is built anew."""
    try:
        return files.load(folder, vocabulary)
    except (FileNotFoundError, ValueError, KeyError, EOFError):
        return None

"""The projection of what the store holds now: opened when it was made before, else brought up to date or built."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from graph.errors import StoreError
from graph.projection import files
from graph.projection.origin import Origin, changed_since, current_origin, same_history
from graph.projection.projection import Projection
from graph.projection.stored import StoreFacts, from_store
from graph.projection.update import updated
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

ALWAYS, SHARE = 2_000, 1 / 8  # so many changes, and this share of all nodes and edges, are worked in; more: built anew
TRIES = 3  # readings of a store that gets a newer version meanwhile


def load_version(store: Store) -> str:
    """The version of the graph in the store. Raises ``StoreError``: STORE_EMPTY when nothing was loaded yet."""
    rows = store.read("load_version")
    if not rows or not rows[0]["version"]:
        raise StoreError("STORE_EMPTY")
    return str(rows[0]["version"])


def current(store: Store, vocabulary: Vocabulary, cache: Path) -> Projection:
    """The projection of the store's load version, kept in ``cache``; one process makes it, the others wait and open it.

    When one of an earlier version is kept, only what changed since is read. Raises ``StoreError``: STORE_EMPTY,
    PROJECTION_FOLDER and those of the store.
    """
    opened = _known(store, vocabulary, files.folder_of(cache, load_version(store), vocabulary))
    if opened is not None:
        return opened
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".building.lock"):
            return _made(store, vocabulary, cache)
    except OSError as error:
        raise StoreError("PROJECTION_FOLDER", folder=cache, why=error.strerror or error) from error


def _made(store: Store, vocabulary: Vocabulary, cache: Path) -> Projection:
    digest = files.vocabulary_digest(vocabulary)
    for left in reversed(range(TRIES)):
        now = current_origin(store, digest)
        folder = files.folder_of(cache, now.version, vocabulary)
        opened = _known(store, vocabulary, folder)  # another process was quicker
        if opened is not None:
            return opened
        made, origin = refreshed(store, vocabulary, cache, now) or (_built(store, vocabulary, now), now)
        if left and load_version(store) != now.version:
            continue  # read in part from what is newer
        files.save(made, folder, origin)
        files.prune(cache)
        break
    return files.load(folder, vocabulary)


def _built(store: Store, vocabulary: Vocabulary, now: Origin) -> Projection:
    return from_store(store, vocabulary, version=now.version)


def refreshed(store: Store, vocabulary: Vocabulary, cache: Path, now: Origin) -> tuple[Projection, Origin] | None:
    """The newest projection in ``cache`` with what changed since, and where that stands.

    ``None`` when there is none that the notes of changes reach back to, or too much changed. Raises ``StoreError``.
    """
    kept = files.origins(cache)
    for folder in sorted(kept, key=lambda one: (kept[one].since, kept[one].sequence), reverse=True):
        told = changed_since(store, kept[folder], now)
        former = _opened(folder, vocabulary) if told is not None else None
        if told is None or former is None:
            continue
        changed, origin = told
        whole = len(former) + sum(len(both.out.indices) for both in former.relations.values())
        if len(changed) > max(ALWAYS, SHARE * whole):
            return None
        return updated(former, changed, StoreFacts(store, vocabulary), version=now.version), origin
    return None


def _known(store: Store, vocabulary: Vocabulary, folder: Path) -> Projection | None:
    """As ``_opened``; ``None`` also when a store of another history, restored since, has come to the same version."""
    origin = files.origin_of(folder)
    return None if origin is not None and not same_history(store, origin) else _opened(folder, vocabulary)


def _opened(folder: Path, vocabulary: Vocabulary) -> Projection | None:
    """The projection in ``folder``; ``None`` when there is none or it is damaged, and then it is built anew."""
    try:
        return files.load(folder, vocabulary)
    except (FileNotFoundError, ValueError, KeyError, EOFError):
        return None

"""A store made beside another one, opened once to prove it, and then put in its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph.store import embedded
from graph.store.backup import Java, count
from graph.store.copy import NEW, replace_data
from graph.store.home import Home, write_private

Jars = Sequence[Path]


@contextmanager
def staging(home: Home) -> Iterator[Home]:
    """An empty home inside ``home``, with the same password, gone at the end; only while ``home`` is paused.

    What killed runs left of theirs is cleared away. Raises ``OSError``, ``StoreError``.
    """
    for left in home.folder.glob(f"{NEW}*"):
        _clear(left)
    folder = Path(tempfile.mkdtemp(prefix=NEW, dir=home.folder))
    try:
        made = Home.of(folder)
        made.make()
        write_private(made.password_file, home.password())
        made.configure()
        yield made
    finally:
        _clear(folder)


def put_in_place(home: Home, made: Home, java: Java) -> tuple[int, int]:
    """Start the store ``made``, count its nodes and edges, stop it and give its data to ``home``.

    Raises ``StoreError`` when it does not open; ``home`` is then as it was.
    """
    nodes, edges = count(embedded.start(made.folder, cache=java.cache, heap=java.heap))
    embedded.stop(made.folder)
    replace_data(home, made)
    return nodes, edges


def _clear(folder: Path) -> None:
    """Remove a staging folder, its process first."""
    embedded.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)

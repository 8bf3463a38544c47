"""A store's data folder replaced by one made beside it: all of it or nothing, also when killed in between."""

from __future__ import annotations

import shutil

from graph.store.home import Home

NEW = ".new-"  # what a folder begins with in which a store is being made


def settle(home: Home) -> None:
    """Finish or undo a replacement that was killed; only while holding the lock of ``home``. Raises ``OSError``."""
    if not home.former_data.exists():
        return
    if home.data.is_dir() and any(home.data.iterdir()):
        shutil.rmtree(home.former_data)
        return
    if home.data.is_dir():
        home.data.rmdir()
    home.former_data.rename(home.data)


def replace_data(home: Home, made: Home) -> None:
    """Put the data of the stopped store ``made`` in the place of that of the stopped ``home``. Raises ``OSError``."""
    home.data.rename(home.former_data)
    try:
        made.data.rename(home.data)
    except OSError:
        settle(home)
        raise
    shutil.rmtree(home.former_data)

"""Waiting for indexes: for as long as they are being built, which takes minutes in a store of millions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from graph.errors import StoreError

PATIENCE = 600.0  # seconds without any progress, after which nobody waits on


class Index(NamedTuple):
    """An index by name, its state (ONLINE, POPULATING, FAILED) and how many percent of it are built."""

    name: str
    state: str
    percent: float


def await_online(
    look: Callable[[], Sequence[Index]],
    told: Callable[[int], None],
    *,
    patience: float = PATIENCE,
    pause: float = 0.1,
) -> None:
    """Wait until all indexes are ONLINE.

    Parameters: ``look`` gives their states of now; ``told`` hears how many percent of the least built one are done;
    ``patience`` – seconds for which nothing may have gone on; ``pause`` – seconds between two looks.
    Raises ``StoreError``: STORE_INDEX when one failed or none goes on.
    """
    before, end = None, time.monotonic() + patience
    while late := [index for index in look() if index.state != "ONLINE"]:
        if late != before:
            before, end = late, time.monotonic() + patience
            told(int(min(index.percent for index in late)))
        if time.monotonic() >= end or any(index.state == "FAILED" for index in late):
            raise StoreError("STORE_INDEX", names=", ".join(index.name for index in late))
        time.sleep(pause)
    told(100)

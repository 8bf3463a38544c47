"""A load in a process of its own that is killed at its n-th transaction."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import etl.loading
import etl.writing.writer
from etl.run import load
from graph.ontology import load_vocabulary
from graph.store.address import StoreAddress
from graph.store.bolt import Counters, Store
from tests.processes import FORKED

PART, BATCH, BATCHES = 1500, 500, ("NODES", "EDGES")  # several parts and many transactions for a few hundred rows


def killed(folder: Path, loads: Path, address: StoreAddress, point: int, *, before: bool) -> bool:
    """Load a folder and be killed right before or after the ``point``-th transaction; whether that came to pass."""
    victim = FORKED.Process(target=_die, args=(folder, loads, address, point, before))
    victim.start()
    victim.join()
    return victim.exitcode == -signal.SIGKILL


def _die(folder: Path, loads: Path, address: StoreAddress, point: int, before: bool) -> None:
    left, write = [point], Store.write

    def dying(store: Store, name: str, **params: object) -> Counters:
        left[0] -= 1
        if left[0] == 0 and before:
            os.kill(os.getpid(), signal.SIGKILL)
        done = write(store, name, **params)  # type: ignore[arg-type]
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    Store.write = dying  # type: ignore[method-assign, assignment]
    etl.loading.PART = PART
    for size in BATCHES:
        setattr(etl.writing.writer, size, BATCH)
    with Store(address) as store:
        load([folder], store, load_vocabulary(), loads=loads)

"""Processes of their own that answer over one store and one folder of projections, as the workers of a server do."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import graph.projection.files
from graph.links.engine import Engine
from graph.links.ground import Ground
from graph.links.neighborhood import neighborhood
from graph.ontology import load_vocabulary
from graph.projection.mapped import put
from graph.projection.refresh import current
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Level
from tests.processes import FORKED


class Worker:
    """A process with an engine; it does one thing after another."""

    def __init__(self, address: StoreAddress, cache: Path) -> None:
        self._pipe, theirs = FORKED.Pipe()
        self._process = FORKED.Process(target=_serve, args=(theirs, address, cache))
        self._process.start()

    def begin(self, do: str, *of: Any) -> None:
        """``ask`` uid: its neighbours, as a question of now; ``hold``: begin a question; ``finish`` uid: its answer."""
        self._pipe.send((do, of))

    def end(self) -> Any:
        """What the last thing gave."""
        assert self._pipe.poll(200)
        return self._pipe.recv()

    def do(self, do: str, *of: Any) -> Any:
        """Both."""
        self.begin(do, *of)
        return self.end()

    def stop(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join()


def _serve(pipe: Connection, address: StoreAddress, cache: Path) -> None:
    with Store(address) as store:
        engine = Engine(store, load_vocabulary(), cache)
        held: Ground | None = None
        while (said := pipe.recv()) is not None:
            do, of = said
            if do == "hold":
                held = engine.ground()
            ground = engine.ground() if do == "ask" or held is None else held
            pipe.send(ground.version if do == "hold" else _answer(ground, *of))


def _answer(ground: Ground, uid: str) -> tuple[str, list[str]]:
    """The version that an answer says it stands on, and the captions of all around an entity."""
    found = neighborhood(ground, uid, relation=None, forward=None, first=50, after=0, clearance=Level.CORE)
    return found.load_version, sorted(node.caption for node in found.nodes)


def killed(address: StoreAddress, cache: Path, point: int) -> bool:
    """Make the projection of now and be killed at the ``point``-th file of it; whether that came to pass."""
    victim = FORKED.Process(target=_die, args=(address, cache, point))
    victim.start()
    victim.join()
    return victim.exitcode == -signal.SIGKILL


def _die(address: StoreAddress, cache: Path, point: int) -> None:
    left = [point]

    def dying(path: Path, array: NDArray[np.generic]) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        put(path, array)

    vars(graph.projection.files)["put"] = dying
    with Store(address) as store:
        current(store, load_vocabulary(), cache)

"""The random graphs of a projection: made once, kept beside its files, mapped into memory and shared by processes.

Those of a relation, or of the kinds that it joins, are the former version's where a refresh left the edges as they
were."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from filelock import FileLock

from graph.links.moves import Move, Moves
from graph.metapaths.blocks import Edges
from graph.metapaths.carried import Former, carry
from graph.metapaths.swaps import Placed, dealt, moves_with, placed
from graph.projection.mapped import mapped

DRAWS = 3  # random graphs
FOLDER = "random-3"  # the number changes with the way they are made


@dataclass(frozen=True)
class Drawn:
    """The random graphs of ``moves``. Those of a projection that was opened from files are in a folder among these,
    by relation and, where something is hidden, by level; others are kept in memory."""

    moves: Moves
    _known: dict[str, tuple[tuple[Move, ...], ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def _former(self) -> Former:
        return Former(self.moves.view)

    def of(self, relation: str) -> tuple[tuple[Move, ...], ...]:
        """The moves of a relation in each random graph; the first process to ask makes them, others wait for it."""
        if relation not in self._known:
            move = next(move for move in self.moves.all if move.relation == relation)
            self._known[relation] = tuple(moves_with(move, new) for new in self._placed(move))
        return self._known[relation]

    @property
    def opened(self) -> frozenset[str]:
        """The relations whose random graphs were asked for."""
        return frozenset(self._known)

    def make(self, relations: Iterable[str]) -> None:
        """Make or open those of many relations, two at once."""
        wanted = sorted(set(relations) - set(self._known))
        with ThreadPoolExecutor(max_workers=max(1, min(len(wanted), os.cpu_count() or 1))) as pool:
            list(pool.map(self.of, sorted(wanted, key=self._edges, reverse=True)))

    def moves_in(self, draw: int, relations: Collection[str]) -> tuple[Move, ...]:
        """All moves, those of ``relations`` in the ``draw``-th random graph."""
        new = {(move.relation, move.forward): move for name in relations for move in self.of(name)[draw]}
        return tuple(new.get((move.relation, move.forward), move) for move in self.moves.all)

    def _edges(self, relation: str) -> int:
        return sum(len(move.rows.indices) for move in self.moves.all if move.relation == relation)

    def _placed(self, move: Move) -> list[Placed]:
        bounds = self.moves.view.projection.bounds
        folder = self._folder(move)
        if folder is None:
            return [placed(move, bounds, draw) for draw in range(DRAWS)]
        if not folder.exists():
            try:
                folder.parent.mkdir(exist_ok=True)
                with FileLock(folder.parent / f"{folder.name}.lock"):
                    if not folder.exists() and not carry(folder, move.relation):  # or another process was quicker
                        self._write(folder, move)
            except OSError:  # nowhere to write to, or the version was removed meanwhile: memory serves as well
                return [placed(move, bounds, draw) for draw in range(DRAWS)]
        return [_read(folder, draw) for draw in range(DRAWS)]

    def _write(self, folder: Path, move: Move) -> None:
        bounds = self.moves.view.projection.bounds
        edges = Edges.of(move.rows, bounds, symmetric=move.rows is move.other)
        known = self._former.kept(folder, move, edges)
        _write(folder, move, (dealt(move, edges, draw, known) for draw in range(DRAWS)))

    def _folder(self, move: Move) -> Path | None:
        view = self.moves.view
        if view.projection.folder is None:
            return None
        hidden = move.rows is not view.projection.relations[move.relation].out
        name = f"{move.relation}.{view.clearance.name.lower()}" if hidden else move.relation
        return view.projection.folder / FOLDER / name


def _write(folder: Path, move: Move, graphs: Iterable[Placed]) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        for draw, new in enumerate(graphs):
            sides = (("out", new.out),) if move.rows is move.other else (("out", new.out), ("back", new.back))
            for side, (indices, strength) in sides:
                np.save(temporary / f"{draw}.{side}.indices.npy", indices)
                np.save(temporary / f"{draw}.{side}.strength.npy", strength)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _read(folder: Path, draw: int) -> Placed:
    sides = []
    for side in ("out", "back"):
        named = side if (folder / f"{draw}.{side}.indices.npy").exists() else "out"
        sides.append(tuple(mapped(folder / f"{draw}.{named}.{part}.npy") for part in ("indices", "strength")))
    return Placed(sides[0], sides[1])

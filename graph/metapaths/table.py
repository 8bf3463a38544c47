"""The rows of every move of a view as kernels read them: addresses of arrays, one row per move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Move, Moves
from graph.metapaths.falling import Falling, falling
from graph.metapaths.labels import Labels, Walkable, labels
from graph.projection.csr import Csr
from graph.vocabulary import ENTITY

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """``addresses`` (int64, moves × 3): where each move's row bounds, far ends and edge factors begin.

    ``kinds`` (uint8, one per node): the number of each node's kind. ``moves`` and ``factors`` keep the arrays alive.
    The factor of an edge is c_e · (d_out · d_in)^-w, so that Σ of products is DWPC; with factors of 1 it is the number
    of paths.
    """

    moves: Moves
    factors: tuple[Floats, ...] = field(repr=False)
    _scratch: local = field(default_factory=local, repr=False)

    @staticmethod
    def of(moves: Moves, *, count: bool = False) -> Table:
        """The table of all moves; ``count``: every edge counts 1."""
        if not count:
            return Table(moves, tuple(move.rows.weight for move in moves.all))
        ones = np.ones(max((len(move.rows.indices) for move in moves.all), default=0))
        return Table(moves, tuple(ones[: len(move.rows.indices)] for move in moves.all))

    def over(self, moves: tuple[Move, ...]) -> Table:
        """A table of as many other moves among the same nodes; both use the same scratch."""
        factors = tuple(move.rows.weight for move in moves)
        return Table(replace(self.moves, all=moves), factors, self._scratch)

    @property
    def n(self) -> int:
        """The number of nodes."""
        return len(self.moves.view.projection)

    @cached_property
    def addresses(self) -> Ints:
        """See the class."""
        rows = [_addresses(move.rows, factor) for move, factor in zip(self.moves.all, self.factors, strict=True)]
        return np.array(rows, dtype=np.int64).reshape(len(rows), 3)

    @cached_property
    def _leave(self) -> NDArray[np.bool_]:
        """Whether any node of each kind (rows) has edges of each move (columns)."""
        bounds = self.moves.view.projection.bounds
        found = [np.diff(move.rows.indptr[bounds]) > 0 for move in self.moves.all]
        return np.array(found, dtype=bool).reshape(len(found), len(bounds) - 1).T

    def menu(self, used: Sequence[int]) -> NDArray[np.int16]:
        """Which of the moves ``used`` nodes of each kind (rows) have, −1 after the last."""
        rows = [[move for move in used if leave[move]] for leave in self._leave]
        found = np.full((len(rows), 1 + max(map(len, rows), default=0)), -1, dtype=np.int16)
        for at, row in enumerate(rows):
            found[at, : len(row)] = row
        return found

    @cached_property
    def number(self) -> dict[tuple[str, bool], int]:
        """The number of each move by its relation and direction."""
        return {(move.relation, move.forward): at for at, move in enumerate(self.moves.all)}

    @cached_property
    def kinds(self) -> NDArray[np.uint8]:
        """See the class."""
        return np.repeat(
            np.arange(len(self.moves.view.projection.kinds), dtype=np.uint8), np.diff(self.moves.view.projection.bounds)
        )

    def within(self, kind: str) -> NDArray[np.bool_]:
        """For the number of each kind whether it is ``kind`` or one of its subkinds. Raises ``NotFoundError``."""
        graph = self.moves.view.projection
        family = graph.kinds if kind == ENTITY else graph.vocabulary.family(graph.vocabulary.label(kind).name)
        return np.array([one in family for one in graph.kinds])

    @property
    def sums(self) -> Floats:
        """Zeros, one per node, that a kernel may use and leaves as zeros; each thread has its own."""
        found: Floats = self._own("sums", np.float64, 0)
        return found

    @property
    def marks(self) -> Floats:
        """As ``sums``."""
        found: Floats = self._own("marks", np.float64, 0)
        return found

    @property
    def heads(self) -> NDArray[np.int32]:
        """As ``sums``, but −1."""
        found: NDArray[np.int32] = self._own("heads", np.int32, -1)
        return found

    @property
    def touched(self) -> NDArray[np.int32]:
        """Room for one id per node."""
        found: NDArray[np.int32] = self._own("touched", np.int32, 0)
        return found

    @property
    def labels(self) -> Labels:
        """Room for the labels of a search for paths; each thread has its own."""
        if not hasattr(self._scratch, "labels"):
            self._scratch.labels = labels(self.n, len(self.moves.view.projection.kinds))
        found: Labels = self._scratch.labels
        return found

    @cached_property
    def walkable(self) -> dict[tuple[int, ...], Walkable]:
        """What searches walked on, by the moves that they used."""
        return {}

    @cached_property
    def falling(self) -> Falling:
        """The edges of every node, strongest first."""
        return falling([move.rows for move in self.moves.all], self.factors, self.kinds)

    def _own(self, name: str, kind: type, value: int) -> Any:
        if not hasattr(self._scratch, name):
            setattr(self._scratch, name, np.full(self.n, value, dtype=kind))
        return getattr(self._scratch, name)


def _addresses(rows: Csr, factor: Floats) -> tuple[int, int, int]:
    return rows.indptr.ctypes.data, rows.indices.ctypes.data, factor.ctypes.data

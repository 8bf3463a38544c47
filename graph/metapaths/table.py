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
    """``addresses`` (int64, moves × 6): where each move's row bounds, far ends and c_e begin, by how many places one
    goes on from edge to edge in c_e (0: one value for all), and the bounds that tell the degrees of near and far ends.

    ``kinds`` (uint8, one per node): the number of each node's kind. The factor of an edge is c_e · (d_out · d_in)^-w,
    so that Σ of products is DWPC; with ``counted`` every edge counts 1, and it is the number of paths.
    """

    moves: Moves
    counted: bool = False
    _scratch: local = field(default_factory=local, repr=False)

    @staticmethod
    def of(moves: Moves, *, count: bool = False) -> Table:
        """The table of all moves; ``count``: every edge counts 1."""
        return Table(moves, count)

    def over(self, moves: tuple[Move, ...]) -> Table:
        """A table of as many other moves among the same nodes; both use the same scratch."""
        return Table(replace(self.moves, all=moves), self.counted, self._scratch)

    @property
    def factors(self) -> tuple[Floats, ...]:
        """The factors of all edges of each move, as arrays: only for what cannot do without them."""
        return tuple(self._every_factor(move) for move in self.moves.all)

    def _every_factor(self, move: Move) -> Floats:
        return np.ones(len(move.rows.indices)) if self.counted else move.rows.every_factor()

    def factors_of(self, move: int, node: int) -> Floats:
        """The factors of a node's edges of a move."""
        rows = self.moves.all[move].rows
        edges = np.arange(*rows.indptr[node : node + 2], dtype=np.int64)
        if self.counted:
            return np.ones(len(edges))
        return rows.factors(np.full(len(edges), node, dtype=np.int32), edges)

    @property
    def n(self) -> int:
        """The number of nodes."""
        return len(self.moves.view.projection)

    @cached_property
    def addresses(self) -> Ints:
        """See the class."""
        rows = [self._addresses(move.rows) for move in self.moves.all]
        return np.array(rows, dtype=np.int64).reshape(len(rows), 6)

    @cached_property
    def _one(self) -> NDArray[np.float32]:
        return np.ones(1, dtype=np.float32)

    @cached_property
    def _alone(self) -> NDArray[np.int32]:
        """Bounds that give every node one edge."""
        return np.arange(self.n + 1, dtype=np.int32)

    def _addresses(self, rows: Csr) -> tuple[int, ...]:
        if self.counted:
            strength, near, far, step = self._one, self._alone, self._alone, 0
        else:
            strength, near, far, step = rows.strength, rows.indptr, rows.far, int(rows.strength.strides != (0,))
        at = [array.ctypes.data for array in (rows.indptr, rows.indices, strength, near, far)]
        return (*at[:3], step, *at[3:])

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
        return falling([move.rows for move in self.moves.all], map(self._every_factor, self.moves.all), self.kinds)

    def _own(self, name: str, kind: type, value: int) -> Any:
        if not hasattr(self._scratch, name):
            setattr(self._scratch, name, np.full(self.n, value, dtype=kind))
        return getattr(self._scratch, name)

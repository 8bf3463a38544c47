"""The rows of every move of a view as kernels read them: addresses of arrays, one row per move."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.links.moves import Move, Moves
from graph.metapaths.falling import Falling, falling
from graph.metapaths.labels import Labels, Walkable, labels
from graph.vocabulary import ENTITY

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """``addresses`` (int64, moves × 6): where kernels find each move's rows, as ``Csr`` tells it.

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
        if not self.counted:
            return self.moves.addresses
        one, alone = self._one.ctypes.data, self._alone.ctypes.data
        rows = [(*move.rows.addresses[:2], one, 0, alone, alone) for move in self.moves.all]
        return np.array(rows, dtype=np.int64).reshape(-1, 6)

    @cached_property
    def _one(self) -> NDArray[np.float32]:
        return np.ones(1, dtype=np.float32)

    @cached_property
    def _alone(self) -> NDArray[np.int32]:
        """Bounds that give every node one edge."""
        return np.arange(self.n + 1, dtype=np.int32)

    @cached_property
    def number(self) -> dict[tuple[str, bool], int]:
        """The number of each move by its relation and direction."""
        return {(move.relation, move.forward): at for at, move in enumerate(self.moves.all)}

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """See the class."""
        return self.moves.view.projection.numbered

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
    def flags(self) -> NDArray[np.uint8]:
        """As ``sums``; as many more that there are whole eights of them."""
        if not hasattr(self._scratch, "flags"):
            self._scratch.flags = np.zeros(-(-self.n // 8) * 8, dtype=np.uint8)
        found: NDArray[np.uint8] = self._scratch.flags
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
        return falling(self.addresses, [len(move.rows.indices) for move in self.moves.all], self.kinds)

    def _own(self, name: str, kind: type, value: int) -> Any:
        if not hasattr(self._scratch, name):
            setattr(self._scratch, name, np.full(self.n, value, dtype=kind))
        return getattr(self._scratch, name)

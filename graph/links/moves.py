"""Every way to walk the visible edges: each relation in each direction, by number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.projection.csr import Csr
from graph.projection.projection import View


@dataclass(frozen=True, slots=True)
class Move:
    """One relation in one direction: ``rows`` to walk on, ``other`` the same edges from their far ends."""

    relation: str
    forward: bool
    rows: Csr
    other: Csr


@dataclass(frozen=True)
class Moves:
    """Every move there is, by number, and the numbers of those a search may make.

    ``turned[i]`` is the number of the move that walks move i's edges back.
    """

    view: View
    all: tuple[Move, ...]
    turned: NDArray[np.int16]
    used: tuple[int, ...]

    @cached_property
    def addresses(self) -> NDArray[np.int64]:
        """Where kernels find each move's rows (int64, moves × 6; see ``Csr``)."""
        return np.array([move.rows.addresses for move in self.all], dtype=np.int64).reshape(-1, 6)

    @cached_property
    def menu(self) -> NDArray[np.int16]:
        """As ``menu_of``, for what is ``used``."""
        return self.menu_of(self.used)

    def menu_of(self, used: Sequence[int]) -> NDArray[np.int16]:
        """Which of the moves ``used`` nodes of each kind (rows) have, −1 after the last."""
        bounds = self.view.projection.bounds
        leave = {move: np.diff(self.all[move].rows.indptr[bounds]) > 0 for move in used}
        rows = [[move for move in used if leave[move][kind]] for kind in range(len(bounds) - 1)]
        found = np.full((len(rows), 1 + max(map(len, rows), default=0)), -1, dtype=np.int16)
        for at, row in enumerate(rows):
            found[at, : len(row)] = row
        return found

    def only(self, relations: Collection[str]) -> Moves:
        """The same, but a search may walk ``relations`` only; those it may not walk already stay out."""
        return replace(self, used=tuple(i for i in self.used if self.all[i].relation in relations))


def moves_of(view: View) -> Moves:
    """Every way to walk the visible edges."""
    moves: list[Move] = []
    turned: list[int] = []
    for name in view.relations:
        both, at = view.adjacency(name), len(moves)
        moves.append(Move(name, True, both.out, both.back))
        turned.append(at if both.symmetric else at + 1)
        if not both.symmetric:
            moves.append(Move(name, False, both.back, both.out))
            turned.append(at)
    return Moves(view, tuple(moves), np.array(turned, dtype=np.int16), tuple(range(len(moves))))


def move_of(view: View, relation: str, *, forward: bool) -> Move | None:
    """A relation in one direction; ``None`` when it has no edges, or none that way."""
    if relation not in view.relations:
        return None
    both = view.adjacency(relation)
    if not forward:
        return None if both.symmetric else Move(relation, False, both.back, both.out)
    return Move(relation, True, both.out, both.back)

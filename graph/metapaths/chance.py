"""What a path count would be by chance, from degrees alone: the closed form of E[DWPC].

Edges of a relation between two kinds are thought to be placed at random with every node keeping its degree; then an
edge from u to v is there with probability d_u · d_v / |E|, and

    E[DWPC_st] = a_s · b_t · Π_k Σ_v b_v · a_v · Π_r c̄_r / |E_r|

over the inner places k and the steps r, with a, b = d · D^-w (d: the node's edges of the relation to the other kind; D:
all its edges of the relation, by which DWPC damps) and c̄ the mean confidence. A step that goes back over the edges of
the one before takes another of them: d · (d − 1) of |E| · (|E| − 1). Rank one: nothing per pair but two products.
Repeated nodes further apart are not taken account of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from graph.links.metapath import Metapath
from graph.metapaths.table import Floats, Table
from graph.projection.csr import DAMPING


class Block(NamedTuple):
    """The edges of a move between two kinds: how many, their mean confidence; the near nodes' degrees and D^-w."""

    edges: int
    confidence: float
    degree: Floats
    damping: Floats


@dataclass(frozen=True)
class Chance:
    """Expectations over one table; what is worked out once is kept."""

    table: Table
    _blocks: dict[tuple[int, int, int], Block] = field(default_factory=dict, repr=False)
    _inner: dict[tuple[int, int, int, int, int], float] = field(default_factory=dict, repr=False)
    _scales: dict[Metapath, float] = field(default_factory=dict, repr=False)

    def expected(self, metapath: Metapath, start: int, end: int) -> float:
        """E[DWPC] of a metapath of the most specific kinds from a node to another one."""
        moves, kinds = self.numbers(metapath)
        first = self.block(moves[0], kinds[0], kinds[1])
        last = self.block(self._back(moves[-1]), kinds[-1], kinds[-2])
        low, high = (int(self.table.moves.view.projection.bounds[kind]) for kind in (kinds[0], kinds[-1]))
        ends = (
            first.degree[start - low] * first.damping[start - low] * last.degree[end - high] * last.damping[end - high]
        )
        return float(ends * self._constant(moves, kinds))

    def total(self, metapath: Metapath) -> float:
        """Σ E[DWPC] over all pairs of ends."""
        moves, kinds = self.numbers(metapath)
        first = self.block(moves[0], kinds[0], kinds[1])
        last = self.block(self._back(moves[-1]), kinds[-1], kinds[-2])
        ends = float(first.degree @ first.damping) * float(last.degree @ last.damping)
        return ends * self._constant(moves, kinds)

    def scale(self, metapath: Metapath) -> float:
        """The mean path count of all pairs by chance."""
        if metapath not in self._scales:
            _, degrees = self.first(metapath)
            _, others = self.first(self.reversed(metapath))
            self._scales[metapath] = self.total(metapath) / max(1, len(degrees) * len(others))
        return self._scales[metapath]

    def reversed(self, metapath: Metapath) -> Metapath:
        """The metapath walked from its end."""
        return metapath.reversed(self.table.moves.view.projection.vocabulary)

    def first(self, metapath: Metapath) -> tuple[int, Floats]:
        """The first id of a metapath's first kind, and how many edges its nodes have in the first step."""
        moves, kinds = self.numbers(metapath)
        low = int(self.table.moves.view.projection.bounds[kinds[0]])
        return low, self.block(moves[0], kinds[0], kinds[1]).degree

    def degree(self, metapath: Metapath, node: int) -> int:
        """How many edges of the first step's relation to the second kind a node of the first kind has."""
        low, degrees = self.first(metapath)
        return int(degrees[node - low])

    def block(self, move: int, near: int, far: int) -> Block:
        """The edges of a move from one kind to another."""
        key = (move, near, far)
        if key not in self._blocks:
            self._blocks[key] = self._block(move, near, far)
        return self._blocks[key]

    def _block(self, move: int, near: int, far: int) -> Block:
        rows, bounds = self.table.moves.all[move].rows, self.table.moves.view.projection.bounds
        low, high = (int(bound) for bound in bounds[near : near + 2])
        span = slice(int(rows.indptr[low]), int(rows.indptr[high]))
        within = (rows.indices[span] >= bounds[far]) & (rows.indices[span] < bounds[far + 1])
        counted = np.concatenate(([0], np.cumsum(within)))[rows.indptr[low : high + 1] - span.start]
        degree = np.diff(counted).astype(np.float64)
        whole = np.diff(rows.indptr[low : high + 1])
        edges = int(within.sum())
        confidence = float(rows.strength[span][within].mean(dtype=np.float64)) if edges else 0.0
        return Block(edges, confidence, degree, np.maximum(whole, 1).astype(np.float64) ** -DAMPING)

    def _constant(self, moves: list[int], kinds: list[int]) -> float:
        """The part that is the same for all ends."""
        value = 1.0
        for at, move in enumerate(moves):
            block = self.block(move, kinds[at], kinds[at + 1])
            back = at > 0 and self._returns(moves, kinds, at)
            value *= block.confidence / max(1, block.edges - back)
            if at:
                value *= self._through(moves[at - 1], kinds[at - 1], kinds[at], move, kinds[at + 1])
        return value

    def _through(self, arriving: int, before: int, kind: int, leaving: int, after: int) -> float:
        """Σ over the nodes of a kind of what arrives by one move and leaves by another."""
        key = (arriving, before, kind, leaving, after)
        if key not in self._inner:
            into = self.block(self._back(arriving), kind, before)
            out = self.block(leaving, kind, after)
            again = leaving == self._back(arriving) and after == before
            left = np.maximum(0.0, out.degree - 1) if again else out.degree
            self._inner[key] = float((into.degree * into.damping) @ (left * out.damping))
        return self._inner[key]

    def _returns(self, moves: list[int], kinds: list[int], at: int) -> bool:
        return moves[at] == self._back(moves[at - 1]) and kinds[at + 1] == kinds[at - 1]

    def numbers(self, metapath: Metapath) -> tuple[list[int], list[int]]:
        """The numbers of a metapath's moves and kinds."""
        names = self.table.moves.view.projection.kinds
        return [self.table.number[step] for step in metapath.steps], [names.index(kind) for kind in metapath.kinds]

    def _back(self, move: int) -> int:
        return int(self.table.moves.turned[move])

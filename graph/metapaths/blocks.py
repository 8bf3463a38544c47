"""The edges of a relation, each once, by the two kinds that they join: what random graphs are dealt within."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.projection.csr import Csr, Nodes, Shares

Key = tuple[int, int]  # numbers of the kinds, of the near end and of the far one


class Edges(NamedTuple):
    """``start``, ``end``, ``strength``: one value an edge, by near end; of a relation without direction the end with
    the smaller id is the near one. ``blocks``: the places of the edges between each two kinds, ascending."""

    start: Nodes
    end: Nodes
    strength: Shares
    blocks: dict[Key, NDArray[np.int64]]

    @staticmethod
    def of(rows: Csr, bounds: NDArray[np.int64], *, symmetric: bool) -> Edges:
        """The edges of ``rows``; ``bounds``: where kinds begin."""
        start = np.repeat(np.arange(len(rows.indptr) - 1, dtype=np.int32), np.diff(rows.indptr))
        end, strength = rows.indices, rows.strength
        if symmetric:
            once = start < end
            start, end, strength = start[once], end[once], strength[once]
        return Edges(start, end, strength, blocks(start, end, bounds))

    def in_block(self, key: Key) -> tuple[Nodes, Nodes, Shares]:
        """The starts, ends and c_e of the edges between two kinds."""
        places = self.blocks.get(key, np.empty(0, np.int64))
        return self.start[places], self.end[places], self.strength[places]


def blocks(start: Nodes, end: Nodes, bounds: NDArray[np.int64]) -> dict[Key, NDArray[np.int64]]:
    """The places of the edges between each two kinds."""
    kinds = len(bounds)
    codes = (np.searchsorted(bounds, start, side="right") * kinds).astype(np.int32)
    codes += np.searchsorted(bounds, end, side="right").astype(np.int32)
    order = np.argsort(codes, kind="stable")
    cuts = np.flatnonzero(np.diff(codes[order])) + 1
    parts = np.split(order, cuts) if len(order) else []
    keys = (divmod(int(codes[part[0]]), kinds) for part in parts)
    return {(near - 1, far - 1): part for (near, far), part in zip(keys, parts, strict=True)}

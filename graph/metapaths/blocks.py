"""The edges of a relation, each once, by the two kinds that they join: what random graphs are dealt within."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.projection.csr import Csr, Nodes, Shares

Key = tuple[int, int]  # numbers of the kinds, of the near end and of the far one
Places = slice | NDArray[np.int64]


class Edges(NamedTuple):
    """``start``, ``end``, ``strength``: one value an edge, by near end; of a relation without direction the end with
    the smaller id is the near one. ``bounds``: where kinds begin; ``blocks``: the places of the edges between each two
    kinds, ascending."""

    start: Nodes
    end: Nodes
    strength: Shares
    bounds: NDArray[np.int64]
    blocks: dict[Key, Places]

    @staticmethod
    def of(rows: Csr, bounds: NDArray[np.int64], *, symmetric: bool) -> Edges:
        """The edges of ``rows``; ``bounds``: where kinds begin."""
        start = np.repeat(np.arange(len(rows.indptr) - 1, dtype=np.int32), np.diff(rows.indptr))
        end, strength = rows.indices, rows.strength
        if symmetric:
            once = start < end
            start, end, strength = start[once], end[once], strength[once]
        return Edges(start, end, strength, bounds, dict(_blocks(start, end, bounds)))

    def in_block(self, key: Key) -> tuple[Nodes, Nodes, Shares]:
        """The starts, ends and c_e of the edges between two kinds."""
        places = self.blocks.get(key, slice(0))
        return self.start[places], self.end[places], self.strength[places]


def _blocks(start: Nodes, end: Nodes, bounds: NDArray[np.int64]) -> Iterator[tuple[Key, Places]]:
    """The places of the edges between each two kinds; ``start`` ascends."""
    cuts = np.searchsorted(start, bounds.astype(np.int32)).tolist()
    for near, (low, high) in enumerate(pairwise(cuts)):
        if low == high:
            continue
        ends = end[low:high]
        first, last = (int(kind) - 1 for kind in np.searchsorted(bounds, (ends.min(), ends.max()), side="right"))
        if first == last:
            yield (near, first), slice(low, high)
            continue
        kinds = np.searchsorted(bounds, ends, side="right") - 1
        for far in range(first, last + 1):
            if len(places := np.flatnonzero(kinds == far)):
                yield (near, far), low + places

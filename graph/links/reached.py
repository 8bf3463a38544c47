"""Walks from one start, kept so that those that end at a node are found at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.links.walks import Walks
from graph.projection.csr import Nodes


@dataclass(frozen=True, slots=True)
class Reached:
    """``walks`` in order of their last node, the heaviest first as single precision tells them apart.

    ``first`` (int32): where those of each node begin, −1 for none; ``marks``: for every node whether there is one.
    """

    walks: Walks
    first: Nodes
    marks: NDArray[np.bool_]

    @staticmethod
    def of(walks: Walks, size: int) -> Reached:
        """Walks in a graph of ``size`` nodes."""
        lightness = (
            np.abs(walks.weight).astype(np.float32).view(np.int32)
        )  # not below 0, so that its bits are in its order
        ordered = walks.take(np.argsort((walks.last.astype(np.int64) << 32) | lightness))
        first, ends = np.full(size, -1, dtype=np.int32), ordered.last
        starts = np.flatnonzero(np.diff(ends, prepend=-1))
        first[ends[starts]] = starts
        return Reached(ordered, first, first >= 0)

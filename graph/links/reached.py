"""Walks from one start, kept so that those that end at given nodes are found at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.links.walks import Walks
from graph.projection.csr import Nodes


@dataclass(frozen=True)
class Reached:
    """``walks`` in a graph of ``size`` nodes."""

    walks: Walks
    size: int

    @cached_property
    def marks(self) -> NDArray[np.bool_]:
        """For every node whether a walk ends there."""
        marks = np.zeros(self.size, dtype=bool)
        marks[self.walks.last] = True
        return marks

    def ending(self, nodes: Nodes, *, without: int) -> Walks:
        """The walks that end at one of ``nodes`` (ascending, different) and do not pass the node ``without``."""
        low, high = (self._ends.searchsorted(nodes, side=side) for side in ("left", "right"))
        count = high - low
        places = np.arange(int(count.sum())) + np.repeat(low - (np.cumsum(count) - count), count)
        found = self.walks.take(self._order[places])
        free = np.ones(len(found), dtype=bool)
        for column in found.nodes.T:
            free &= column != without
        return found.take(free)

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(self.walks.last)

    @cached_property
    def _ends(self) -> Nodes:
        return self.walks.last[self._order]

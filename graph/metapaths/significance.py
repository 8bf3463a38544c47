"""How likely a path count is by chance: random graphs with the same degrees, and a gamma distribution with a hurdle.

After hetmatpy and connectivity search (Himmelstein et al., GigaScience 2023): a pair is compared with pairs of
about the same degrees in random graphs. With x = asinh(DWPC / mean), μ and σ² of the x that are not 0, α = μ²/σ² and
β = μ/σ²: p = share of pairs with any path · Q(α, β·x), Q the regularized upper incomplete gamma function; never less
than 1/(n + 1) for n pairs. Over several metapaths: Benjamini & Hochberg 1995. The mean is the closed form's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asinh, floor, log2
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc

from graph.links.metapath import Metapath
from graph.links.moves import Move
from graph.metapaths.chance import Chance
from graph.metapaths.rows import row
from graph.metapaths.swaps import swapped
from graph.metapaths.table import Floats, Table

DRAWS = 3  # random graphs
SOURCES = 12  # nodes of about the same degree, in each, from which paths are counted
PER_OCTAVE = 2  # groups of degrees while they double


class Group(NamedTuple):
    """What random graphs gave for a metapath and two groups of degrees: ``pairs`` looked at, ``linked`` by any path;
    ``mean`` and ``variance`` of the linked ones' x."""

    pairs: int
    linked: int
    mean: float
    variance: float

    def p(self, x: float) -> float:
        """The chance of x or more."""
        if x <= 0:
            return 1.0
        tail = (
            float(gammaincc(self.mean**2 / self.variance, x * self.mean / self.variance)) if self.variance > 0 else 0.0
        )
        if self.variance <= 0 and self.linked and x <= self.mean * (1 + 1e-9):
            tail = 1.0
        return max(1 / (self.pairs + 1), self.linked / max(1, self.pairs) * tail)


@dataclass(frozen=True)
class Nulls:
    """Random graphs of one table; what was asked once is kept."""

    table: Table
    chance: Chance
    _moves: dict[tuple[str, int], tuple[Move, ...]] = field(default_factory=dict, repr=False)
    _groups: dict[tuple[Metapath, int, int], Group] = field(default_factory=dict, repr=False)

    def p(self, metapath: Metapath, pair: tuple[int, int], count: float) -> float:
        """The chance that two nodes like ``pair`` have that path count or more over a metapath of one to four edges."""
        scale = self._scale(metapath)
        if scale <= 0 or count <= 0:
            return 1.0
        return self.group(metapath, *self.groups_of(metapath, *pair)).p(asinh(count / scale))

    def group(self, metapath: Metapath, near: int, far: int) -> Group:
        """What random graphs gave for pairs of these groups of degrees."""
        key = (metapath, near, far)
        if key not in self._groups:
            self._groups[key] = self._group(metapath, near, far)
        return self._groups[key]

    def _group(self, metapath: Metapath, near: int, far: int) -> Group:
        starts = self._like(metapath, near)
        ends = self._like(metapath.reversed(self.table.moves.view.projection.vocabulary), far)
        scale, pairs, found = self._scale(metapath), 0, []
        dice = np.random.default_rng(crc32(f"{metapath}/{near}/{far}".encode()))
        for draw in range(DRAWS):
            table = self._swapped(metapath, draw)
            for start in dice.permutation(starts)[:SOURCES].tolist():
                nodes, values = row(table, metapath, start)
                found.append(np.arcsinh(values[np.isin(nodes, ends)] / scale))
                pairs += len(ends) - int(start in ends)
        x = np.concatenate([np.empty(0), *found])
        x = x[x > 0]
        return Group(pairs, len(x), float(x.mean()) if len(x) else 0.0, float(x.var(ddof=1)) if len(x) > 1 else 0.0)

    def _swapped(self, metapath: Metapath, draw: int) -> Table:
        """The ``draw``-th random graph, as far as the metapath's relations go."""
        known: dict[tuple[str, bool], Move] = {}
        for relation in {relation for relation, _ in metapath.steps}:
            if (relation, draw) not in self._moves:
                self._moves[relation, draw] = swapped(self.table.moves, relation, draw)
            known |= {(move.relation, move.forward): move for move in self._moves[relation, draw]}
        return self.table.over(tuple(known.get((m.relation, m.forward), m) for m in self.table.moves.all))

    def _like(self, metapath: Metapath, group: int) -> NDArray[np.int64]:
        """The nodes of a metapath's first kind whose degree in its first step is in a group."""
        low, degrees = self.chance.first(metapath)
        with np.errstate(divide="ignore"):
            return low + np.flatnonzero(np.floor(np.log2(degrees) * PER_OCTAVE) == group)

    def groups_of(self, metapath: Metapath, start: int, end: int) -> tuple[int, int]:
        """The groups of degrees of two nodes: of the first in the first step, of the second in the last."""
        back = metapath.reversed(self.table.moves.view.projection.vocabulary)
        pairs = ((metapath, start), (back, end))
        near, far = (floor(log2(max(1, self.chance.degree(path, node))) * PER_OCTAVE) for path, node in pairs)
        return near, far

    def _scale(self, metapath: Metapath) -> float:
        """The mean path count of all pairs by chance."""
        _, degrees = self.chance.first(metapath)
        _, others = self.chance.first(metapath.reversed(self.table.moves.view.projection.vocabulary))
        return self.chance.total(metapath) / max(1, len(degrees) * len(others))


def adjusted(p: Sequence[float]) -> Floats:
    """The p-values for as many tests at once (Benjamini & Hochberg 1995): the false discovery rate at each."""
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    ranks = np.arange(len(values), 0, -1)
    found = np.empty(len(values))
    found[order] = np.minimum(1.0, np.minimum.accumulate(values[order] * len(values) / ranks))
    return found

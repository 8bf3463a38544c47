"""How likely a path count is by chance: random graphs with the same degrees, and a gamma distribution with a hurdle.

After hetmatpy and connectivity search (Himmelstein et al., GigaScience 2023): a pair is compared with pairs of
about the same degrees in random graphs. With x = asinh(DWPC / mean), μ and σ² of the x that are not 0, α = μ²/σ² and
β = μ/σ²: p = share of pairs with any path · Q(α, β·x), Q the regularized upper incomplete gamma function; never less
than 1/(n + 1) for n pairs. Over several metapaths: Benjamini & Hochberg 1995. The mean is the closed form's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import asinh, floor, log2

import numpy as np

from graph.links.metapath import Metapath
from graph.metapaths.chance import Chance
from graph.metapaths.drawn import Drawn
from graph.metapaths.group import PER_OCTAVE, Group, Key
from graph.metapaths.groups import Sampler
from graph.metapaths.known import Known
from graph.metapaths.table import Floats, Table


@dataclass(frozen=True)
class Nulls:
    """Random graphs of one table; what was asked once is kept, beside the projection's files where it has some."""

    table: Table
    chance: Chance
    _groups: dict[Key, Group] = field(default_factory=dict, repr=False)

    def p(self, metapath: Metapath, pair: tuple[int, int], count: float) -> float:
        """The chance that two nodes like ``pair`` have that path count or more over a metapath of one to four edges."""
        return self.all(pair, {metapath: count})[metapath]

    def all(self, pair: tuple[int, int], counts: Mapping[Metapath, float]) -> dict[Metapath, float]:
        """That chance for each path count of a pair: at once, as random graphs are walked for all of them together."""
        scales = {metapath: self.chance.scale(metapath) for metapath in counts}
        asked = {
            metapath: Key(metapath, *self.groups_of(metapath, *pair))
            for metapath, count in counts.items()
            if scales[metapath] > 0 and count > 0
        }
        groups = self._of(asked.values())
        x = {metapath: asinh(counts[metapath] / scales[metapath]) for metapath in asked}
        return {path: groups[asked[path]].p(x[path]) if path in asked else 1.0 for path in counts}

    def group(self, metapath: Metapath, near: int, far: int) -> Group:
        """What random graphs gave for pairs of these groups of degrees."""
        key = Key(metapath, near, far)
        return self._of([key])[key]

    def groups_of(self, metapath: Metapath, start: int, end: int) -> tuple[int, int]:
        """The groups of degrees of two nodes: of the first in the first step, of the second in the last."""
        pairs = ((metapath, start), (self.chance.reversed(metapath), end))
        near, far = (floor(log2(max(1, self.chance.degree(path, node))) * PER_OCTAVE) for path, node in pairs)
        return near, far

    @cached_property
    def drawn(self) -> Drawn:
        """The random graphs."""
        return Drawn(self.table.moves)

    @cached_property
    def _sampler(self) -> Sampler:
        return Sampler(self.table, self.chance, self.drawn)

    @cached_property
    def _known(self) -> Known:
        known = Known.beside(self.table.moves.view)
        self._groups.update(known.read())
        return known

    def _of(self, keys: Iterable[Key]) -> Mapping[Key, Group]:
        known = self._known  # what is read from there is in _groups then
        missing = {key for key in keys if key not in self._groups}
        if missing:
            new = self._sampler.groups(missing)
            known.add(new)
            self._groups.update(new)
        return self._groups


def adjusted(p: Sequence[float]) -> Floats:
    """The p-values for as many tests at once (Benjamini & Hochberg 1995): the false discovery rate at each."""
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    ranks = np.arange(len(values), 0, -1)
    found = np.empty(len(values))
    found[order] = np.minimum(1.0, np.minimum.accumulate(values[order] * len(values) / ranks))
    return found

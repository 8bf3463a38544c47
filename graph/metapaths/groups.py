"""What random graphs give for a metapath and two groups of degrees.

From ``WIDE`` nodes of the near group in each random graph paths are counted to every node of the far group. Metapaths
that begin alike begin at the same nodes, and what they have in common is walked once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from graph.links.metapath import Metapath
from graph.metapaths.bundle import Ends, Sheaf, leave, simple, step
from graph.metapaths.bundle_kernels import WIDE, logged
from graph.metapaths.chance import Chance
from graph.metapaths.drawn import DRAWS, Drawn
from graph.metapaths.group import PER_OCTAVE, Group, Key
from graph.metapaths.table import Table

SHARED = 6  # near group, kind, step, kind, step, kind: metapaths that have these in common are one piece of work
EVERY = np.empty(0, np.int16)


class _Sums(NamedTuple):
    pairs: int
    linked: int
    total: float
    squares: float


@dataclass(frozen=True)
class Sampler:
    """Looks at random graphs of a table."""

    table: Table
    chance: Chance
    drawn: Drawn
    _degrees: dict[tuple[tuple[str, ...], tuple[str, bool]], NDArray[np.int16]] = field(
        default_factory=dict, repr=False
    )

    def groups(self, keys: Iterable[Key]) -> dict[Key, Group]:
        """What random graphs give for each of ``keys``, whose metapaths have one to four edges."""
        ordered = sorted(keys, key=_places)
        self.drawn.make({relation for key in ordered for relation, _ in key.metapath.steps})
        for key in ordered:  # in one thread, as what it finds is kept
            self.chance.scale(key.metapath)
            self.nodes(key.metapath), self.nodes(self.chance.reversed(key.metapath))
        parts = [list(part) for _, part in groupby(ordered, lambda key: _places(key)[:SHARED])]
        tasks = [(draw, part) for part in parts for draw in range(DRAWS)]
        found: dict[Key, list[_Sums]] = {key: [] for key in ordered}
        for (_, part), sums in zip(tasks, self._pool.map(lambda task: self._draw(*task), tasks), strict=True):
            for key, one in zip(part, sums, strict=True):
                found[key].append(one)
        return {key: _group(sums) for key, sums in found.items()}

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """Threads that keep their scratch from question to question."""
        return ThreadPoolExecutor(max_workers=min(DRAWS, os.cpu_count() or 1))

    def nodes(self, metapath: Metapath) -> NDArray[np.int16]:
        """The group of each node of a metapath's first kind by its degree in the first step, −1 without an edge."""
        key = metapath.kinds[:2], metapath.steps[0]
        if key not in self._degrees:
            with np.errstate(divide="ignore"):
                found = np.floor(np.log2(self.chance.first(metapath)[1]) * PER_OCTAVE)
            self._degrees[key] = np.maximum(found, -1).astype(np.int16)
        return self._degrees[key]

    def _draw(self, draw: int, ordered: Sequence[Key]) -> list[_Sums]:
        relations = {relation for key in ordered for relation, _ in key.metapath.steps}
        table = self.table.over(self.drawn.moves_in(draw, relations))
        steps: list[Sheaf] = []
        done: tuple[object, ...] = ()
        found = []
        for key in ordered:
            places = _places(key)
            common = next(
                (i for i, (a, b) in enumerate(zip(done, places, strict=False)) if a != b), min(len(done), len(places))
            )
            del steps[max(0, (common - 2) // 2) :]
            found.append(self._counted(table, key, draw, steps))
            done = places[:-1]
        return found

    def _counted(self, table: Table, key: Key, draw: int, steps: list[Sheaf]) -> _Sums:
        """One metapath in one random graph; ``steps``: what is walked already, and then what can be walked on from."""
        metapath, bounds = key.metapath, table.moves.view.projection.bounds
        numbers, kinds = (np.array(part, dtype=np.int64) for part in self.chance.numbers(metapath))
        starts = self._starts(key, draw)
        far = self.nodes(self.chance.reversed(metapath))
        for at in range(len(steps), len(numbers) - 1):
            every = Ends(int(bounds[kinds[at + 1]]), int(bounds[kinds[at + 1] + 1]), EVERY, -1)
            steps.append(step(table, numbers[at], steps[-1] if steps else leave(starts), every, starts))
        low = int(bounds[kinds[-1]])
        ends = Ends(low, int(bounds[kinds[-1] + 1]), far, key.far)
        last = step(table, numbers[-1], steps[-1] if steps else leave(starts), ends, starts)
        values = simple(table, numbers, kinds, starts, [*steps, last])
        own = int((far[starts - low] == key.far).sum()) if kinds[0] == kinds[-1] else 0
        pairs = len(starts) * int((far == key.far).sum()) - own
        return _Sums(pairs, *logged(values, self.chance.scale(metapath)))

    def _starts(self, key: Key, draw: int) -> NDArray[np.int64]:
        """At most ``WIDE`` nodes of the near group, always the same ones."""
        like = np.flatnonzero(self.nodes(key.metapath) == key.near)
        dice = np.random.default_rng(crc32(f"{_places(key)[:4]}/{draw}".encode()))
        chosen = dice.choice(like, min(WIDE, len(like)), replace=False, shuffle=False)
        low, _ = self.chance.first(key.metapath)
        return np.sort(chosen) + low


def _places(key: Key) -> tuple[object, ...]:
    """Near group, kind, step, kind, … of a key, so that those that begin alike come one after another."""
    kinds, steps = key.metapath.kinds, key.metapath.steps
    rest = (part for step, kind in zip(steps, kinds[1:], strict=True) for part in (step, kind))
    return (key.near, kinds[0], *rest)


def _group(draws: Sequence[_Sums]) -> Group:
    pairs, linked = sum(one.pairs for one in draws), sum(one.linked for one in draws)
    total, squares = sum(one.total for one in draws), sum(one.squares for one in draws)
    mean = total / linked if linked else 0.0
    variance = max(0.0, (squares - linked * mean**2) / (linked - 1)) if linked > 1 else 0.0
    return Group(pairs, linked, mean, variance if variance > 1e-12 * mean**2 else 0.0)

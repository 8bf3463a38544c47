"""All metapaths of a pair at once: their path counts over simple paths of one to four edges, exactly.

Both ends are taken out of the graph that inner nodes may come from. Then only one repeat is left: with four edges the
first and the third inner node may be one, s – x – b – x – t, and those walks are taken out. So every category of
repeated kinds is covered without enumeration (more than AAA, BAAB and BABA of Himmelstein et al., hetmatpy).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.links.metapath import Metapath
from graph.metapaths import kernels
from graph.metapaths.table import Floats, Table
from graph.projection.csr import place

LENGTH = 4  # edges of the longest metapath counted here
ROUNDING = 1e-12  # of a sum, below which what is left after a subtraction is rounding

Steps = tuple[tuple[int, int], ...]  # (move, kind reached)


class Slot(NamedTuple):
    """The first steps over one move to one kind."""

    move: int
    kind: int


@dataclass(frozen=True, slots=True)
class Front:
    """All first steps from one end: ``nodes``, their ``weights`` and slots; slot i is ``starts[i]:starts[i + 1]``."""

    slots: tuple[Slot, ...]
    starts: NDArray[np.int64]
    nodes: NDArray[np.int32]
    weights: Floats

    @property
    def number(self) -> NDArray[np.int32]:
        """The slot of each node."""
        return np.repeat(np.arange(len(self.slots), dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes of a table, told apart."""

    table: Table
    start: int
    end: int

    def counts(self, length: int = LENGTH) -> dict[Metapath, float]:
        """The path count of every metapath of at most ``length`` edges (1–4) that joins the two.

        Its kinds are the most specific ones. Nothing joins a node with itself.
        """
        if self.start == self.end:
            return {}
        found: dict[Metapath, float] = {}
        ahead, behind = self._front(self.start), self._front(self.end)
        for steps, value in self._all(ahead, behind, length):
            found[self._metapath(steps)] = value
        return found

    def _all(self, ahead: Front, behind: Front, length: int) -> Iterator[tuple[Steps, float]]:
        yield from self._direct()
        if length > 1:
            yield from self._two(ahead, behind)
        if length > 2:
            yield from self._three(ahead, behind)
        if length > 3:
            yield from self._four(ahead, behind)

    def _front(self, node: int) -> Front:
        """The first steps from a node, but for those to the other end."""
        slots: list[Slot] = []
        nodes: list[NDArray[np.int32]] = []
        weights: list[Floats] = []
        bounds = self.table.moves.view.projection.bounds.astype(np.int32)
        for number, move in enumerate(self.table.moves.all):
            low, high = move.rows.indptr[node : node + 2]
            far, factor = move.rows.indices[low:high], self.table.factors[number][low:high]
            keep = (far != self.start) & (far != self.end) & (factor > 0)
            far, factor = far[keep], factor[keep]
            cuts = np.searchsorted(far, bounds)  # the far ends ascend, and kinds are ranges of ids
            for kind in np.flatnonzero(np.diff(cuts)).tolist():
                span = slice(cuts[kind], cuts[kind + 1])
                slots.append(Slot(number, kind))
                nodes.append(far[span])
                weights.append(factor[span])
        starts = np.cumsum([0, *map(len, nodes)], dtype=np.int64)
        empty = np.empty(0)
        return Front(
            tuple(slots), starts, np.concatenate([empty.astype(np.int32), *nodes]), np.concatenate([empty, *weights])
        )

    def _direct(self) -> Iterator[tuple[Steps, float]]:
        kind = int(self.table.kinds[self.end])
        for number, move in enumerate(self.table.moves.all):
            low, high = move.rows.indptr[self.start : self.start + 2]
            at = place(move.rows.indices[low:high], self.end)
            if at >= 0 and self.table.factors[number][low + at] > 0:
                yield ((number, kind),), float(self.table.factors[number][low + at])

    def _two(self, ahead: Front, behind: Front) -> Iterator[tuple[Steps, float]]:
        mine, theirs = _common(ahead.nodes, behind.nodes)
        many = len(behind.slots)
        codes = ahead.number[mine].astype(np.int64) * many + behind.number[theirs]
        sums = np.bincount(codes, weights=ahead.weights[mine] * behind.weights[theirs])
        for code in np.flatnonzero(sums).tolist():
            first, last = divmod(code, many)
            yield (ahead.slots[first], self._last(behind.slots[last].move)), float(sums[code])

    def _three(self, ahead: Front, behind: Front) -> Iterator[tuple[Steps, float]]:
        out = self._meet(ahead, behind.nodes, behind.weights, behind.number, len(behind.slots))
        moves = len(self.table.moves.all)
        for prefix, last in np.argwhere(out > 0).tolist():
            first, move = divmod(prefix, moves)
            slot = behind.slots[last]
            yield (ahead.slots[first], (move, slot.kind), self._last(slot.move)), float(out[prefix, last])

    def _four(self, ahead: Front, behind: Front) -> Iterator[tuple[Steps, float]]:
        """The side with fewer second steps is written down, the other one meets it."""
        turned = self._fan(ahead) < self._fan(behind)
        near, far = (behind, ahead) if turned else (ahead, behind)
        moves, kinds = len(self.table.moves.all), len(self.table.moves.view.projection.kinds)
        nodes, weights, suffixes, codes, known = kernels.second_steps(
            self.table.addresses, far.nodes, far.weights, far.starts, self._ends,
            self.table.kinds, kinds, self.table.sums, self.table.touched,
        )  # fmt: skip
        out = self._meet(near, nodes, weights, suffixes, known)
        largest = out.copy()
        self._take_doubled(near, far, codes, out)
        names = np.empty(known, dtype=np.int64)
        names[codes[codes >= 0]] = np.flatnonzero(codes >= 0)
        for prefix, suffix in np.argwhere(out > ROUNDING * largest).tolist():
            first, second = divmod(prefix, moves)
            rest, kind = divmod(int(names[suffix]), kinds)
            last, third = divmod(rest, moves)
            steps = (
                near.slots[first],
                (second, kind),
                (self._back(third), far.slots[last].kind),
                self._last(far.slots[last].move, turned=turned),
            )
            yield (self._turned(steps) if turned else steps), float(out[prefix, suffix])

    def _meet(
        self, near: Front, nodes: NDArray[np.int32], weights: Floats, suffixes: NDArray[np.int32], count: int
    ) -> Floats:
        heads = self.table.heads
        before = kernels.linked(nodes, heads)
        out: Floats = kernels.met(
            self.table.addresses, near.nodes, near.weights, near.starts, self._ends, self.table.kinds,
            heads, before, weights, suffixes, count, self.table.sums, self.table.touched,
        )  # fmt: skip
        heads[nodes] = -1
        return out

    def _take_doubled(self, near: Front, far: Front, codes: NDArray[np.int32], out: Floats) -> None:
        heads, many = self.table.heads, len(self.table.moves.view.projection.kinds)
        before = kernels.linked(far.nodes, heads)
        kernels.doubled(
            self.table.addresses, near.nodes, near.weights, near.number, self._ends, self.table.kinds,
            many, heads, before, far.weights, far.number, codes, out, self.table.sums,
        )  # fmt: skip
        heads[far.nodes] = -1

    @property
    def _ends(self) -> NDArray[np.int64]:
        return np.array([self.start, self.end], dtype=np.int64)

    def _fan(self, front: Front) -> int:
        return sum(int(move.rows.degree(front.nodes).sum()) for move in self.table.moves.all)

    def _back(self, move: int) -> int:
        return int(self.table.moves.turned[move])

    def _last(self, move: int, *, turned: bool = False) -> tuple[int, int]:
        """The last step, written down from the far end as ``move``."""
        return self._back(move), int(self.table.kinds[self.start if turned else self.end])

    def _turned(self, steps: Steps) -> Steps:
        """Steps from the end to the start, as from the start to the end."""
        kinds = (int(self.table.kinds[self.end]), *(kind for _, kind in steps))
        return tuple((self._back(move), kind) for (move, _), kind in zip(steps[::-1], kinds[-2::-1], strict=True))

    def _metapath(self, steps: Steps) -> Metapath:
        names = self.table.moves.view.projection.kinds
        moves = [self.table.moves.all[move] for move, _ in steps]
        kinds = (names[self.table.kinds[self.start]], *(names[kind] for _, kind in steps))
        return Metapath(kinds, tuple((move.relation, move.forward) for move in moves))


def _common(one: NDArray[np.int32], other: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All pairs of places at which two arrays have the same node."""
    order = np.argsort(other, kind="stable")
    low, high = (np.searchsorted(other[order], one, side=side) for side in ("left", "right"))
    counts = high - low
    mine = np.repeat(np.arange(len(one)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return mine, order[np.arange(len(mine)) - first + np.repeat(low, counts)]

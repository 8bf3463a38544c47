"""One metapath from many nodes at once, over simple paths, exactly: what ``rows`` counts, for ``WIDE`` starts together.

An edge is read once for all starts that come to it. Paths meet in hubs after a step or two, so that this costs little
more than one row does. Kinds are the most specific ones here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.metapaths.bundle_kernels import WIDE, pull, push, without_repeats
from graph.metapaths.table import Floats, Table


class Sheaf(NamedTuple):
    """Walks from up to ``WIDE`` nodes: where they are (int32), and for each the sums by start (nodes × ``WIDE``)."""

    nodes: NDArray[np.int32]
    values: Floats


class Ends(NamedTuple):
    """The last places that are wanted: of the ids ``low`` … ``high`` − 1 those whose ``group`` is ``wanted``."""

    low: int
    high: int
    group: NDArray[np.int16]
    wanted: int


def leave(starts: NDArray[np.int64]) -> Sheaf:
    """The walks of no steps from ``starts``, at most ``WIDE`` nodes."""
    values = np.zeros((len(starts), WIDE))
    np.fill_diagonal(values, 1.0)
    return Sheaf(starts.astype(np.int32), values)


def step(table: Table, move: int, sheaf: Sheaf, ends: Ends, starts: NDArray[np.int64]) -> Sheaf:
    """The walks one move further, as far as they end in ``ends`` and do not return to their start.

    Edges are read from where the walks are, or from ``ends`` where those have fewer.
    """
    rows, back = table.moves.all[move].rows, int(table.moves.turned[move])
    low, high, group, wanted = ends
    n, scratch = len(table.kinds), table.heads
    if wanted >= 0:
        last = np.flatnonzero(group == wanted).astype(np.int32) + np.int32(low)
        if table.moves.all[back].rows.degree(last).sum() < rows.degree(sheaf.nodes).sum():
            return Sheaf(*pull(table.addresses, n, back, *sheaf, last, starts, scratch))
    return Sheaf(*push(table.addresses, n, move, *sheaf, low, high, group, wanted, starts, scratch))


def simple(
    table: Table, moves: NDArray[np.int64], kinds: NDArray[np.int64], starts: NDArray[np.int64], steps: list[Sheaf]
) -> Floats:
    """The values of the last of ``steps`` without walks that have a node twice; ``kinds``: those of all places."""
    last, place = steps[-1], kinds.tolist()
    if not _repeats(place):
        return last.values
    within = np.arange(len(table.moves.view.projection.kinds)) == kinds[:, None]
    back = table.moves.turned[moves].astype(np.int64)
    nothing = Sheaf(np.empty(0, np.int32), np.empty((0, WIDE)))
    first = steps[0] if place[1] in place[3:] else nothing
    second = steps[1] if place[2] in place[4:] else nothing
    without_repeats(
        table.addresses, moves, back, within, table.kinds, starts, *first, *second, *last, table.sums, table.marks
    )
    return last.values


def _repeats(kinds: list[int]) -> bool:
    """Whether a node can stand at two places that are not next to each other, the start aside."""
    return any(kinds[i] == kinds[j] for i in range(1, len(kinds)) for j in range(i + 2, len(kinds)))

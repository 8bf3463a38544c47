"""Whether p-values are what they say: on a graph whose edges are placed at random they have to be uniform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.chance import Chance
from graph.metapaths.rows import row
from graph.metapaths.significance import Nulls
from graph.metapaths.swaps import with_swapped
from graph.metapaths.table import Table
from graph.projection.projection import Projection
from graph.vocabulary import Level

WAYS = (
    "Demand>MENTIONS>Term<MENTIONS<Patent",
    "Patent>MENTIONS>Term<MENTIONS<Patent",
    "Enterprise>POSTED>Demand>MENTIONS>Term<MENTIONS<Achievement",
    "Demand>MENTIONS>Term<MENTIONS<Patent<INVENTED<Researcher",
    "Demand>MENTIONS>Term<MENTIONS<Patent<INVENTED<Researcher>AFFILIATED_WITH>Institution",
    "Patent>CITES>Patent>MENTIONS>Term<MENTIONS<Achievement",
)
REAL = 99  # the random graph that stands for a real one; no test looks at it as a random one
STARTS = 1_000  # nodes whose linked pairs are drawn from
LEAST = 30  # linked pairs of a group by which a distribution can be told


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of one metapath: ``pairs`` that were tested, the Kolmogorov–Smirnov distance of their p from uniform, its p."""

    metapath: str
    pairs: int
    distance: float
    p: float


def calibrations(graph: Projection, ways: Sequence[str] = WAYS, *, pairs: int = 200) -> list[Calibration]:
    """The p-values of linked pairs in a graph with the degrees of ``graph`` and edges placed at random.

    Of a linked pair p divided by the share of linked ones has to be uniform, since
    all others have p = 1 (Himmelstein et al. 2023; a gamma distribution with a hurdle).
    """
    moves = moves_of(graph.view(Level.PUBLIC))
    table = Table.of(with_swapped(moves, REAL, frozenset(move.relation for move in moves.all)))
    nulls = Nulls(table, Chance(table))
    found = []
    for way in ways:
        shares = list(_shares(nulls, Metapath.parse(way, graph.vocabulary), pairs))
        test = stats.kstest(shares, "uniform")
        found.append(Calibration(way, len(shares), float(test.statistic), float(test.pvalue)))
    return found


def _shares(nulls: Nulls, metapath: Metapath, pairs: int) -> Iterator[float]:
    for start, end, value in _linked(nulls, metapath, pairs):
        group = nulls.group(metapath, *nulls.groups_of(metapath, start, end))
        if group.linked >= LEAST:
            yield nulls.p(metapath, (start, end), value) * group.pairs / group.linked


def _linked(nulls: Nulls, metapath: Metapath, pairs: int) -> Iterator[tuple[int, int, float]]:
    """``pairs`` of all linked pairs, each as likely as any other, with their path counts."""
    dice = np.random.default_rng(11)
    starts = dice.permutation(np.arange(*nulls.table.moves.view.projection.range(metapath.kinds[0])))[:STARTS]
    rows = [row(nulls.table, metapath, start) for start in starts.tolist()]
    ends = np.cumsum([len(one.nodes) for one in rows])
    for place in np.sort(dice.choice(ends[-1], min(pairs, ends[-1]), replace=False)).tolist():
        at = int(np.searchsorted(ends, place, side="right"))
        within = place - int(ends[at]) + len(rows[at].nodes)
        yield int(starts[at]), int(rows[at].nodes[within]), float(rows[at].values[within])

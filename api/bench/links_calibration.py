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
REAL = range(90, 100)  # the random graphs that stand for real ones; no test looks at them as random ones
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
    """The p-values of linked pairs in graphs with the degrees of ``graph`` and edges placed at random.

    Of a linked pair p divided by the share of linked ones has to be uniform, since
    all others have p = 1 (Himmelstein et al. 2023; a gamma distribution with a hurdle). Pairs are of several graphs:
    those of one have its hubs' edges in common, so that they are not independent, as the test takes them to be.
    """
    moves = moves_of(graph.view(Level.PUBLIC))
    table = Table.of(moves)
    nulls, every = Nulls(table, Chance(table)), frozenset(move.relation for move in moves.all)
    tables = [Table.of(with_swapped(moves, real, every)) for real in REAL]
    found = []
    for way in ways:
        metapath = Metapath.parse(way, graph.vocabulary)
        shares = [one for table in tables for one in _shares(nulls, table, metapath, pairs // len(tables))]
        test = stats.kstest(shares, "uniform")
        found.append(Calibration(way, len(shares), float(test.statistic), float(test.pvalue)))
    return found


def _shares(nulls: Nulls, table: Table, metapath: Metapath, pairs: int) -> Iterator[float]:
    for start, end, value in _linked(table, metapath, pairs):
        group = nulls.group(metapath, *nulls.groups_of(metapath, start, end))
        if group.linked >= LEAST:
            yield nulls.p(metapath, (start, end), value) * group.pairs / group.linked


def _linked(table: Table, metapath: Metapath, pairs: int) -> Iterator[tuple[int, int, float]]:
    """``pairs`` of all linked pairs, each as likely as any other, with their path counts."""
    dice = np.random.default_rng(11)
    starts = dice.permutation(np.arange(*table.moves.view.projection.range(metapath.kinds[0])))[:STARTS]
    rows = [row(table, metapath, start) for start in starts.tolist()]
    ends = np.cumsum([len(one.nodes) for one in rows])
    for place in np.sort(dice.choice(ends[-1], min(pairs, ends[-1]), replace=False)).tolist():
        at = int(np.searchsorted(ends, place, side="right"))
        within = place - int(ends[at]) + len(rows[at].nodes)
        yield int(starts[at]), int(rows[at].nodes[within]), float(rows[at].values[within])

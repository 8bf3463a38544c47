"""Path counts from many nodes at once are those from each of them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from api.bench.links_graph import graph_of
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.bundle import Ends, Sheaf, leave, simple, step
from graph.metapaths.bundle_kernels import WIDE
from graph.metapaths.chance import Chance
from graph.metapaths.rows import row
from graph.metapaths.table import Table
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY

WAYS = (
    "Term<MENTIONS<Patent",
    "Demand>MENTIONS>Term<MENTIONS<Patent",
    "Patent>CITES>Patent>CITES>Patent",
    "Patent>CITES>Patent>CITES>Patent>CITES>Patent",
    "Enterprise>INVESTS_IN>Enterprise<INVESTS_IN<Enterprise-COLLABORATES_WITH-Institution",
    "Patent>MENTIONS>Term<MENTIONS<Patent>MENTIONS>Term",
    "Patent>MENTIONS>Term<MENTIONS<Patent>MENTIONS>Term<MENTIONS<Patent",
    "Patent>CITES>Patent<CITES<Patent>CITES>Patent<CITES<Patent",
    "Researcher>INVENTED>Patent>CITES>Patent>CITES>Patent>CITES>Patent",
    "Institution-COLLABORATES_WITH-Enterprise-COLLABORATES_WITH-Institution-COLLABORATES_WITH-Enterprise>OWNS>Patent",
)


@cache
def table() -> Table:
    return Table.of(moves_of(graph_of(400, 4_000, VOCABULARY).view(Level.PUBLIC)))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("many", [5, WIDE])
def test_all_at_once_are_each_one(way: str, many: int) -> None:
    metapath, graph = Metapath.parse(way, VOCABULARY), table().moves.view.projection
    moves, kinds = (np.array(part, dtype=np.int64) for part in Chance(table()).numbers(metapath))
    low, high = graph.range(metapath.kinds[0])
    starts = np.arange(low, high)[:: max(1, (high - low) // many)][:many]
    last = graph.range(metapath.kinds[-1])
    group = (np.arange(last[1] - last[0]) % 3).astype(np.int16)  # of the nodes at the end every third is wanted
    steps: list[Sheaf] = []
    for at, move in enumerate(moves.tolist()):
        span = graph.range(metapath.kinds[at + 1])
        ends = Ends(*span, group, 1 if at == len(moves) - 1 else -1)
        steps.append(step(table(), move, steps[-1] if steps else leave(starts), ends, starts))
    values = simple(table(), moves, kinds, starts, steps)
    first, found = last[0], 0
    for k, start in enumerate(starts.tolist()):
        nodes, counts = row(table(), metapath, start)
        known = {int(n): c for n, c in zip(nodes, counts, strict=True) if (n - first) % 3 == 1}
        mine = {int(n): v for n, v in zip(steps[-1].nodes, values[:, k], strict=True) if v > 0}
        assert mine == pytest.approx(known, rel=1e-9)
        found += len(known)
    assert found > 0
    assert not table().sums.any()
    assert not table().marks.any()
    assert (table().heads == -1).all()

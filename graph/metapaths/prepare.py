"""Compiles all kernels once, by asking a small graph; they are kept beside their sources for every later process."""

from __future__ import annotations

import numpy as np

from graph.insight.between import betweenness
from graph.insight.net import Net
from graph.links.best import best
from graph.links.demand import typed
from graph.links.footing import Footing
from graph.links.match import looked_for, scoring, walked
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.links.paths import Question
from graph.links.scored import ranked
from graph.links.signals import Signals
from graph.links.trails import Trails
from graph.links.walks import Budget
from graph.metapaths.chance import Chance
from graph.metapaths.pair import Pair
from graph.metapaths.significance import Nulls
from graph.metapaths.table import Table
from graph.ontology import load_vocabulary
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.vocabulary import Level


def prepare() -> None:
    """Compile whatever is not compiled yet."""
    nodes = [NodeFact(f"{kind}:{i}", kind) for kind in ("Patent", "Term") for i in range(4)]
    edges = [EdgeFact(f"Patent:{i}", "MENTIONS", f"Term:{j}") for i in range(4) for j in range(4)]
    graph = from_facts(nodes, edges, load_vocabulary())
    moves = moves_of(graph.view(Level.PUBLIC))
    table = Table.of(moves)
    way = Metapath(("Patent", "Term", "Patent", "Term", "Patent"), (("MENTIONS", True), ("MENTIONS", False)) * 2)
    counts = Pair(table, 0, 1).counts()
    Nulls(table, Chance(table)).p(way, (0, 1), counts[way])
    _match()
    between = np.ones(len(graph), dtype=bool)
    between[:2] = False
    betweenness(Net.of(graph.view(Level.PUBLIC), graph.relations))
    best(Question(0, 1, 6, frozenset(), between, moves), table, 1, Budget.of(10_000))


def _match() -> None:
    """What a match of a typed text is made of."""
    nodes = [NodeFact(f"Patent:{i}", "Patent", f"石墨烯电池{i}", text="石墨烯电池") for i in range(4)]
    edges = [EdgeFact(node.uid, "MENTIONS", "Term:0") for node in nodes]
    graph = from_facts([*nodes, NodeFact("Term:0", "Term", "石墨烯")], edges, load_vocabulary())
    footing = Footing(graph)
    signals = Signals(footing, footing.view(Level.PUBLIC), typed(footing, "石墨烯电池"))
    found, _ = looked_for(signals, ())
    walked(Trails.of(signals), ranked(signals, found, scoring(signals), {}), first=1)


if __name__ == "__main__":
    prepare()

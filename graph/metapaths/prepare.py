"""Compiles all kernels once, by asking a small graph; they are kept beside their sources for every later process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

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
from graph.metapaths.bundle import leave
from graph.metapaths.bundle_kernels import pull, push
from graph.metapaths.chance import Chance
from graph.metapaths.pair import Pair
from graph.metapaths.significance import Nulls
from graph.metapaths.table import Table
from graph.ontology import load_vocabulary
from graph.projection import files
from graph.projection.build import from_facts
from graph.projection.changes import Changed, EdgeKey
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.projection.update import updated
from graph.vocabulary import Level


def prepare() -> None:
    """Compile whatever is not compiled yet, in two processes at once. Raises ``CalledProcessError`` when one fails."""
    with subprocess.Popen([sys.executable, "-m", "graph.metapaths.prepare", "paths"]) as other:
        _count()
        _match()
    if other.returncode:
        raise subprocess.CalledProcessError(other.returncode, other.args)


def _graph() -> Projection:
    nodes = [NodeFact(f"{kind}:{i}", kind) for kind in ("Patent", "Term") for i in range(4)]
    nodes += [NodeFact(f"Enterprise:{i}", "Enterprise") for i in range(4)]
    edges = [EdgeFact(f"Patent:{i}", "MENTIONS", f"Term:{j}") for i in range(4) for j in range(4)]
    edges += [EdgeFact(f"Enterprise:{i}", "COLLABORATES_WITH", f"Enterprise:{(i + 1) % 4}") for i in range(4)]
    return from_facts(nodes, edges, load_vocabulary())


def _count() -> None:
    """Path counts and their significance."""
    graph = _graph()
    table = Table.of(moves_of(graph.view(Level.PUBLIC)))
    way = Metapath(("Patent", "Term", "Patent", "Term", "Patent"), (("MENTIONS", True), ("MENTIONS", False)) * 2)
    start = graph.range("Patent")[0]
    counts = Pair(table, start, start + 1).counts()
    nulls = Nulls(table, Chance(table))
    nulls.p(way, (start, start + 1), counts[way])
    nulls.drawn.make(graph.relations)
    _step_both_ways(table)


def _paths() -> None:
    """Best paths and betweenness."""
    graph = _graph()
    start, end = graph.range("Patent")[0], graph.range("Patent")[0] + 1
    moves = moves_of(graph.view(Level.PUBLIC))
    between = np.ones(len(graph), dtype=bool)
    between[[start, end]] = False
    best(Question(start, end, 6, frozenset(), between, moves), Table.of(moves), 1, Budget.of(10_000))
    betweenness(Net.of(graph.view(Level.PUBLIC), graph.relations))


def _step_both_ways(table: Table) -> None:
    """Steps of many walks, read from where they are and from where they end."""
    starts, group = np.arange(2), np.zeros(table.n, np.int16)
    sheaf, n, last = leave(starts), len(table.kinds), np.arange(2, dtype=np.int32)
    push(table.addresses, n, 0, *sheaf, 0, table.n, group, -1, starts, table.heads)
    pull(table.addresses, n, int(table.moves.turned[0]), *sheaf, last, starts, table.heads)


def _match() -> None:
    """What a match of a typed text is made of."""
    nodes = [NodeFact(f"Patent:{i}", "Patent", f"石墨烯电池{i}", text="石墨烯电池") for i in range(4)]
    edges = [EdgeFact(node.uid, "MENTIONS", "Term:0") for node in nodes]
    graph = from_facts([*nodes, NodeFact("Term:0", "Term", "石墨烯")], edges, load_vocabulary())
    _refresh(graph)
    footing = Footing(graph)
    signals = Signals(footing, footing.view(Level.PUBLIC), typed(footing, "石墨烯电池"))
    found, _ = looked_for(signals, ())
    walked(Trails.of(signals), ranked(signals, found, scoring(signals), {}), first=1)


class _Gone:
    """The facts of now where a node is gone and nothing came."""

    def nodes(self, uids: Collection[str]) -> Iterable[NodeFact]:
        del uids
        return ()

    def shown_as(self, uids: Collection[str]) -> Iterable[str]:
        del uids
        return ()

    def edges_at(self, uids: Collection[str]) -> Iterable[EdgeFact]:
        del uids
        return ()

    def edges(self, keys: Collection[EdgeKey]) -> Iterable[EdgeFact]:
        del keys
        return ()


def _refresh(graph: Projection) -> None:
    """Bring a projection up to date that was opened from files."""
    with tempfile.TemporaryDirectory() as folder:
        files.save(graph, Path(folder) / "graph")
        former = files.load(Path(folder) / "graph", graph.vocabulary)
        updated(former, Changed(frozenset({"Patent:0"})), _Gone(), version="")


if __name__ == "__main__":
    (_paths if "paths" in sys.argv else prepare)()

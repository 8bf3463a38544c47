"""Measurement of bringing a projection up to date after a load of 1,000 rows, beside building it anew."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import numpy as np

from api.bench.links_graph import KINDS, RELATIONS
from api.bench.timing import elapsed
from graph.links.moves import moves_of
from graph.metapaths.drawn import Drawn
from graph.projection import files
from graph.projection.build import from_facts
from graph.projection.changes import Changed, EdgeKey
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.projection.update import updated
from graph.vocabulary import Level

ROWS, TIMES = 1_000, 3
MENTIONED = 8  # terms that a new row mentions; of other relations it has one edge each
NEW, CHANGED = 0.6, 0.3  # shares of rows that are new and that say something else; the rest goes


@dataclass
class RowsOfLoad:
    """The facts that a load leaves where it changed something: what a store would be asked for."""

    graph: Projection
    dice: np.random.Generator = field(default_factory=lambda: np.random.default_rng(5))
    nodes_now: dict[str, NodeFact] = field(default_factory=dict)
    edges_now: dict[EdgeKey, EdgeFact] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    dropped: set[EdgeKey] = field(default_factory=set)
    at: dict[str, list[EdgeFact]] = field(default_factory=lambda: defaultdict(list))

    def nodes(self, uids: Collection[str]) -> Iterator[NodeFact]:
        """Those of ``uids`` that there are."""
        return (self.nodes_now[uid] for uid in uids if uid in self.nodes_now)

    def shown_as(self, uids: Collection[str]) -> Iterator[str]:
        """Nothing is merged."""
        del uids
        return iter(())

    def edges_at(self, uids: Collection[str]) -> Iterator[EdgeFact]:
        """All edges of new nodes."""
        return (edge for uid in uids for edge in self.at[uid])

    def edges(self, keys: Collection[EdgeKey]) -> Iterator[EdgeFact]:
        """Those of ``keys`` that there are."""
        return (self.edges_now[key] for key in keys if key in self.edges_now)

    @property
    def changed(self) -> Changed:
        """What a load would note."""
        return Changed(frozenset({*self.nodes_now, *self.gone}), frozenset({*self.edges_now, *self.dropped}))

    def load(self, rows: int, kinds: Collection[str] = tuple(KINDS)) -> None:
        """Make ``rows`` rows of ``kinds``: new ones, changed ones, and some that go with their edges."""
        names, shares = list(kinds), np.array([KINDS[kind] for kind in kinds])
        for kind in self.dice.choice(names, rows, p=shares / shares.sum()).tolist():
            what = self.dice.random()
            if what < NEW:
                self._tell(f"{kind}:{self.dice.integers(10**8):08}n", kind)
            elif what < NEW + CHANGED:
                self._tell(self._any(kind), kind)
            else:
                self.gone.add(self._any(kind))
        self.nodes_now = {uid: node for uid, node in self.nodes_now.items() if uid not in self.gone}
        self.edges_now = {k: e for k, e in self.edges_now.items() if not self.gone.intersection((k[0], k[2]))}
        for edge in self.edges_now.values():
            self.at[edge.start].append(edge)
            self.at[edge.end].append(edge)

    def _tell(self, uid: str, kind: str) -> None:
        self.nodes_now[uid] = NodeFact(uid, kind, f"{uid} {len(self.nodes_now)}")
        for name, starts, end, *_ in RELATIONS:
            for _ in range(MENTIONED if name == "MENTIONS" else 1):
                if kind in starts:
                    self._link(uid, name, self._any(end))
            if kind == end and kind not in starts:
                self._link(self._any(str(self.dice.choice(starts))), name, uid)

    def _link(self, start: str, name: str, end: str) -> None:
        if start != end:
            self.edges_now[start, name, end] = EdgeFact(start, name, end, 0.8, 2025)

    def _any(self, kind: str) -> str:
        return self.graph.uids[int(self.dice.integers(*self.graph.range(kind)))]


def refresh_seconds(graph: Projection, folder: Path) -> float:
    """Seconds from the facts that changed in a load of 1,000 rows to the new version on disk and opened, the median of
    three times. ``graph`` was opened from a folder beside ``folder``, where the new version stays.
    """
    load = RowsOfLoad(graph)
    load.load(ROWS)
    changed = load.changed

    def renew() -> None:
        files.save(updated(graph, changed, load, version="refreshed"), folder)
        files.load(folder, graph.vocabulary)

    return median(elapsed(renew) for _ in range(TIMES))


def carry_seconds(graph: Projection, folder: Path) -> float:
    """Seconds until the random graphs of all relations are there after a load of 1,000 rows of demands, new ones among
    them; those of ``graph``, in a folder beside ``folder``, are there already."""
    load = RowsOfLoad(graph)
    load.load(ROWS, ["Demand"])
    files.save(updated(graph, load.changed, load, version="demands"), folder)
    now = files.load(folder, graph.vocabulary)
    drawn = Drawn(moves_of(now.view(Level.PUBLIC)))
    return elapsed(lambda: drawn.make(now.relations))


def beside_rebuild(graph: Projection) -> float:
    """How many times longer building a graph anew takes, from facts that lie in memory; both give the same files."""
    with tempfile.TemporaryDirectory(prefix="kezhuan-bench-") as name:
        return _beside_rebuild(graph, Path(name))


def _beside_rebuild(graph: Projection, folder: Path) -> float:
    files.save(graph, folder / "former")
    former = files.load(folder / "former", graph.vocabulary)
    seconds = refresh_seconds(former, folder / "refreshed")
    load = RowsOfLoad(former)
    load.load(ROWS)
    nodes, edges = _all(former, load)
    anew = folder / "anew"
    whole = elapsed(lambda: files.save(from_facts(nodes, edges, graph.vocabulary, version="refreshed"), anew))
    for path in anew.rglob("*.npy"):
        if path.read_bytes() != (folder / "refreshed" / path.relative_to(anew)).read_bytes():
            raise AssertionError(f"{path.name} differs from the one made anew")
    return whole / seconds


def _all(graph: Projection, load: RowsOfLoad) -> tuple[list[NodeFact], list[EdgeFact]]:
    """Every fact after the load."""
    uids = [graph.uids[at] for at in range(len(graph))]
    told = load.changed.uids
    nodes = [NodeFact(uid, graph.kind(at), graph.captions[at], True) for at, uid in enumerate(uids) if uid not in told]
    edges = list(load.edges_now.values())
    for name, both in graph.relations.items():
        rows = both.out
        starts = np.repeat(np.arange(len(graph)), np.diff(rows.indptr)).tolist()
        said = (column.tolist() for column in (rows.indices, rows.confidence, rows.year, rows.level, rows.last))
        for start, end, confidence, year, level, last in zip(starts, *said, strict=True):
            key = (uids[start], name, uids[end])
            if key not in load.edges_now and not load.gone.intersection((key[0], key[2])):
                edges.append(EdgeFact(*key, confidence, year, level, last))
    return [*nodes, *load.nodes_now.values()], edges

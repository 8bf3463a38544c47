"""Measurements of path counting and path search on a generated graph, beside networkx and matrix products of SciPy."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from api.bench.links_bars import held
from api.bench.links_calibration import Calibration, calibrations
from api.bench.links_graph import graph_of
from api.bench.links_match import measure_match
from api.bench.links_memory import Memory, read_through
from api.bench.links_others import beside_others
from api.bench.links_peers import as_networkx, matrix_row, networkx_paths
from api.bench.links_refresh import beside_rebuild, carry_seconds, refresh_seconds
from api.bench.links_texts import with_texts
from api.bench.timing import Latency, elapsed, latency
from graph.links.best import best
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.links.paths import Question
from graph.links.walks import Budget
from graph.metapaths.chance import Chance
from graph.metapaths.pair import Pair
from graph.metapaths.rows import row
from graph.metapaths.significance import Nulls, adjusted
from graph.metapaths.table import Table
from graph.projection import files
from graph.projection.projection import Projection
from graph.vocabulary import Level, Vocabulary

WAY = "Demand>MENTIONS>Term<MENTIONS<Patent<INVENTED<Researcher>AFFILIATED_WITH>Institution"
ENDS = (("Demand", "Achievement"), ("Enterprise", "Researcher"))
SMALL = (2_000, 12_000)  # nodes and edges of the graph on which networkx is measured
MIDDLE = (50_000, 300_000)  # and on which whole matrices are multiplied
AMPLE = 500_000_000
TESTED = (20_000, 150_000)  # and on which p-values are looked at

Step = Callable[[str], None]


@dataclass
class LinkFigures:
    """What was measured: milliseconds by question, seconds, ratios (times faster than a peer), bytes per edge."""

    nodes: int = 0
    edges: int = 0
    largest: int = 0  # neighbours of the largest hub over one relation
    latencies: dict[str, Latency] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    resident: dict[str, float] = field(default_factory=dict)  # bytes per edge
    calibrations: list[Calibration] = field(default_factory=list)
    omitted: list[str] = field(default_factory=list)  # peers that are not installed
    met: dict[str, bool] = field(default_factory=dict)  # by figure, where a bar is set


def measure(vocabulary: Vocabulary, *, nodes: int, edges: int, rounds: int, step: Step) -> LinkFigures:
    """Generate a graph of about so many nodes and edges, save and open it, and ask it ``rounds`` questions of each."""
    figures = LinkFigures()
    with tempfile.TemporaryDirectory(prefix="kezhuan-bench-") as folder:
        step("MAKE")
        kept = Path(folder) / "graph"
        files.save(with_texts(graph_of(nodes, edges, vocabulary)), kept)
        memory = Memory()
        opened: list[Projection] = []
        figures.seconds["open"] = elapsed(lambda: opened.append(files.load(kept, vocabulary)))
        figures.edges = _edges(opened[0])
        read_through(opened[0])
        figures.resident |= memory.per_edge("graph", figures.edges)
        _large(figures, opened[0], rounds, step)
        figures.resident |= memory.per_edge("all", figures.edges)
        step("REFRESH")
        figures.seconds["refresh"] = refresh_seconds(opened[0], kept.with_name("refreshed"))
        figures.seconds["carry"] = carry_seconds(opened[0], kept.with_name("demands"))
        step("MATCH")
        figures.latencies |= measure_match(opened[0], rounds)
    step("CALIBRATE")
    figures.calibrations = calibrations(graph_of(*TESTED, vocabulary))
    step("PEERS")
    small = graph_of(*SMALL, vocabulary)
    _beside_networkx(figures, small)
    _beside_matrices(figures, graph_of(*MIDDLE, vocabulary))
    figures.ratios["rebuild"] = beside_rebuild(graph_of(*MIDDLE, vocabulary))
    ratios, figures.omitted = beside_others(small, list(islice(_pairs(small), 12)), search)
    figures.ratios |= ratios
    figures.met = held({**figures.latencies, **figures.seconds, **figures.resident, **figures.ratios})
    return figures


def _edges(graph: Projection) -> int:
    return sum(len(both.out.indices) for both in graph.relations.values())


def asked(figures: LinkFigures, graph: Projection, rounds: int, step: Step) -> None:
    """All questions on a graph in memory, without peers."""
    _large(figures, graph, rounds, step)
    step("MATCH")
    figures.latencies |= measure_match(graph, rounds)


def _large(figures: LinkFigures, graph: Projection, rounds: int, step: Step) -> None:
    table = Table.of(moves_of(graph.view(Level.PUBLIC)))
    figures.nodes, figures.edges = len(graph), _edges(graph)
    figures.largest = max(int(np.diff(move.rows.indptr).max()) for move in table.moves.all)
    pairs = list(islice(_pairs(graph), rounds))
    step("COUNT")
    _counted(table, pairs[0])
    figures.latencies["counts"] = latency(lambda pair: _counted(table, pair), pairs)
    step("PATHS")
    for hops in (4, 5, 6):
        search(table, pairs[0], hops)
        figures.latencies[f"paths_{hops}"] = latency(partial(search, table, hops=hops), pairs)
    step("P")
    nulls = Nulls(table, Chance(table))
    figures.seconds["swap"] = elapsed(lambda: nulls.drawn.make(graph.relations))
    figures.seconds["first"] = elapsed(lambda: _tested(nulls, pairs[0]))
    figures.latencies["p_first"] = latency(lambda pair: _tested(nulls, pair), pairs[1:])
    figures.latencies["p_again"] = latency(lambda pair: _tested(nulls, pair), pairs)


def _pairs(graph: Projection) -> Iterator[tuple[int, int]]:
    """Pairs of each two kinds of ``ENDS`` in turn, at random but always the same."""
    dice = np.random.default_rng(7)
    while True:
        for near, far in ENDS:
            yield int(dice.integers(*graph.range(near))), int(dice.integers(*graph.range(far)))


def _counted(table: Table, pair: tuple[int, int]) -> dict[Metapath, float]:
    return Pair(table, *pair).counts()


def search(table: Table, pair: tuple[int, int], hops: int) -> list[float]:
    """The scores of the ten best paths of a pair."""
    allowed = np.ones(table.n, dtype=bool)
    allowed[list(pair)] = False
    question = Question(*pair, hops, frozenset(), allowed, table.moves)
    return [one.score for one in best(question, table, 10, Budget.of(AMPLE))]


def _tested(nulls: Nulls, pair: tuple[int, int]) -> list[float]:
    counts = Pair(nulls.table, *pair).counts()
    for metapath in counts:
        nulls.chance.expected(metapath, *pair)
    found: list[float] = adjusted(list(nulls.all(pair, counts).values())).tolist()
    return found


def _beside_networkx(figures: LinkFigures, graph: Projection) -> None:
    """The peer's time by ours, medians over the same questions, whose answers have to be the same."""
    table = Table.of(moves_of(graph.view(Level.PUBLIC)))
    pairs, peer = list(islice(_pairs(graph), 12)), as_networkx(table)
    for pair in pairs:
        if not np.allclose(networkx_paths(peer, pair, 4), np.log(search(table, pair, 4))):
            raise AssertionError("networkx finds other paths")
    theirs = latency(lambda pair: networkx_paths(peer, pair, 4), pairs).p50
    figures.ratios["networkx"] = theirs / latency(lambda pair: search(table, pair, 4), pairs).p50


def _beside_matrices(figures: LinkFigures, graph: Projection) -> None:
    table = Table.of(moves_of(graph.view(Level.PUBLIC)))
    way = Metapath.parse(WAY, graph.vocabulary)
    starts = [pair[0] for pair in islice(_pairs(graph), 0, 24, 2)]
    whole, product = matrix_row(table, way)
    for start in starts:
        found = row(table, way, start)
        if not np.allclose(product[[start]].toarray()[0, found.nodes], found.values):
            raise AssertionError("the matrix product differs")
    figures.ratios["matrix"] = whole * 1_000 / latency(lambda start: row(table, way, start), starts).p50

"""Measurements of insight on a generated graph, beside networkx on a smaller one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import networkx as nx
import numpy as np

from api.bench.links_graph import graph_of
from graph.insight.between import betweenness
from graph.insight.compact import cores
from graph.insight.insight import Insight
from graph.insight.net import Net
from graph.insight.pagerank import pagerank
from graph.insight.partition import modularity, partition
from graph.links.footing import Footing
from graph.vocabulary import Level, Vocabulary

PEERS = (5_000, 40_000)  # nodes and edges of the graph on which networkx is measured
SOURCES = 64  # of sampled betweenness there

Step = Callable[[str], None]


@dataclass
class InsightFigures:
    """Seconds of processor time by question, the first time and again; how many times longer networkx takes; the
    modularity of ours and of networkx's Louvain communities on the same graph."""

    nodes: int = 0
    edges: int = 0
    first: dict[str, float] = field(default_factory=dict)
    again: dict[str, float] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    modularity: dict[str, float] = field(default_factory=dict)


def measure(vocabulary: Vocabulary, *, nodes: int, edges: int, step: Step) -> InsightFigures:
    """Generate a graph of about so many nodes and edges and ask every question twice; then ask networkx on a small one.

    Imports, and compiling, are not in the figures.
    """
    step("MAKE")
    ground = Footing(graph_of(nodes, edges, vocabulary))
    small = _net(Footing(graph_of(*PEERS, vocabulary)))
    partition(small)
    betweenness(small, sources=1)
    whole = sum(len(both.out.indices) for both in ground.projection.relations.values())
    figures = InsightFigures(len(ground.projection), whole)
    insight = Insight(lambda: ground)
    uid = ground.projection.uids[ground.projection.range("Patent")[0]]
    questions: dict[str, Callable[[], object]] = {
        "communities": insight.communities,
        "key": insight.key,
        "hubs": insight.hubs,
        "similar": lambda: insight.similar(uid),
        "gaps": insight.gaps,
    }
    for name, ask in questions.items():
        step(name.upper())
        figures.first[name], figures.again[name] = seconds(ask), seconds(ask)
    step("PEERS")
    _beside_networkx(figures, small)
    return figures


def seconds(call: Callable[[], object]) -> float:
    """Processor time of one call: what other processes take meanwhile does not count."""
    start = time.process_time()
    call()
    return time.process_time() - start


def _net(ground: Footing) -> Net:
    view = ground.view(Level.PUBLIC)
    return Net.of(view, view.relations)


def _beside_networkx(figures: InsightFigures, net: Net) -> None:
    graph: nx.Graph[int] = nx.from_scipy_sparse_array(net.weights)
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "pagerank": (lambda: nx.pagerank(graph, tol=1e-12 / len(net), max_iter=500), lambda: pagerank(net)),
        "betweenness": (
            lambda: nx.betweenness_centrality(graph, k=SOURCES, seed=1),
            lambda: betweenness(net, sources=SOURCES),
        ),
        "cores": (lambda: nx.core_number(graph), lambda: cores(net)),
        "communities": (lambda: nx.community.louvain_communities(graph, seed=1), lambda: partition(net)),
    }
    for name, (theirs, ours) in pairs.items():
        figures.ratios[name] = seconds(theirs) / seconds(ours)
    labels = np.zeros(len(net), np.int32)
    for number, members in enumerate(nx.community.louvain_communities(graph, seed=1)):
        labels[list(members)] = number
    figures.modularity = {"ours": partition(net).modularity, "networkx": modularity(net, labels)}

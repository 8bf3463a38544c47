"""The closed form of what a path count would be by chance, against graphs whose edges were really moved at random."""

from __future__ import annotations

import numpy as np
import pytest

from graph.links.dwpc import row
from graph.links.metapath import Metapath
from graph.links.null import expected
from graph.links.walks import Budget
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY

WAY = Metapath.parse("Researcher>INVENTED>Patent>MENTIONS>Term", VOCABULARY)
SIZES = {"Researcher": 30, "Patent": 40, "Term": 20}
Edges = list[tuple[int, int]]


def graph_of(inventions: Edges, mentions: Edges) -> Projection:
    nodes = [NodeFact(f"{kind}:{i:02}", kind) for kind, count in SIZES.items() for i in range(count)]
    edges = [EdgeFact(f"Researcher:{a:02}", "INVENTED", f"Patent:{b:02}") for a, b in inventions]
    edges += [EdgeFact(f"Patent:{a:02}", "MENTIONS", f"Term:{b:02}") for a, b in mentions]
    return from_facts(nodes, edges, VOCABULARY)


def random_edges(seed: int, ends: tuple[int, int], count: int) -> Edges:
    """Edges that favour low numbers at both ends, so that degrees differ."""
    dice = np.random.default_rng(seed)
    weights = [1 / (1 + np.arange(n)) ** 0.7 for n in ends]
    found: set[tuple[int, int]] = set()
    while len(found) < count:
        a, b = (int(dice.choice(len(w), p=w / w.sum())) for w in weights)
        found.add((a, b))
    return sorted(found)


def swapped(edges: Edges, dice: np.random.Generator) -> Edges:
    """The same degrees, other edges: pairs of edges exchange their ends (XSwap, Hanhijärvi et al., SDM 2009)."""
    edges, known = list(edges), set(edges)
    for _ in range(10 * len(edges)):
        i, j = dice.integers(len(edges), size=2)
        (a, b), (c, d) = edges[i], edges[j]
        if (a, d) not in known and (c, b) not in known:
            known -= {(a, b), (c, d)}
            known |= {(a, d), (c, b)}
            edges[i], edges[j] = (a, d), (c, b)
    return edges


def counts(graph: Projection) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    view, low = graph.view(Level.PUBLIC), graph.range("Researcher")[0]
    terms = slice(*graph.range("Term"))
    rows = [row(view, WAY, low + i, Budget.of(100_000))[terms] for i in range(SIZES["Researcher"])]
    return np.array(rows)


def test_the_closed_form_is_the_mean_of_random_graphs() -> None:
    inventions = random_edges(1, (SIZES["Researcher"], SIZES["Patent"]), 120)
    mentions = random_edges(2, (SIZES["Patent"], SIZES["Term"]), 150)
    dice = np.random.default_rng(3)
    means = np.mean([counts(graph_of(swapped(inventions, dice), swapped(mentions, dice))) for _ in range(60)], axis=0)
    graph = graph_of(inventions, mentions)
    view, low = graph.view(Level.PUBLIC), graph.range("Researcher")[0]
    degrees = np.diff(graph.relations["INVENTED"].out.indptr)
    chance = np.array(
        [expected(view, WAY, float(degrees[low + i]))[slice(*graph.range("Term"))] for i in range(SIZES["Researcher"])]
    )
    ratio = means[chance > 0] / chance[chance > 0]
    assert np.median(ratio) == pytest.approx(1.0, abs=0.1)
    assert 0.6 < np.quantile(ratio, 0.05) < np.quantile(ratio, 0.95) < 1.5


def test_the_closed_form_of_a_graph_computed_by_hand() -> None:
    graph = graph_of([(0, 0), (1, 0), (1, 1)], [(0, 0), (1, 0), (1, 1)])
    found = expected(graph.view(Level.PUBLIC), WAY, 2.0)
    middle = (2 * 1) ** 0.5 + (1 * 2) ** 0.5  # patents 0 and 1: inventors and terms
    assert found[graph.id_of("Term:00")] == pytest.approx(2**0.5 * 2**0.5 * middle / (3 * 3))
    assert found[graph.id_of("Term:01")] == pytest.approx(2**0.5 * 1**0.5 * middle / (3 * 3))
    assert found[graph.id_of("Term:05")] == 0


def test_without_edges_nothing_is_expected() -> None:
    graph = graph_of([(0, 0)], [])
    assert expected(graph.view(Level.PUBLIC), WAY, 1.0).sum() == 0

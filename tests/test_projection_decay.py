"""Edges lose weight with age: by half after each half-life of their relation, never by the clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graph.errors import VocabularyError
from graph.links.moves import moves_of
from graph.links.sentences import aged
from graph.metapaths.pair import Pair
from graph.metapaths.table import Table
from graph.ontology import DEFAULT, load_vocabulary
from graph.projection import files
from graph.projection.build import from_facts
from graph.projection.decay import Decay
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY

HALF_LIFE = VOCABULARY.relation("INVENTED").half_life or 0.0
NODES = [NodeFact(uid, kind) for uid, kind in (("r:1", "Researcher"), ("r:2", "Researcher"), ("p:1", "Patent"))]


def graph_of(year: int, *, version: str = "20260301T120000Z-ab12") -> Projection:
    edges = [EdgeFact("r:1", "INVENTED", "p:1", 0.8, year), EdgeFact("r:2", "INVENTED", "p:1", 1.0, -1)]
    return from_facts(NODES, edges, VOCABULARY, version=version)


def count(graph: Projection, uid: str) -> float:
    table = Table.of(moves_of(graph.view(Level.PUBLIC)))
    return sum(Pair(table, graph.id_of(uid), graph.id_of("p:1")).counts().values())


def test_an_edge_counts_half_after_its_half_life() -> None:
    assert HALF_LIFE == 15
    old = graph_of(2026 - 30)
    assert count(old, "r:1") == pytest.approx(0.8 * 0.5**2 / 2**0.5)
    assert count(old, "r:2") == pytest.approx(1 / 2**0.5)  # nobody knows how old it is
    assert count(graph_of(2026), "r:1") == count(graph_of(2030), "r:1") == pytest.approx(0.8 / 2**0.5)
    rows = old.relations["INVENTED"].out
    assert sorted(rows.confidence.tolist()) == pytest.approx([0.8, 1.0])  # what is shown stays


def test_it_is_looked_back_from_the_newest_load() -> None:
    assert count(graph_of(1996, version="20110101T000000Z-ab12"), "r:1") == pytest.approx(0.8 * 0.5 / 2**0.5)
    assert count(graph_of(1996, version="test"), "r:1") == pytest.approx(0.8 / 2**0.5)  # no date, no age


def test_age_is_counted_from_the_end_of_what_lasted() -> None:
    edges = [
        EdgeFact("r:1", "INVENTED", "p:1", 0.8, 1985, 0, 1996),
        EdgeFact("r:2", "INVENTED", "p:1", 1.0, -1, 0, 2011),
    ]
    graph = from_facts(NODES, edges, VOCABULARY, version="20260301T120000Z-ab12")
    assert count(graph, "r:1") == pytest.approx(0.8 * 0.5**2 / 2**0.5)
    assert count(graph, "r:2") == pytest.approx(0.5 / 2**0.5)  # how long it had lasted then is not known
    told = aged(graph.relations["INVENTED"].out, graph.id_of("r:1"), graph.id_of("p:1"))
    assert told is not None
    assert told.zh == "1996 年，因年久按 25% 计"


def test_shares_stay_above_nothing() -> None:
    share = Decay(1, 2026).strength(np.ones(3, np.float32), np.array([0, 1, 2025], np.int16))
    assert (share > 0).all()
    assert share[2] == 0.5


def test_age_is_kept_in_files_and_told(tmp_path: Path) -> None:
    files.save(graph_of(1996), tmp_path / "graph")
    graph = files.load(tmp_path / "graph", VOCABULARY)
    assert count(graph, "r:1") == count(graph_of(1996), "r:1")
    rows, patent = graph.relations["INVENTED"].out, graph.id_of("p:1")
    told = aged(rows, graph.id_of("r:1"), patent)
    assert told is not None
    assert (told.zh, told.en) == ("1996 年，因年久按 25% 计", "as of 1996, counted at 25 % for its age")
    assert aged(rows, graph.id_of("r:2"), patent) is None
    assert aged(graph.relations["INVENTED"].back, patent, graph.id_of("r:1")) == told


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("half_life = 0", "half_life"),
        ("half_life = true", "half_life"),
        ('half_life = "ten"', "half_life"),
        ("half_life = inf", "half_life"),
    ],
)
def test_a_half_life_that_cannot_be_is_told(tmp_path: Path, line: str, code: str) -> None:
    text = DEFAULT.read_text(encoding="utf-8").replace("half_life = 15", line, 1)
    file = tmp_path / "ontology.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=f"relations.INVENTED.{code}: "):
        load_vocabulary(file)

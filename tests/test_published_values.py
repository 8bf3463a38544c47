"""Values that papers and their authors' tests state, on the tiny graphs that they state them for. Facts, no code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.enumeration import metapaths
from graph.metapaths.pair import Pair
from graph.metapaths.rows import Row, row
from graph.metapaths.similar import hetesim, pathsim
from graph.metapaths.table import Table
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.vocabulary import Level, Vocabulary
from tests.small_graphs import VOCABULARY

GENES = ("CXCR4", "IL2RA", "IRF1", "IRF8", "ITCH", "STAT3", "SUMO1")
SCLEROSIS, CROHN = "Multiple Sclerosis", "Crohn's Disease"
HALF, EIGHTH = 2**-0.5, 8**-0.5


def vocabulary_of(kinds: Iterable[str], relations: Iterable[tuple[str, str, str]]) -> Vocabulary:
    """Kinds and relations (name, start, end) of another trade; what leads from a kind to itself has no direction."""
    label, known = VOCABULARY.label("IPC"), VOCABULARY.relation("CITES")
    made = {name: replace(known, name=name, start=(a,), end=(b,), symmetric=a == b) for name, a, b in relations}
    return Vocabulary({kind: replace(label, name=kind) for kind in kinds}, made, {})


def table_of(edges: Iterable[EdgeFact], vocabulary: Vocabulary, *, count: bool = False) -> Table:
    """The table of a graph whose nodes are those of its edges."""
    edges, nodes = list(edges), dict[str, str]()
    for one in edges:
        relation = vocabulary.relation(one.relation)
        nodes |= {one.start: relation.start[0], one.end: relation.end[0]}
    graph = from_facts([NodeFact(uid, kind) for uid, kind in nodes.items()], edges, vocabulary)
    return Table.of(moves_of(graph.view(Level.PUBLIC)), count=count)


def named(table: Table, found: Row) -> dict[str, float]:
    uids = table.moves.view.projection.uids
    return {uids[node]: value for node, value in zip(found.nodes.tolist(), found.values.tolist(), strict=True)}


@pytest.fixture(scope="module")
def genes() -> Table:
    """Himmelstein & Baranzini 2015, https://doi.org/10.1371/journal.pcbi.1004259.g002; edges as in hetnetpy's tests."""
    vocabulary = vocabulary_of(
        ("Gene", "Disease", "Tissue"),
        [("i", "Gene", "Gene"), ("a", "Gene", "Disease"), ("e", "Gene", "Tissue"), ("l", "Disease", "Tissue")],
    )
    told = {
        "i": [("IRF1", "SUMO1"), ("IRF1", "IL2RA"), ("IRF1", "IRF8"), ("IRF1", "CXCR4"), ("ITCH", "CXCR4")],
        "a": [("IRF1", CROHN), ("STAT3", CROHN), *((gene, SCLEROSIS) for gene in ("STAT3", "IL2RA", "IRF8", "CXCR4"))],
        "e": [("IRF1", "Lung"), ("IRF1", "Leukocyte")],
        "l": [(SCLEROSIS, "Leukocyte")],
    }
    return table_of((EdgeFact(a, name, b) for name, pairs in told.items() for a, b in pairs), vocabulary)


def dwpc(table: Table, metapath: str, start: str, end: str) -> float:
    """By row and by pair, which have to agree."""
    graph = table.moves.view.projection
    way = Metapath.parse(metapath, graph.vocabulary)
    value = named(table, row(table, way, graph.id_of(start))).get(end, 0.0)
    pair = Pair(table, graph.id_of(start), graph.id_of(end)).counts()
    assert pair.get(way, 0.0) == pytest.approx(value)
    return value


def test_dwpc_of_the_figure(genes: Table) -> None:
    assert dwpc(genes, "Gene-i-Gene>a>Disease", "IRF1", SCLEROSIS) == pytest.approx(0.25 + 0.25 + 32**-0.5)
    assert dwpc(genes, "Gene>e>Tissue<l<Disease", "IRF1", SCLEROSIS) == pytest.approx(2**-0.5)


def matrix(table: Table, metapath: str) -> list[list[float]]:
    """The DWPC between all genes."""
    return [[dwpc(table, metapath, one, other) if one != other else 0.0 for other in GENES] for one in GENES]


def test_dwpc_between_genes_as_hetmatpy_states_it(genes: Table) -> None:
    a, b = 0.5 * EIGHTH, 0.25  # 0.1767767: degrees 4·4·2 or 4·4·2·1; 0.25: 4·4
    known = np.zeros((7, 7))
    known[0, [1, 3, 6]] = known[1, 0] = known[3, 0] = known[6, 0] = a
    known[1, [3, 6]] = known[3, [1, 6]] = known[6, [1, 3]] = b
    known[2, 4] = known[4, 2] = b
    assert matrix(genes, "Gene-i-Gene-i-Gene") == pytest.approx(known)
    known = np.zeros((7, 7))
    known[0, [1, 3]] = known[1, [0, 3]] = known[3, [0, 1]] = b
    known[5, [0, 1, 3]] = known[[0, 1, 3], 5] = a
    known[2, 5] = known[5, 2] = EIGHTH
    assert matrix(genes, "Gene>a>Disease<a<Gene") == pytest.approx(known)
    known = np.zeros((7, 7))
    known[0, 2] = known[2, 0] = EIGHTH
    known[0, 4] = known[4, 0] = HALF
    known[2, [1, 3, 6]] = known[[1, 3, 6], 2] = 0.5
    assert matrix(genes, "Gene-i-Gene") == pytest.approx(known)


def test_dwpc_between_diseases_and_tissues_as_hetmatpy_states_it(genes: Table) -> None:
    way = "Disease<a<Gene>e>Tissue"
    assert [dwpc(genes, way, CROHN, tissue) for tissue in ("Leukocyte", "Lung")] == pytest.approx([0.5, 0.5])
    assert [dwpc(genes, way, SCLEROSIS, tissue) for tissue in ("Leukocyte", "Lung")] == [0, 0]
    found = [dwpc(genes, "Gene>a>Disease>l>Tissue", gene, "Leukocyte") for gene in GENES]
    assert found == pytest.approx([0.5, 0.5, 0, 0.5, 0, EIGHTH, 0])


def test_every_metapath_of_the_figure(genes: Table) -> None:
    """All 164 of at most four edges; hetmatpy 0.1.0 is wrong on 3 of them and crashes on 15 (docs/decisions.md)."""
    graph = genes.moves.view.projection
    kinds, ways = ("Gene", "Disease", "Tissue"), set[Metapath]()
    for one in (way for near in kinds for far in kinds for way in metapaths(graph.vocabulary, near, far, 4)):
        ways |= {one, one.reversed(graph.vocabulary)}
    assert len(ways) == 164
    for way in ways:
        for start in range(len(graph)):
            if graph.kind(start) == way.kinds[0]:
                known = simple_paths(genes, way, start)
                assert named(genes, row(genes, way, start)) == pytest.approx(known), way


def simple_paths(table: Table, way: Metapath, start: int) -> dict[str, float]:
    """Σ PDP by end, path by path; every edge is of confidence 1 here."""
    graph, walks = table.moves.view.projection, list[tuple[tuple[int, ...], float]]([((start,), 1.0)])
    for step, kind in zip(way.steps, way.kinds[1:], strict=True):
        rows = table.moves.all[table.number[step]].rows
        longer = []
        for nodes, value in walks:
            for at in range(int(rows.indptr[nodes[-1]]), int(rows.indptr[nodes[-1] + 1])):
                far = int(rows.indices[at])
                if far not in nodes and graph.kind(far) == kind:
                    degrees = degree(table, step, nodes[-1]) * degree(table, (step[0], not step[1]), far)
                    longer.append(((*nodes, far), value * degrees**-0.5))
        walks = longer
    found: dict[str, float] = {}
    for nodes, value in walks:
        found[graph.uids[nodes[-1]]] = found.get(graph.uids[nodes[-1]], 0.0) + value
    return found


def degree(table: Table, step: tuple[str, bool], node: int) -> int:
    rows = table.moves.all[table.number.get(step, table.number[step[0], True])].rows
    return int(rows.indptr[node + 1] - rows.indptr[node])


PAPERS = {  # how many papers of whom at which venue: Sun et al. 2011, table 2
    "Mike": {"SIGMOD": 2, "VLDB": 1},
    "Jim": {"SIGMOD": 50, "VLDB": 20},
    "Mary": {"SIGMOD": 2, "ICDE": 1},
    "Bob": {"SIGMOD": 2, "VLDB": 1},
    "Ann": {"ICDE": 1, "KDD": 1},
}


def test_pathsim_of_the_paper() -> None:
    vocabulary = vocabulary_of(("Author", "Paper", "Venue"), [("WROTE", "Author", "Paper"), ("IN", "Paper", "Venue")])
    edges = []
    for author, venues in PAPERS.items():
        for venue, count in venues.items():
            for number in range(count):
                paper = f"{author}-{venue}-{number}"
                edges += [EdgeFact(author, "WROTE", paper), EdgeFact(paper, "IN", venue)]
    table = table_of(edges, vocabulary, count=True)
    way = Metapath.parse("Author>WROTE>Paper>IN>Venue<IN<Paper<WROTE<Author", vocabulary)
    found = named(table, pathsim(table, way, table.moves.view.projection.id_of("Mike")))
    assert found == pytest.approx(
        {
            "Mike": 1.0,
            "Jim": 2 * (2 * 50 + 1 * 20) / ((2 * 2 + 1 * 1) + (50 * 50 + 20 * 20)),
            "Mary": 2 * (2 * 2) / ((2 * 2 + 1 * 1) + (2 * 2 + 1 * 1)),
            "Bob": 1.0,
        }
    )
    assert {name: round(value, 4) for name, value in found.items()} == {"Mike": 1, "Jim": 0.0826, "Mary": 0.8, "Bob": 1}


def test_pathsim_wants_a_metapath_that_reads_the_same_both_ways() -> None:
    vocabulary = vocabulary_of(("A", "B"), [("R", "A", "B"), ("S", "A", "A")])
    table = table_of([EdgeFact("a", "R", "b"), EdgeFact("a", "S", "a2")], vocabulary, count=True)
    for text in ("A>R>B", "A-S-A", "A-S-A>R>B"):
        with pytest.raises(ValueError, match="not symmetric"):
            pathsim(table, Metapath.parse(text, vocabulary), 0)
    assert len(pathsim(table, Metapath.parse("B<R<A>R>B", vocabulary), 0).nodes) == 0  # of another kind


@pytest.fixture(scope="module")
def two_kinds() -> Table:
    """Shi et al. 2012 (EDBT, section 4.4) and 2014: three nodes of one kind, four of another, six edges."""
    pairs = [("a1", "b1"), ("a1", "b2"), ("a2", "b2"), ("a2", "b3"), ("a2", "b4"), ("a3", "b4")]
    vocabulary = vocabulary_of(("A", "B"), [("R", "A", "B")])
    return table_of((EdgeFact(a, "R", b) for a, b in pairs), vocabulary, count=True)


def relevance(table: Table, metapath: str, start: str) -> dict[str, float]:
    graph = table.moves.view.projection
    return named(table, hetesim(table, Metapath.parse(metapath, graph.vocabulary), graph.id_of(start)))


def test_hetesim_over_one_relation(two_kinds: Table) -> None:
    """Meeting on the edge: of a2's three edges one leads to b3, whose only edge it is."""
    assert relevance(two_kinds, "A>R>B", "a1") == pytest.approx({"b1": HALF, "b2": (1 / 4) / (HALF * HALF)})
    third = (1 / 3) ** 0.5
    known = {"b2": (1 / 3 * 1 / 2) / (third * HALF), "b3": (1 / 3) / third, "b4": (1 / 3 * 1 / 2) / (third * HALF)}
    assert relevance(two_kinds, "A>R>B", "a2") == pytest.approx(known)
    assert {name: round(value, 2) for name, value in known.items()} == {"b2": 0.41, "b3": 0.58, "b4": 0.41}
    assert relevance(two_kinds, "A>R>B", "a3") == pytest.approx({"b4": HALF})


def test_hetesim_over_two_relations(two_kinds: Table) -> None:
    third = (1 / 3) ** 0.5
    known = {"a1": 1.0, "a2": (1 / 2 * 1 / 3) / (HALF * third)}
    assert relevance(two_kinds, "A>R>B<R<A", "a1") == pytest.approx(known)
    assert relevance(two_kinds, "A>R>B<R<A", "a3") == pytest.approx({"a2": (1 / 3) / third, "a3": 1.0})


def test_hetesim_is_the_same_from_both_ends(two_kinds: Table) -> None:
    for one, other in (("a1", "b2"), ("a2", "b3"), ("a2", "b4")):
        there, back = relevance(two_kinds, "A>R>B", one)[other], relevance(two_kinds, "B<R<A", other)[one]
        assert there == pytest.approx(back)

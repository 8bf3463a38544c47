"""Metapaths of a vocabulary, against all walks in its graph of kinds that networkx has."""

from __future__ import annotations

from itertools import product

import networkx as nx
import pytest

from graph.errors import NotFoundError
from graph.links.metapath import Metapath
from graph.metapaths.enumeration import abbreviation, leaves, metapaths
from tests.small_graphs import VOCABULARY


def kinds_graph() -> nx.MultiDiGraph[str]:
    """Every way to walk a relation between two most specific kinds."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for relation in VOCABULARY.relations.values():
        for start, end in product(relation.start, relation.end):
            for near, far in product(leaves(VOCABULARY, start), leaves(VOCABULARY, end)):
                if relation.same_label and near != far:
                    continue
                graph.add_edge(near, far, (relation.name, True))
                graph.add_edge(far, near, (relation.name, relation.symmetric))
    return graph


def walks(start: str, end: str, length: int) -> set[Metapath]:
    graph = kinds_graph()
    found, layer = set(), {Metapath((start,), ())}
    for _ in range(length):
        layer = {
            Metapath((*one.kinds, far), (*one.steps, step))
            for one in layer
            for _, far, step in graph.out_edges(one.kinds[-1], keys=True)
        }
        found |= {one for one in layer if one.kinds[-1] == end}
    return found


@pytest.mark.parametrize(
    ("start", "end"), [("Demand", "Achievement"), ("Enterprise", "Researcher"), ("Term", "Region")]
)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_they_are_the_walks_among_kinds(start: str, end: str, length: int) -> None:
    found = list(metapaths(VOCABULARY, start, end, length))
    assert len(set(found)) == len(found)
    assert set(found) == walks(start, end, length)
    assert [len(one.steps) for one in found] == sorted(len(one.steps) for one in found)


def test_between_equal_ends_one_of_each_direction() -> None:
    found = set(metapaths(VOCABULARY, "Patent", "Patent", 2))
    assert {
        min(one, one.reversed(VOCABULARY), key=lambda m: m.text(VOCABULARY)) for one in walks("Patent", "Patent", 2)
    } == found


def test_a_kind_stands_for_those_under_it() -> None:
    ends = {one.kinds[-1] for one in metapaths(VOCABULARY, "Researcher", "Organization", 1)}
    assert ends == {"Institution", "Enterprise"}


def test_only_what_may_be_walked_and_passed() -> None:
    found = list(metapaths(VOCABULARY, "Demand", "Patent", 4, kinds=["Term"], relations=["MENTIONS"]))
    assert [one.text(VOCABULARY) for one in found] == ["Demand>MENTIONS>Term<MENTIONS<Patent"]
    with pytest.raises(NotFoundError, match="UNKNOWN_RELATION"):
        list(metapaths(VOCABULARY, "Demand", "Patent", 2, relations=["KNOWS"]))
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        list(metapaths(VOCABULARY, "Demand", "Nothing", 2))


def test_short_names_tell_metapaths_apart() -> None:
    every = [one for end in ("Achievement", "Researcher") for one in metapaths(VOCABULARY, "Demand", end, 3)]
    assert len({abbreviation(one, VOCABULARY) for one in every}) == len(every)
    one = Metapath.parse("Demand>MENTIONS>Term<MENTIONS<Patent", VOCABULARY)
    assert abbreviation(one, VOCABULARY) == "De>me>Ter<me<Pa"

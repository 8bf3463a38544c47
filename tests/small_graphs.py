"""Small random heterogeneous graphs for the oracle tests, as facts and as networkx sees them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import networkx as nx
from hypothesis import strategies as st

from graph.ontology import load_vocabulary
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection

KINDS = ("Researcher", "Institution", "Patent", "Term")
# One relation between two kinds, two from and to one kind, one without direction, one with the kind in a family.
RELATIONS = (
    ("INVENTED", "Researcher", "Patent"),
    ("AFFILIATED_WITH", "Researcher", "Institution"),
    ("OWNS", "Institution", "Patent"),
    ("MENTIONS", "Patent", "Term"),
    ("CITES", "Patent", "Patent"),
    ("COLLABORATES_WITH", "Institution", "Institution"),
    ("INVESTS_IN", "Institution", "Institution"),
)
VOCABULARY = load_vocabulary()


@dataclass(frozen=True)
class Small:
    """A graph as facts; ``projection()`` and ``networkx()`` are two readings of the same."""

    nodes: tuple[NodeFact, ...]
    edges: tuple[EdgeFact, ...]

    def projection(self) -> Projection:
        return from_facts(self.nodes, self.edges, VOCABULARY, version="test")

    def networkx(self) -> nx.MultiGraph[str]:
        """Undirected; an edge's key is (relation, start), so that two directions are two edges."""
        graph: nx.MultiGraph[str] = nx.MultiGraph()
        graph.add_nodes_from(node.uid for node in self.nodes)
        for edge in self.distinct():
            graph.add_edge(edge.start, edge.end, key=(edge.relation, edge.start), confidence=edge.confidence)
        return graph

    def distinct(self) -> list[EdgeFact]:
        """Without loops and doubles, by the rule of the projection: least hidden, then most confident."""
        best: dict[tuple[str, ...], EdgeFact] = {}
        for edge in self.edges:
            if edge.start != edge.end:
                symmetric = VOCABULARY.relation(edge.relation).symmetric
                ends = tuple(sorted((edge.start, edge.end))) if symmetric else (edge.start, edge.end)
                key = (edge.relation, *ends)
                if key not in best or (edge.level, -edge.confidence) < (best[key].level, -best[key].confidence):
                    best[key] = edge
        return list(best.values())

    def visible(self, level: int) -> Small:
        """The same without what is above a level."""
        return Small(self.nodes, tuple(edge for edge in self.distinct() if edge.level <= level))


def pdp_factors(small: Small) -> dict[tuple[str, frozenset[str], str], float]:
    """c · (d_out · d_in)^-½ of every edge, by relation, ends and stated start."""
    out: Counter[tuple[str, str]] = Counter()
    back: Counter[tuple[str, str]] = Counter()
    for edge in small.distinct():
        out[edge.relation, edge.start] += 1
        back[edge.relation, edge.end] += 1
        if VOCABULARY.relation(edge.relation).symmetric:
            out[edge.relation, edge.end] += 1
            back[edge.relation, edge.start] += 1
    return {
        (e.relation, frozenset((e.start, e.end)), e.start): e.confidence
        * (out[e.relation, e.start] * back[e.relation, e.end]) ** -0.5
        for e in small.distinct()
    }


@st.composite
def small_graphs(draw: st.DrawFn, *, most: int = 4, edges: int = 14) -> Small:
    """At most ``most`` nodes of each kind, and at most ``edges`` edges."""
    nodes = tuple(
        NodeFact(f"{kind.lower()}:{i}", kind, f"{kind} {i}")
        for kind in KINDS
        for i in range(draw(st.integers(1, most)))
    )
    by_kind = {kind: [node.uid for node in nodes if node.kind == kind] for kind in KINDS}

    def edge(relation: tuple[str, str, str]) -> st.SearchStrategy[EdgeFact]:
        name, start, end = relation
        return st.builds(
            EdgeFact,
            st.sampled_from(by_kind[start]),
            st.just(name),
            st.sampled_from(by_kind[end]),
            st.sampled_from((1.0, 0.5, 0.25)),
            st.just(-1),
            st.sampled_from((0, 0, 0, 1, 2)),
            st.sampled_from((-1, -1, 2010)),
        )

    found = draw(st.lists(st.sampled_from(RELATIONS).flatmap(edge), max_size=edges))
    return Small(nodes, tuple(found))

"""Seeded small graphs with all that trips path counting: quicker to make than drawn ones, so that there can be many."""

from __future__ import annotations

from random import Random

from graph.projection.facts import EdgeFact, NodeFact
from tests.small_graphs import KINDS, RELATIONS, Small

CONFIDENCES, LEVELS = (1.0, 0.5, 0.25), (0, 0, 0, 1, 2)


def random_graph(seed: int) -> Small:
    """At most three nodes of each kind, some kinds without any; at most 13 edges, some twice, loops among them."""
    dice = Random(seed)
    nodes = tuple(NodeFact(f"{kind.lower()}:{i}", kind) for kind in KINDS for i in range(dice.randint(0, 3)))
    by_kind = {kind: [node.uid for node in nodes if node.kind == kind] for kind in KINDS}
    fit = [one for one in RELATIONS if by_kind[one[1]] and by_kind[one[2]]]
    edges = [_edge(dice, by_kind, dice.choice(fit)) for _ in range(dice.randint(0, 13)) if fit]
    return Small(nodes, (*edges, *(_turned(dice, one) for one in edges if dice.random() < 0.2)))


def renumbered(small: Small, seed: int) -> tuple[Small, dict[str, str]]:
    """The same graph with uids in another order, so that every node has another id, and the new uid of every node."""
    names = [node.uid for node in small.nodes]
    other = dict(zip(names, Random(seed).sample([f"{i:03}" for i in range(len(names))], len(names)), strict=True))
    nodes = tuple(NodeFact(other[node.uid], node.kind) for node in small.nodes)
    edges = tuple(
        EdgeFact(other[one.start], one.relation, other[one.end], one.confidence, one.year, one.level, one.last)
        for one in small.edges
    )
    return Small(nodes, edges), other


def _edge(dice: Random, by_kind: dict[str, list[str]], one: tuple[str, str, str]) -> EdgeFact:
    ends = (dice.choice(by_kind[one[1]]), dice.choice(by_kind[one[2]]))
    return EdgeFact(ends[0], one[0], ends[1], dice.choice(CONFIDENCES), -1, dice.choice(LEVELS))


def _turned(dice: Random, edge: EdgeFact) -> EdgeFact:
    """The edge once more, with its ends exchanged where the relation allows, and perhaps of another confidence."""
    within = edge.start.partition(":")[0] == edge.end.partition(":")[0]
    ends = (edge.end, edge.start) if within else (edge.start, edge.end)
    return EdgeFact(ends[0], edge.relation, ends[1], dice.choice(CONFIDENCES), -1, dice.choice(LEVELS))

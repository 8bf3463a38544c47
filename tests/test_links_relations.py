"""How several entities are connected: trees and connectors against brute force, and the surfaces over the examples."""

from __future__ import annotations

import json
from itertools import combinations
from math import inf, log

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli.frame import invoke
from api.settings import Settings
from graph.errors import InputError, LimitError, NotFoundError
from graph.links.best import best
from graph.links.bounds import Bounds
from graph.links.engine import Engine
from graph.links.footing import Footing
from graph.links.meeting import Found
from graph.links.paths import ask
from graph.links.related import connectors
from graph.links.tree import connecting, united
from graph.links.walks import Budget
from graph.vocabulary import Level
from tests.small_graphs import Small, pdp_factors, small_graphs
from tests.test_links_engine import DEMAND, HIDDEN, POSTER, uid_of
from tests.test_links_paths import by_networkx

quick = settings(max_examples=40, deadline=None)
AMPLE = 10_000_000


def pools(ground: Footing, uids: list[str]) -> dict[tuple[int, int], list[Found]]:
    """All simple paths of at most four hops between each two."""
    found = {}
    for pair in combinations(uids, 2):
        question = ask(ground.view(Level.CORE), *pair, Bounds())
        found[question.start, question.end] = best(question, ground.tables[Level.CORE], AMPLE, Budget.of(AMPLE))
    return found


def cheapest(graph: nx.Graph[int], ends: list[int]) -> float:
    """The cost of the cheapest tree that connects ``ends``: the least over all sets of other nodes."""
    others, least = sorted(set(graph) - set(ends)), inf
    for count in range(len(others) + 1):
        for some in combinations(others, count):
            part = graph.subgraph([*ends, *some])
            if nx.is_connected(part):
                tree = nx.minimum_spanning_edges(part, weight="cost", data=True)
                least = min(least, sum(data["cost"] for *_, data in tree))
    return least


@quick
@given(small_graphs(most=2), st.integers(2, 5), st.data())
def test_a_tree_connects_them_and_costs_little(small: Small, many: int, data: st.DataObject) -> None:
    ground = Footing(small.projection())
    uids = data.draw(st.permutations([node.uid for node in small.nodes]))[:many]
    nodes, moves = [ground.projection.id_of(uid) for uid in uids], ground.moves[Level.CORE]
    paths = [one for pool in pools(ground, uids).values() for one in pool]
    whole = united(paths, moves)
    tree: nx.Graph[int] = nx.Graph()
    tree.add_edges_from((one.nodes[0], one.nodes[1]) for one in connecting(paths, nodes, moves))
    assert not tree or nx.is_forest(tree)
    for part in nx.connected_components(whole):
        ends = sorted(part & set(nodes))
        if len(ends) > 1:
            assert nx.node_connected_component(tree, ends[0]) >= set(ends)
            cost = sum(whole.edges[edge]["cost"] for edge in tree.edges if set(edge) <= part)
            assert cost <= 2 * (1 - 1 / len(ends)) * cheapest(whole.subgraph(part), ends) + 1e-9


@quick
@given(small_graphs(), st.data())
def test_edges_of_paths_cost_what_they_weigh(small: Small, data: st.DataObject) -> None:
    ground, weights = Footing(small.projection()), pdp_factors(small)
    uids = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    paths = [one for pool in pools(ground, uids).values() for one in pool]
    names = ground.projection.uids
    whole = united(paths, ground.moves[Level.CORE])
    for near, far in whole.edges:
        ends, cost = frozenset((names[near], names[far])), whole.edges[near, far]["cost"]
        wanted = min(-log(weight) for (_, both, _), weight in weights.items() if both == ends)
        assert cost == pytest.approx(wanted, abs=1e-9)
    for one in connecting(paths, [ground.projection.id_of(uid) for uid in uids], ground.moves[Level.CORE]):
        assert ground.moves[Level.CORE].all[one.steps[0]].forward


@quick
@given(small_graphs(), st.integers(2, 5), st.data())
def test_connectors_are_ranked_by_pairs_then_share(small: Small, many: int, data: st.DataObject) -> None:
    ground = Footing(small.projection())
    uids = data.draw(st.permutations([node.uid for node in small.nodes]))[:many]
    shares: dict[str, list[float]] = {}
    for pair in combinations(uids, 2):
        told = by_networkx(small, *pair, 4)
        for node in {node for nodes, _ in told for node in nodes[1:-1]} - set(uids):
            through = sum(score for (nodes, _), score in told.items() if node in nodes)
            shares.setdefault(node, []).append(through / sum(told.values()))
    pairs = many * (many - 1) // 2
    found = connectors(ground, pools(ground, uids), [ground.projection.id_of(uid) for uid in uids])
    assert {one.entity.uid: one.pairs for one in found} == {node: len(some) for node, some in shares.items()}
    wanted = {node: sum(some) / pairs for node, some in shares.items()}
    assert {one.entity.uid: one.share for one in found} == pytest.approx(wanted)
    order = [(-one.pairs, -round(one.share, 12)) for one in found]
    assert order == sorted(order)
    for one in found:
        assert {entity.uid for entity in one.joins} <= set(uids)
        assert one.entity.caption in one.sentence.zh


def test_relations_are_told_with_evidence(engine: Engine) -> None:
    uids = [DEMAND, uid_of(engine, "清华大学"), uid_of(engine, "示例·云溪电池有限公司"), uid_of(engine, "石墨烯")]
    result = engine.relations(uids, first=2)
    assert [one.uid for one in result.entities] == uids
    assert [(pair.start.uid, pair.end.uid) for pair in result.pairs] == list(combinations(uids, 2))
    for pair in result.pairs:
        assert 1 <= len(pair.paths) <= 2
        assert all(step.evidence for path in pair.paths for step in path.steps)
    tree = nx.Graph((step.start, step.end) for step in result.tree)
    assert nx.is_tree(tree)
    assert set(uids) <= set(tree) == {node.uid for node in result.nodes}
    for step in result.tree:
        assert step.forward
        assert step.evidence
        assert step.sentence.zh
        assert step.sentence.en
    assert result.connectors[0].pairs > 1
    assert result.apart == ()
    assert (result.truncated, result.bound) == (True, "first")
    two = engine.relations(uids[:2], first=5)
    assert two.pairs[0].paths == engine.paths(*uids[:2], first=5).paths


def test_relations_say_what_ended_the_search(engine: Engine) -> None:
    law, school = "pol:source_id:laws/LAW-001", uid_of(engine, "清华大学")
    result = engine.relations([DEMAND, law, school], bounds=Bounds(max_hops=1))
    assert law in {one.uid for one in result.apart}
    assert result.bound == "hops"
    assert result.reason is not None
    spent = engine.relations([DEMAND, law, school], bounds=Bounds(max_hops=6, budget=1_000))
    assert (spent.truncated, spent.bound) == (True, "budget")
    none = engine.paths(DEMAND, school, bounds=Bounds(avoid=(law,), relations=("POSTED",)))
    assert (none.paths, none.bound) == ((), "conditions")
    with pytest.raises(InputError, match="RELATIONS_SAME"):
        engine.relations([DEMAND, school, DEMAND])
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        engine.relations([DEMAND, "nobody"])
    for many in (1, 6):
        with pytest.raises(LimitError, match="LIMIT_RANGE"):
            engine.relations([DEMAND] * many)


def test_hidden_edges_are_in_no_relation(engine: Engine) -> None:
    poster = uid_of(engine, POSTER)

    def steps(level: Level) -> set[tuple[str, ...]]:
        found = engine.relations([poster, HIDDEN, DEMAND], bounds=Bounds(max_hops=2), first=20, clearance=level)
        told = [step for pair in found.pairs for path in pair.paths for step in path.steps]
        return {(step.relation, *sorted((step.start, step.end))) for step in [*told, *found.tree]}

    hidden = ("POSTED", *sorted((poster, HIDDEN)))
    assert hidden in steps(Level.CORE)
    assert hidden not in steps(Level.PUBLIC)


def test_relations_on_the_command_line(
    examples_settings: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    uids = [DEMAND, uid_of(engine, "清华大学"), uid_of(engine, "石墨烯")]
    assert invoke(examples_settings, ["relations", *uids, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["uid"] for one in answer["entities"]] == uids
    assert len(answer["pairs"]) == len(list(combinations(uids, 2)))
    assert invoke(examples_settings, ["relations", *uids]) == 0
    told = capsys.readouterr().out
    assert all(step["sentence"]["zh"] in told or step["sentence"]["en"] in told for step in answer["tree"][:1])
    assert invoke(examples_settings, ["relations", uids[0]]) != 0
    assert "LIMIT_RANGE" in capsys.readouterr().err

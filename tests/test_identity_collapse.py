"""Merged entities are shown as one everywhere, with all their facts and rows; and as before once it is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from etl.identity.merge import Registrar
from graph.projection import files
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.projection.united import united
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.identity_graphs import BOTH, DEMAND, FULL, NOW, PATENT, SHORT, THIRD, edge, fill, node, nodes
from tests.small_graphs import VOCABULARY, Small, small_graphs

Ask = Callable[..., dict[str, Any]]

EVERYTHING = """query ($uid: ID!) {
  node(uid: $uid) { uid kind caption fictitious sources { row file } counts { relation forward count }
    properties { name value values hidden } ... on Enterprise { aliases uscc website } }
  neighborhood(uid: $uid) { center { uid } nodes { uid caption }
    steps { start end relation forward confidence sentence { zh } evidence { row } } }
  entities(kind: "Organization", first: 50) { nodes { uid caption sources { row } } }
  sorted: entities(kind: "Organization", orderBy: "name", first: 50) { nodes { uid } }
  search(query: "海信") { hits { entity { uid } } counts { kind count } }
  vocabulary { labels { name count } relations { name count } }
  status { nodes edges }
}"""

PATHS = """query ($a: ID!, $b: ID!) {
  paths(from: $a, to: $b) { paths { steps { start end evidence { row } } } }
}"""


def told(graph: Projection) -> list[object]:
    """Everything an answer can see of a projection."""
    edges = {
        name: [[getattr(csr, column).tolist() for column in files.COLUMNS] for csr in both]
        for name, both in graph.relations.items()
    }
    uids, captions = ([strings[i] for i in range(len(strings))] for strings in (graph.uids, graph.captions))
    return [uids, captions, edges, graph.fictitious.tolist(), graph.order.tolist()]


@settings(max_examples=40, deadline=None)
@given(small_graphs(), st.data())
def test_collapsing_is_renaming_the_ends_of_edges(small: Small, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["Institution", "Patent", "Researcher"]))
    members = [one.uid for one in small.nodes if one.kind == kind]
    front, *others = data.draw(st.lists(st.sampled_from(members), min_size=1, unique=True))
    shown = dict.fromkeys(others, front)
    marked = [one._replace(canonical=shown.get(one.uid, "")) for one in small.nodes]
    graph = from_facts(marked, small.edges, VOCABULARY)
    renamed = [e._replace(start=shown.get(e.start, e.start), end=shown.get(e.end, e.end)) for e in small.edges]
    plain = from_facts([one for one in small.nodes if one.uid not in shown], renamed, VOCABULARY)
    assert told(graph) == told(plain)
    assert {uid: graph.find(uid) for uid in others} == dict.fromkeys(others, plain.find(front))
    assert graph.groups.get(front, (front,)) == (front, *sorted(others))


def test_nothing_is_lost_where_the_other_is_missing_or_in_a_ring() -> None:
    ring = [NodeFact("a", "Term", "甲", canonical="b"), NodeFact("b", "Term", "乙", canonical="a")]
    graph = from_facts([*ring, NodeFact("c", "Term", "丙", canonical="gone")], [], VOCABULARY)
    assert len(graph) == 3
    assert graph.groups == {}


def test_a_term_that_is_merged_becomes_a_synonym_and_its_text_stays(tmp_path: Path) -> None:
    facts = [
        NodeFact("t1", "Term", "石墨烯"),
        NodeFact("t2", "Term", "单层石墨", names=("graphene",), canonical="t1"),
        NodeFact("p1", "Patent", "甲", text="导热膜", fictitious=True),
        NodeFact("p2", "Patent", "乙", text="电解液", canonical="p1"),
    ]
    files.save(from_facts(facts, [EdgeFact("p2", "MENTIONS", "t2")], VOCABULARY), tmp_path / "one")
    graph = files.load(tmp_path / "one", VOCABULARY)
    assert graph.synonyms() == dict.fromkeys(["单层石墨", "graphene"], graph.id_of("t1"))
    assert {"导热", "电解液"} <= set(graph.documents.vocabulary)
    assert not graph.fictitious[graph.id_of("p2")]
    assert (graph.id_of("p2"), graph.groups) == (graph.id_of("p1"), {"p1": ("p1", "p2"), "t1": ("t1", "t2")})


def test_what_is_shown_stands_and_the_others_add_to_it(vocabulary: Vocabulary) -> None:
    label = vocabulary.label("Organization")
    front = {"uid": "a", "name": "甲", "aliases": ["子"], "scale": "大型", "sources": ["1"], "stub": True}
    other = {"uid": "b", "name": "乙", "aliases": ["子", "丑"], "scale": "小型", "website": "w", "sources": ["2"]}
    assert united(label, front, [{**other, "canonical": "a"}]) == {
        "uid": "a",
        "name": "甲",
        "aliases": ["子", "丑", "乙"],
        "scale": "大型",
        "website": "w",
        "sources": ["1", "2"],
    }


@pytest.fixture
def registrar(store: Store, vocabulary: Vocabulary) -> Registrar:
    fill(store)
    return Registrar(store, vocabulary, "测试")


@pytest.fixture
def ask(registrar: Registrar, store_address: StoreAddress, tmp_path: Path) -> Iterator[Ask]:
    """Asks a server over the store, as anonymous; gives the answer's data, or its errors' codes."""
    served = {
        "NEO4J_URI": store_address.uri,
        "NEO4J_USER": store_address.user,
        "NEO4J_PASSWORD": store_address.password,
    }
    with TestClient(create_app(Settings.from_environment({"KEZHUAN_HOME": str(tmp_path), **served}))) as client:

        def asking(query: str, **variables: object) -> dict[str, Any]:
            body = client.post("/graphql", json={"query": query, "variables": variables}).json()
            if "errors" in body:
                return {"errors": [error["extensions"]["code"] for error in body["errors"]]}
            data: dict[str, Any] = body["data"]
            return data

        yield asking


def counts(answer: dict[str, Any]) -> dict[tuple[str, bool], int]:
    return {(one["relation"], one["forward"]): one["count"] for one in answer["node"]["counts"]}


def rows(step: dict[str, Any]) -> set[int]:
    return {one["row"] for one in step["evidence"]}


def test_both_uids_answer_with_one_entity(registrar: Registrar, ask: Ask) -> None:
    registrar.merge([FULL, SHORT])
    answer = ask(EVERYTHING, uid=SHORT)
    assert answer == ask(EVERYTHING, uid=FULL)
    entity = answer["node"]
    assert (entity["uid"], entity["uscc"]) == (FULL, "914403001922038216")
    assert entity["aliases"] == ["海信网科", "海信网络科技（青岛）有限公司"]
    assert [one["row"] for one in entity["sources"]] == [1, 2]
    assert counts(answer)["APPLIED_FOR", True] == 2
    assert counts(answer)["COLLABORATES_WITH", True] == 1  # what they stated of each other is no edge
    assert ask('{ node(uid: "org:name:无") { uid } }') == {"errors": ["UNKNOWN_UID"]}


def test_edges_are_joined_and_open_to_the_rows_of_all(registrar: Registrar, ask: Ask) -> None:
    registrar.merge([FULL, SHORT])
    steps = {(s["relation"], s["end"]): s for s in ask(EVERYTHING, uid=FULL)["neighborhood"]["steps"]}
    assert all(step["start"] == FULL for step in steps.values())
    assert rows(steps["APPLIED_FOR", BOTH]) == {8, 18}
    assert rows(steps["APPLIED_FOR", PATENT]) == {7}
    assert rows(steps["COLLABORATES_WITH", THIRD]) == {20}
    found = ask(PATHS, a=DEMAND, b=PATENT)["paths"]
    assert [[rows(step) for step in path["steps"]] for path in found["paths"]] == [[{9}, {7}]]
    assert {step["end"] for path in found["paths"] for step in path["steps"]} == {FULL, PATENT}


def test_lists_counts_and_search_show_one(registrar: Registrar, ask: Ask) -> None:
    before = ask(EVERYTHING, uid=FULL)
    registrar.merge([FULL, SHORT])
    after = ask(EVERYTHING, uid=FULL)
    for name in ("entities", "sorted"):
        assert {one["uid"] for one in before[name]["nodes"]} == {FULL, SHORT, THIRD}
        assert {one["uid"] for one in after[name]["nodes"]} == {FULL, THIRD}
    assert {one["uid"]: len(one["sources"]) for one in after["entities"]["nodes"]} == {FULL: 2, THIRD: 1}
    assert [hit["entity"]["uid"] for hit in after["search"]["hits"]].count(FULL) == 1
    assert SHORT not in str(after)
    assert after["status"]["nodes"] == before["status"]["nodes"] - 1
    kinds = {one["name"]: one["count"] for one in after["vocabulary"]["labels"]}
    assert kinds["Enterprise"] == 2
    found = ask('{ search(query: "海信网科") { hits { entity { uid } snippet } } }')["search"]["hits"]
    assert [(hit["entity"]["uid"], "海信网科" in hit["snippet"]) for hit in found][:1] == [(FULL, True)]


def test_undoing_shows_everything_as_before(registrar: Registrar, ask: Ask) -> None:
    before = [ask(EVERYTHING, uid=uid) for uid in (FULL, SHORT, BOTH)]
    decision = registrar.merge([FULL, SHORT], keep=SHORT).decisions[0]
    assert ask(EVERYTHING, uid=FULL)["node"]["uid"] == SHORT
    registrar.undo(decision.id)
    assert [ask(EVERYTHING, uid=uid) for uid in (FULL, SHORT, BOTH)] == before


def test_every_decision_is_a_version_of_its_own(registrar: Registrar, ask: Ask) -> None:
    query = "{ status { loadVersion } }"
    versions = [ask(query)["status"]["loadVersion"]]
    registrar.merge([FULL, SHORT])
    versions.append(ask(query)["status"]["loadVersion"])
    registrar.split([SHORT])
    versions.append(ask(query)["status"]["loadVersion"])
    assert versions == ["L1", "L1+1", "L1+2"]


def test_the_rows_of_a_hidden_edge_stay_hidden(registrar: Registrar, store: Store, ask: Ask) -> None:
    edge(store, "POSTED", FULL, DEMAND, row=50)
    secret = {"start": SHORT, "end": DEMAND, "properties": {"level": 2}, "sources": ["d|f.csv||51|x"]}
    store.write("etl_edges", parts={"relation": "POSTED"}, rows=[secret], files=["d|f.csv|"])
    stub = node("org:name:海信网络科技公司", "海信网络科技公司", 51, stub=True)
    nodes(store, "Organization", stub)
    store.write("etl_edges", parts={"relation": "POSTED"}, rows=[{**secret, "start": stub["uid"]}], files=[])
    registrar.merge([FULL, SHORT, stub["uid"]])
    answer = ask(EVERYTHING, uid=SHORT)
    (posted,) = [step for step in answer["neighborhood"]["steps"] if step["relation"] == "POSTED"]
    assert rows(posted) == {50}
    assert 51 not in [one["row"] for one in answer["node"]["sources"]]


def test_an_entity_whose_front_is_gone_is_shown_as_itself(registrar: Registrar, store: Store, ask: Ask) -> None:
    registrar.merge([THIRD, SHORT], keep=THIRD)
    store.write("etl_edges_delete", parts={"relation": "COLLABORATES_WITH"}, rows=[{"start": SHORT, "end": THIRD}])
    store.write("etl_nodes_delete", rows=[{"uid": THIRD}])
    store.write("etl_load_start", id="L2", started=NOW, sources=[], files=[])
    store.write("etl_load_complete", id="L2", finished=NOW, changes=1, report="{}", left=[], fingerprint="")
    answer = ask(EVERYTHING, uid=SHORT)
    assert answer["node"]["uid"] == SHORT
    assert {one["uid"] for one in answer["entities"]["nodes"]} == {FULL, SHORT}

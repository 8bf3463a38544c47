"""A poster that is known from its anonymous demand alone: nothing that may be asked joins the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.keys import KeyRing
from api.settings import Settings
from etl.run import load
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

DEMANDS = """编号,需求名称,技术难题,发布单位,匿名发布,预算,联系人
D1,寻找石墨烯导热膜,电池包散热不均,临海隐名电池厂,是,1234567,李某 13900000000
D2,寻找防腐涂层,海上风机塔筒锈蚀,临海风电厂,否,,
"""
HIDDEN, OPEN = "org:name:临海隐名电池厂", "org:name:临海风电厂"
DEMAND = "dem:source_id:demands/D1"
AROUND = """query($uid: ID!) {
  node(uid: $uid) { caption counts { relation count } sources { file row } properties { name value hidden } }
  neighborhood(uid: $uid) { counts { count } nodes { uid } steps { end } }
  partners(uid: $uid) { partners { target { uid } } } }"""
GROUPS = """{
  communities { communities { key { uid caption } sizes { kind count } } }
  keyNodes { nodes { node { uid caption } } relations } }"""
INSIGHT = """query($uid: ID!) {
  hubs { hubs { node { uid } } }
  similar(uid: $uid, kinds: ["Organization"]) { center { uid } similar { node { uid } } }
  gaps(first: 50) { unmet { demands { uid } supply { uid } } unused { demands { uid } supply { uid } } } }"""

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(store: Store, store_address: StoreAddress, vocabulary: Vocabulary, tmp_path: Path) -> Iterator[Ask]:
    """Asks the app, over a graph of ``DEMANDS``, as a role."""
    file = tmp_path / "demands.csv"
    file.write_text(DEMANDS, encoding="utf-8")
    load([file], store, vocabulary, kind="Demand")
    settings = Settings(
        home=tmp_path,
        cache=tmp_path,
        neo4j_uri=store_address.uri,
        neo4j_user=store_address.user,
        neo4j_password=store_address.password,
    )
    ring = KeyRing(settings.keys_file, vocabulary)
    with TestClient(create_app(settings)) as client:

        def post(role: str, query: str, **variables: Any) -> dict[str, Any]:
            headers = {} if role == "anonymous" else {"X-API-Key": ring.add(role)[0]}
            body = {"query": query, "variables": variables}
            answer: dict[str, Any] = client.post("/graphql", json=body, headers=headers).json()
            assert "errors" not in answer, answer
            data: dict[str, Any] = answer["data"]
            return data

        yield post


def test_nothing_of_the_poster_leads_to_its_demand(ask: Ask) -> None:
    for role in ("anonymous", "registered"):
        found = ask(role, AROUND, uid=HIDDEN)
        assert found["node"]["caption"] == "临海隐名电池厂"
        assert found["node"]["sources"] == []
        assert found["node"]["counts"] == []
        assert found["neighborhood"] == {"counts": [], "nodes": [], "steps": []}
        assert "临海隐名电池厂" not in str(ask(role, AROUND, uid=DEMAND))
    shown = ask("matchmaker", AROUND, uid=HIDDEN)
    assert shown["node"]["sources"] == [{"file": "demands.csv", "row": 2}]
    assert [node["uid"] for node in shown["neighborhood"]["nodes"]] == [DEMAND]


def test_no_insight_gives_the_poster_away(ask: Ask) -> None:
    for role in ("anonymous", "registered"):
        found = ask(role, INSIGHT, uid=HIDDEN) | ask(role, GROUPS)
        assert found["similar"]["similar"] == []
        del found["similar"]["center"]
        assert HIDDEN not in str(found)
        assert "临海隐名电池厂" not in str(found)
    shown = ask("matchmaker", GROUPS)
    assert HIDDEN in {one["node"]["uid"] for one in shown["keyNodes"]["nodes"]}
    assert HIDDEN in str(shown["communities"])


def test_a_poster_that_does_not_hide_is_told_with_its_row(ask: Ask) -> None:
    found = ask("anonymous", AROUND, uid=OPEN)
    assert found["node"]["sources"] == [{"file": "demands.csv", "row": 3}]
    assert found["node"]["counts"] == [{"relation": "POSTED", "count": 1}]


def test_the_demand_itself_keeps_its_row_and_hides_its_core(ask: Ask) -> None:
    found = ask("anonymous", AROUND, uid=DEMAND)["node"]
    assert found["sources"] == [{"file": "demands.csv", "row": 2}]
    assert "1234567" not in str(found)
    assert "13900000000" not in str(found)
    hidden = {entry["name"] for entry in found["properties"] if entry["hidden"]}
    assert {"budget", "contact", "parameters"} <= hidden


def test_search_for_the_poster_does_not_find_the_demand(ask: Ask) -> None:
    query = "query($q: String!) { search(query: $q) { hits { entity { uid } snippet } } }"
    hits = ask("anonymous", query, q="隐名电池厂")["search"]["hits"]
    assert DEMAND not in {hit["entity"]["uid"] for hit in hits if "隐名" in hit["snippet"]}
    for text in ("13900000000", "1234567"):
        assert ask("admin", query, q=text)["search"]["hits"] == []

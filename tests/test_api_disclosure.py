"""What a role may not see it sees nowhere: not in fields, filters, orders, search, counts, neighbours or paths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.keys import KeyRing
from api.settings import Settings
from graph.ontology import load_vocabulary
from graph.store.bolt import Store
from graph.vocabulary import Level, Vocabulary
from tests.page_fixtures import beside

ROLES = ("anonymous", "registered", "matchmaker", "admin")
FIELDS = [
    (label.name, prop.name, prop.level)
    for label in load_vocabulary().labels.values()
    for prop in label.properties.values()
]


class Portal:
    """A client of the real app with a key for every role."""

    def __init__(self, client: TestClient, keys: dict[str, str]) -> None:
        self.client = client
        self.keys = keys

    def ask(self, role: str, query: str, **variables: Any) -> dict[str, Any]:
        headers = {"X-API-Key": self.keys[role]} if role in self.keys else {}
        body = {"query": query, "variables": variables}
        answer: dict[str, Any] = self.client.post("/graphql", json=body, headers=headers).json()
        return answer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="module")
def portal(examples_settings: Settings, examples: Store, vocabulary: Vocabulary, home: Path) -> Iterator[Portal]:
    settings = beside(examples_settings, home)
    ring = KeyRing(settings.keys_file, vocabulary)
    keys = {role: ring.add(role)[0] for role in ROLES[1:]}
    with TestClient(create_app(settings)) as client:
        client.get("/ready")
        yield Portal(client, keys)


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


@pytest.mark.parametrize("role", ROLES)
def test_hidden_fields_are_null_and_said_to_be_hidden(portal: Portal, vocabulary: Vocabulary, role: str) -> None:
    clearance = vocabulary.roles[role].clearance
    for label in vocabulary.labels.values():
        fields = " ".join(camel(name) for name in label.properties)
        kind = label.name
        query = f'{{ entities(kind: "{kind}", first: 30) {{ nodes {{ uid ... on {kind} {{ {fields} }} }} }} }}'
        answer = portal.ask(role, query)
        hidden = {p.name for p in label.properties.values() if p.level > clearance}
        told = {r["property"] for r in answer["extensions"].get("redactions", [])}
        of_kind = [node for node in answer["data"]["entities"]["nodes"] if set(node) - {"uid"}]
        assert told == (hidden if of_kind else set()), (role, label.name)
        for node in of_kind:
            assert all(node[camel(name)] is None for name in hidden)


@pytest.mark.parametrize("role", ROLES)
def test_the_list_of_properties_hides_values_but_not_that_they_are_hidden(
    portal: Portal, vocabulary: Vocabulary, role: str
) -> None:
    clearance = vocabulary.roles[role].clearance
    query = """query($kind: String!) { entities(kind: $kind, first: 20)
      { nodes { kind properties { name level hidden value values } } } }"""
    for kind in vocabulary.labels:
        for node in portal.ask(role, query, kind=kind)["data"]["entities"]["nodes"]:
            hidden = [p.name for p in vocabulary.label(node["kind"]).properties.values() if p.level > clearance]
            assert [p["name"] for p in node["properties"] if p["hidden"]] == hidden
            for prop in node["properties"]:
                assert prop["hidden"] == (prop["value"] is None and prop["values"] is None)


@pytest.mark.parametrize("role", ROLES)
def test_targets_of_a_match_are_disclosed_by_the_same_rule(portal: Portal, role: str) -> None:
    query = """{ match(text: "想找导热率高的石墨烯导热材料制备方法", targets: ["Achievement"], first: 3) { explanations
      { entity { uid ... on Achievement { priceBand floorPrice } } target { uid } } } }"""
    answer = portal.ask(role, query)
    found = answer["data"]["match"]["explanations"]
    assert found
    assert [e["entity"]["uid"] for e in found] == [e["target"]["uid"] for e in found]
    told = [r for r in answer["extensions"].get("redactions", []) if r["path"][-1] in {"priceBand", "floorPrice"}]
    fields = {"anonymous": 2, "registered": 1}.get(role, 0)
    assert len(told) == fields * len(found)
    assert all(r["path"][:2] == ["match", "explanations"] for r in told)


def test_a_matchmaker_sees_core_values(portal: Portal) -> None:
    query = '{ entities(kind: "Demand", first: 50) { nodes { ... on Demand { budget contact } } } }'
    nodes = portal.ask("matchmaker", query)["data"]["entities"]["nodes"]
    assert any(node["budget"] for node in nodes)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("kind", "name", "level"), [f for f in FIELDS if f[2] > Level.PUBLIC])
def test_no_filter_and_no_order_by_what_is_hidden(
    portal: Portal, vocabulary: Vocabulary, role: str, kind: str, name: str, level: Level
) -> None:
    allowed = vocabulary.roles[role].clearance >= level
    value = "1" if vocabulary.label(kind).properties[name].type in ("number", "integer") else "x"
    queries = [
        f'{{ entities(kind: "{kind}", {argument}) {{ nodes {{ uid }} }} }}'
        for spelled in {name, camel(name)}
        for argument in (f'where: [{{property: "{spelled}", value: "{value}"}}]', f'orderBy: "{spelled}"')
    ]
    for query in queries:
        codes = [e["extensions"]["code"] for e in portal.ask(role, query).get("errors", [])]
        assert ("DISCLOSURE_FILTER" not in codes) if allowed else codes == ["DISCLOSURE_FILTER"]


def anonymous_demand(portal: Portal) -> str:
    query = (
        """{ entities(kind: "Demand", where: [{property: "anonymous", value: "true"}], first: 1) { nodes { uid } } }"""
    )
    uid: str = portal.ask("matchmaker", query)["data"]["entities"]["nodes"][0]["uid"]
    return uid


NEAR = """query($uid: ID!, $first: Int) { neighborhood(uid: $uid, first: $first)
  { counts { relation count } nodes { uid } } node(uid: $uid) { counts { relation count } } }"""


def test_an_anonymous_poster_is_hidden_from_both_ends(portal: Portal) -> None:
    uid = anonymous_demand(portal)
    seen = portal.ask("matchmaker", NEAR, uid=uid, first=200)["data"]
    assert "POSTED" in {count["relation"] for count in seen["neighborhood"]["counts"]}
    poster = next(node["uid"] for node in seen["neighborhood"]["nodes"] if node["uid"].startswith("org:"))
    for role in ("anonymous", "registered"):
        hidden = portal.ask(role, NEAR, uid=uid, first=200)["data"]
        assert poster not in {node["uid"] for node in hidden["neighborhood"]["nodes"]}
        assert "POSTED" not in {count["relation"] for count in hidden["neighborhood"]["counts"]}
        assert "POSTED" not in {count["relation"] for count in hidden["node"]["counts"]}
        back = portal.ask(role, NEAR, uid=poster, first=200)["data"]
        assert uid not in {node["uid"] for node in back["neighborhood"]["nodes"]}


def test_no_path_runs_over_a_hidden_edge(portal: Portal) -> None:
    uid = anonymous_demand(portal)
    nodes = portal.ask("matchmaker", NEAR, uid=uid, first=200)["data"]["neighborhood"]["nodes"]
    poster = next(node["uid"] for node in nodes if node["uid"].startswith("org:"))
    query = """query($a: ID!, $b: ID!) { paths(from: $a, to: $b, maxHops: 3, first: 20)
      { paths { steps { relation start end } } } }"""
    direct = portal.ask("matchmaker", query, a=uid, b=poster)["data"]["paths"]["paths"]
    assert any(len(path["steps"]) == 1 for path in direct)
    for path in portal.ask("anonymous", query, a=uid, b=poster)["data"]["paths"]["paths"]:
        for step in path["steps"]:
            assert not (step["relation"] == "POSTED" and uid in (step["start"], step["end"]))


def test_counts_are_of_what_the_role_sees(portal: Portal) -> None:
    """The edges from anonymous demands to their posters are core: who may not see them does not see their number."""
    query = """{ vocabulary { relations { name count } } status { edges }
      entities(kind: "Demand", first: 200, where: [{property: "anonymous", value: "true"}]) { nodes { uid } } }"""
    seen = {}
    for role in ROLES:
        data = portal.ask(role, query)["data"]
        counts = {relation["name"]: relation["count"] for relation in data["vocabulary"]["relations"]}
        assert data["status"]["edges"] == sum(counts.values())
        seen[role] = counts
    hidden = len(data["entities"]["nodes"])
    assert hidden
    assert seen["admin"]["POSTED"] - seen["anonymous"]["POSTED"] == hidden
    assert seen["registered"] == seen["anonymous"]
    assert seen["matchmaker"] == seen["admin"]


def test_a_cursor_of_another_role_is_refused(portal: Portal) -> None:
    query = 'query($a: String) { entities(kind: "Demand", first: 2, orderBy: "title", after: $a) { endCursor } }'
    cursor = portal.ask("admin", query)["data"]["entities"]["endCursor"]
    assert portal.ask("admin", query, a=cursor)["data"]["entities"]["endCursor"]
    for role in ("anonymous", "registered", "matchmaker"):
        assert portal.ask(role, query, a=cursor)["errors"][0]["extensions"]["code"] == "CURSOR_INVALID"


def test_a_path_may_not_pass_a_hidden_edge_by_being_told_to(portal: Portal) -> None:
    uid = anonymous_demand(portal)
    nodes = portal.ask("matchmaker", NEAR, uid=uid, first=200)["data"]["neighborhood"]["nodes"]
    poster = next(node["uid"] for node in nodes if node["uid"].startswith("org:"))
    query = """query($a: ID!, $b: ID!) { paths(from: $a, to: $b, maxHops: 1, relations: ["POSTED"])
      { paths { score } reason { zh en } bound } neighborhood(uid: $b, relation: "POSTED", first: 200)
      { nodes { uid } } partners(uid: $b, maxHops: 2) { partners { target { uid } paths { nodes { uid } } } } }"""
    assert portal.ask("matchmaker", query, a=uid, b=poster)["data"]["paths"]["paths"]
    told = portal.ask("anonymous", query, a=uid, b=poster)["data"]
    assert told["paths"]["paths"] == []
    assert uid not in str(told["neighborhood"])
    assert uid not in str(told["partners"])


def test_search_does_not_find_core_text(portal: Portal) -> None:
    query = '{ entities(kind: "Demand", first: 100) { nodes { ... on Demand { parameters } } } }'
    nodes = portal.ask("admin", query)["data"]["entities"]["nodes"]
    secret = next(node["parameters"] for node in nodes if node["parameters"])
    found = portal.ask("admin", "query($q: String!) { search(query: $q) { hits { snippet } } }", q=secret[:40])
    assert all(secret[:12] not in hit["snippet"] for hit in found["data"]["search"]["hits"])


def test_an_unknown_or_revoked_key_is_refused(portal: Portal, home: Path, vocabulary: Vocabulary) -> None:
    ring = KeyRing(home / "keys.json", vocabulary)
    secret, key = ring.add("admin", note="for an hour")
    query = {"query": "{ status { role } }"}
    sent = portal.client.post("/graphql", json=query, headers={"X-API-Key": secret})
    assert sent.json()["data"]["status"]["role"] == "admin"
    ring.revoke(key.id)
    for given in (secret, "kz_nonsense"):
        refused = portal.client.post("/graphql", json=query, headers={"X-API-Key": given})
        assert refused.status_code == 401
        assert refused.json()["errors"][0]["extensions"]["code"] == "KEY_REFUSED"


def test_audit_has_who_and_what_but_no_secret_and_no_core_value(portal: Portal, home: Path) -> None:
    query = '{ entities(kind: "Demand", first: 20) { nodes { ... on Demand { budget contact } } } }'
    nodes = portal.ask("matchmaker", query)["data"]["entities"]["nodes"]
    portal.ask("anonymous", "query($t: String) { match(text: $t) { considered } }", t="机密的需求文字 石墨烯")
    log = (home / "audit.jsonl").read_text(encoding="utf-8")
    assert '"core_read":["Demand.budget","Demand.contact"]' in log
    assert '"role":"matchmaker"' in log
    assert "机密的需求文字" not in log
    assert all(secret not in log for secret in portal.keys.values())
    assert all(node["contact"] not in log for node in nodes if node["contact"])

"""What a role may not see it sees nowhere: not in fields, filters, orders, search, counts, neighbours or paths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
    from api.connect import store_address

    address = store_address(examples_settings)
    settings = replace(
        examples_settings, home=home, neo4j_uri=address.uri, neo4j_user=address.user, neo4j_password=address.password
    )
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
    where = f'{{ entities(kind: "{kind}", where: [{{property: "{name}", value: "{value}"}}]) {{ nodes {{ uid }} }} }}'
    order = f'{{ entities(kind: "{kind}", orderBy: "{name}") {{ nodes {{ uid }} }} }}'
    for query in (where, order):
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


def test_keys_are_kept_as_hashes_for_their_owner_only(portal: Portal, home: Path) -> None:
    file = home / "keys.json"
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text(encoding="utf-8")
    assert all(secret not in text for secret in portal.keys.values())


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


def test_a_store_that_is_down_is_told(examples_settings: Settings, tmp_path: Path) -> None:
    settings = replace(examples_settings, home=tmp_path, neo4j_uri="bolt://127.0.0.1:1", neo4j_password="never shown")
    with TestClient(create_app(settings)) as client:
        answer = client.post("/graphql", json={"query": "{ status { nodes } }"})
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"]["code"] in {"STORE_UNREACHABLE", "STORE_STARTING"}
        assert "never shown" not in answer.text
        assert client.get("/ready").status_code == 503
        assert client.get("/health").status_code == 200

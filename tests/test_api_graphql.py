"""GraphQL on the example graph: every portal operation, errors with codes, limits, pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema as build_core
from graphql import parse, validate
from starlette.testclient import TestClient

from api.app import create_app
from api.schema import persisted
from api.schema.query import build_schema
from api.settings import Settings
from graph.ontology import DEFAULT, load_vocabulary
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

GOLDEN = Path(__file__).parent / "goldens" / "schema.graphql"
TYPED = "想找导热率高、成本低的石墨烯导热材料制备方法"


@pytest.fixture(scope="module")
def client(examples_settings: Settings, examples: Store) -> Iterator[TestClient]:
    with TestClient(create_app(examples_settings)) as made:
        made.get("/ready")
        yield made


def ask(client: TestClient, name: str, **variables: Any) -> dict[str, Any]:
    body = {"extensions": {"persisted": name}, "variables": variables}
    answer: dict[str, Any] = client.post("/graphql", json=body).json()
    return answer


def code(answer: dict[str, Any]) -> str:
    found: str = answer["errors"][0]["extensions"]["code"]
    return found


def demand(client: TestClient) -> str:
    uid: str = ask(client, "examples")["data"]["entities"]["nodes"][0]["uid"]
    return uid


def test_schema_is_as_recorded(vocabulary: Vocabulary) -> None:
    assert build_schema(vocabulary).as_str() + "\n" == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", persisted.names())
def test_persisted_operations_fit_the_schema(name: str) -> None:
    schema = build_core(GOLDEN.read_text(encoding="utf-8"))
    assert validate(schema, parse(persisted.text(name))) == []


def test_every_fragment_is_spread_by_an_operation() -> None:
    known = set(persisted.FRAGMENT.findall(persisted.FRAGMENTS.read_text(encoding="utf-8")))
    spread = {name for operation in persisted.names() for name in persisted.FRAGMENT.findall(persisted.text(operation))}
    assert spread == known != set()


def test_a_new_kind_appears_without_code(tmp_path: Path) -> None:
    file = tmp_path / "ontology.toml"
    extra = """
[labels.Laboratory]
zh = "实验室"
en = "laboratory"
prefix = "lab"
color = "#123456"
caption = "name"
keys = [["name"]]
[labels.Laboratory.properties]
name = { zh = "名称", en = "name", type = "string", level = "public" }
safety_grade = { zh = "安全等级", en = "safety grade", type = "integer", level = "registered" }
"""
    file.write_text(DEFAULT.read_text(encoding="utf-8") + extra, encoding="utf-8")
    sdl = build_schema(load_vocabulary(file)).as_str()
    assert "type Laboratory implements Entity" in sdl
    assert "safetyGrade: Int" in sdl


def test_boot_tells_words_counts_and_role(client: TestClient) -> None:
    data = ask(client, "boot")["data"]
    labels = {label["name"]: label for label in data["vocabulary"]["labels"]}
    assert labels["Patent"]["count"] == 696
    assert labels["Patent"]["words"] == {"zh": "专利", "en": "patent"}
    assert data["status"]["role"] == "anonymous"
    assert data["status"]["edges"] == sum(r["count"] for r in data["vocabulary"]["relations"])


def test_match_gives_paths_whose_every_edge_names_its_row(client: TestClient) -> None:
    result = ask(client, "match", text=TYPED, first=5)["data"]["match"]
    assert result["explanations"]
    for explanation in result["explanations"]:
        assert explanation["score"] == pytest.approx(sum(f["contribution"] for f in explanation["factors"]))
        assert explanation["paths"]
        for path in explanation["paths"]:
            assert [n["uid"] for n in path["nodes"][1:]] == [s["end"] for s in path["steps"]]
            for step in path["steps"]:
                assert step["evidence"]
                assert all(e["file"] and e["row"] >= 1 for e in step["evidence"])
    assert any(len(p["steps"]) >= 3 for e in result["explanations"] for p in e["paths"])


def test_each_operation_answers_for_a_demand(client: TestClient) -> None:
    uid = demand(client)
    for name in ("node", "neighborhood", "partners", "policies"):
        answer = ask(client, name, uid=uid)
        assert "errors" not in answer, (name, answer.get("errors"))
    target = ask(client, "match", demand=uid, first=1)["data"]["match"]["explanations"][0]["target"]
    found = ask(client, "paths", **{"from": uid, "to": target["uid"], "first": 3})["data"]["paths"]
    assert found["paths"]
    assert found["paths"][0]["nodes"][0]["uid"] == uid


def test_search_prefix_narrows(client: TestClient) -> None:
    hits = ask(client, "search", query="专利:石墨烯")["data"]["search"]["hits"]
    assert {hit["entity"]["kind"] for hit in hits} == {"Patent"}


@pytest.mark.parametrize(
    ("name", "variables", "expected"),
    [
        ("node", {"uid": "pat:none"}, "UNKNOWN_UID"),
        ("partners", {"uid": "pat:none"}, "UNKNOWN_UID"),
        ("paths", {"from": "a", "to": "b"}, "UNKNOWN_UID"),
        ("match", {}, "MATCH_ONE_OF"),
        ("match", {"text": "石墨烯", "first": 0}, "LIMIT_RANGE"),
        ("match", {"text": "石墨烯", "targets": ["Spaceship"]}, "UNKNOWN_KIND"),
        ("search", {"query": "石墨烯", "first": 300}, "LIMIT_RANGE"),
        ("nothing", {}, "UNKNOWN_OPERATION"),
        ("../../pyproject", {}, "UNKNOWN_OPERATION"),
        ("node", {}, "GRAPHQL_INVALID"),
    ],
)
def test_bad_questions_get_coded_errors(
    client: TestClient, name: str, variables: dict[str, Any], expected: str
) -> None:
    answer = ask(client, name, **variables)
    assert code(answer) == expected
    assert answer["errors"][0]["extensions"]["zh"]
    assert answer["errors"][0]["extensions"]["en"]


def test_pages_join_without_gap_or_double(client: TestClient) -> None:
    query = """query($after: String) { entities(kind: "Enterprise", orderBy: "name", first: 7, after: $after)
      { nodes { uid caption } endCursor hasNextPage } }"""
    seen: list[str] = []
    after, captions = None, []
    while True:
        page = client.post("/graphql", json={"query": query, "variables": {"after": after}}).json()["data"]["entities"]
        seen += [node["uid"] for node in page["nodes"]]
        captions += [node["caption"] for node in page["nodes"]]
        after = page["endCursor"]
        if not page["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == 50
    assert captions == sorted(captions)


def test_a_cursor_is_of_its_query_only(client: TestClient) -> None:
    first = '{ entities(kind: "Enterprise", first: 2) { endCursor } }'
    cursor = client.post("/graphql", json={"query": first}).json()["data"]["entities"]["endCursor"]
    for kind, given in (("Demand", cursor), ("Enterprise", cursor[:-2] + "AA"), ("Enterprise", "nonsense")):
        other = f'{{ entities(kind: "{kind}", first: 2, after: "{given}") {{ endCursor }} }}'
        assert code(client.post("/graphql", json={"query": other}).json()) == "CURSOR_INVALID"


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [("EQ", "无效", 0), ("CONTAINS", "石墨烯", 1), ("IN", "一种输送装置|none", 0), ("NE", "x", 696)],
)
def test_filters(client: TestClient, op: str, value: str, expected: int) -> None:
    query = f"""{{ entities(kind: "Patent", first: 200, where: [{{property: "title", op: {op}, value: "{value}"}}])
      {{ nodes {{ uid caption }} hasNextPage }} }}"""
    nodes = client.post("/graphql", json={"query": query}).json()["data"]["entities"]["nodes"]
    assert len(nodes) == 200 if expected == 696 else len(nodes) >= expected
    if op == "CONTAINS":
        assert all(value in node["caption"] for node in nodes)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"query": "{ status { nodes } "}, "GRAPHQL_INVALID"),
        ({"query": "{ nothing }"}, "GRAPHQL_INVALID"),
        ({"query": "query a { status { nodes } } query b { status { edges } }"}, "OPERATION_UNNAMED"),
        ({"query": "query a { status { nodes } }", "operationName": "b"}, "OPERATION_UNNAMED"),
        ({"query": 5}, "REQUEST_FORMAT"),
        ([], "REQUEST_FORMAT"),
        ({"query": "{ " + " ".join(f"a{i}: status {{ nodes }}" for i in range(30)) + " }"}, "LIMIT_OPERATION"),
        ({"query": "{" + " status { nodes }" * 3000 + "}"}, "GRAPHQL_INVALID"),
        ({"query": '{ search(query: "x", first: 100000) { hits { entity { uid } } } }'}, "LIMIT_OPERATION"),
    ],
)
def test_bad_requests(client: TestClient, body: object, expected: str) -> None:
    answer = client.post("/graphql", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert code(answer.json()) == expected


def test_http_forms(client: TestClient) -> None:
    got = client.get("/graphql", params={"query": "{ status { nodes } }"})
    assert got.status_code == 200
    assert got.json()["data"]["status"]["nodes"] > 0
    newer = {"Accept": "application/graphql-response+json"}
    wrong = client.post("/graphql", json={"query": "{ nothing }"}, headers=newer)
    assert wrong.status_code == 400
    assert wrong.headers["content-type"].startswith("application/graphql-response+json")
    assert client.post("/graphql", content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    huge = client.post("/graphql", json={"query": "#" + "x" * 200_000})
    assert huge.status_code == 413
    assert code(huge.json()) == "LIMIT_BODY"


def test_page_and_health(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert client.get("/health").json()["status"] == "alive"
    assert client.get("/ready").json()["loadVersion"]
    assert "type Patent implements Entity" in client.get("/schema.graphql").text

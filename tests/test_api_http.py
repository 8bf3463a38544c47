"""GraphQL over HTTP, asked over a real socket; the graph is empty, which is a state like any other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn

from api.app import create_app
from api.keys import KeyRing
from api.settings import Settings
from graph.ontology import load_vocabulary
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

JSON = "application/json"
NEW = "application/graphql-response+json"
STATUS = "{ status { role nodes edges loadVersion } }"


@contextmanager
def served(settings: Settings) -> Iterator[httpx.Client]:
    """A client of the app, which uvicorn serves on a free port."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def settings(session_store: Store, store_address: StoreAddress, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    session_store.sweep("schema_clear")
    home = tmp_path_factory.mktemp("http")
    return Settings(
        home=home,
        cache=home,
        neo4j_uri=store_address.uri,
        neo4j_user=store_address.user,
        neo4j_password=store_address.password,
    )


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx.Client]:
    with served(settings) as made:
        yield made


def post(client: httpx.Client, body: object, accept: str = JSON, **headers: str) -> httpx.Response:
    return client.post("/graphql", json=body, headers={"Accept": accept, **headers})


def code(answer: httpx.Response) -> str:
    found: str = answer.json()["errors"][0]["extensions"]["code"]
    return found


def test_an_empty_graph_is_told_as_such(client: httpx.Client) -> None:
    status = post(client, {"query": STATUS}).json()["data"]["status"]
    assert status == {"role": "anonymous", "nodes": 0, "edges": 0, "loadVersion": None}
    assert client.get("/ready").json() == {"status": "ready", "loadVersion": None}
    assert code(post(client, {"query": '{ search(query: "x") { loadVersion } }'})) == "STORE_EMPTY"


# What follows are the audits of the GraphQL-over-HTTP specification, by the words of its test suite graphql-http.


@pytest.mark.parametrize(
    ("accept", "expected"),
    [(JSON, JSON), ("*/*", JSON), ("", JSON), (NEW, NEW), (f"{NEW}; charset=utf-8, {JSON}; charset=utf-8", NEW)],
)
def test_the_media_type_is_what_is_accepted(client: httpx.Client, accept: str, expected: str) -> None:
    answer = post(client, {"query": "{ __typename }"}, accept)
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"
    assert answer.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("accept", [JSON, NEW])
@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ __typename }", "variables": None, "operationName": None, "extensions": None},
        {"query": "query Q { __typename }", "operationName": "Q"},
        {"query": "query Q($n: String) { __typename @skip(if: false) x: __type(name: $n) { name } }", "variables": {}},
        {"query": "{ __typename }", "extensions": {"some": "value"}},
    ],
)
def test_well_formed_requests_are_answered(client: httpx.Client, accept: str, body: dict[str, Any]) -> None:
    if "$n" in body["query"]:
        body = {**body, "query": "query Q($n: String!) { x: __type(name: $n) { name } }", "variables": {"n": "Query"}}
    answer = post(client, body, accept)
    assert answer.status_code == 200
    assert "errors" not in answer.json()


@pytest.mark.parametrize("accept", [JSON, NEW])
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": {"obj": "ect"}},
        {"query": 0},
        {"query": False},
        {"query": ["array"]},
        {"query": "{ __typename }", "operationName": {"obj": "ect"}},
        {"query": "{ __typename }", "operationName": 1},
        {"query": "{ __typename }", "operationName": ["array"]},
        {"query": "{ __typename }", "variables": "string"},
        {"query": "{ __typename }", "variables": 1},
        {"query": "{ __typename }", "variables": ["array"]},
        {"query": "{ __typename }", "extensions": "string"},
        {"query": "{ __typename }", "extensions": 1},
        {"query": "{ __typename }", "extensions": ["array"]},
        [{"query": "{ __typename }"}],
    ],
)
def test_parameters_of_a_wrong_type_are_refused(client: httpx.Client, accept: str, body: object) -> None:
    answer = post(client, body, accept)
    assert answer.status_code == 400
    assert code(answer) == "REQUEST_FORMAT"
    assert "data" not in answer.json()


@pytest.mark.parametrize("content", ['{ "not a JSON', '"{}"', "", "null", '{"query": "\udcff"}'])
def test_a_body_that_is_no_json_object_is_refused(client: httpx.Client, content: str) -> None:
    sent = content.encode("utf-8", "surrogateescape")
    answer = client.post("/graphql", content=sent, headers={"Content-Type": JSON})
    assert (answer.status_code, code(answer)) == (400, "REQUEST_FORMAT")


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{"},
        {"query": "{ nothing }"},
        {"query": 'query Q($n: Int!) { search(query: "x", first: $n) { loadVersion } }', "variables": {"n": "x"}},
        {"query": "query Q { __typename } query R { __typename }"},
    ],
)
def test_what_is_not_run_has_no_data(client: httpx.Client, body: dict[str, Any]) -> None:
    older, newer = post(client, body), post(client, body, NEW)
    assert (older.status_code, newer.status_code) == (200, 400)
    for answer in (older, newer):
        assert "data" not in answer.json()
        assert code(answer) in {"GRAPHQL_INVALID", "OPERATION_UNNAMED"}


def test_get_takes_the_same_parameters(client: httpx.Client) -> None:
    params = {
        "query": "query Q($n: String!) { __type(name: $n) { name } } query R { __typename }",
        "operationName": "Q",
        "variables": json.dumps({"n": "Query"}),
    }
    assert client.get("/graphql", params=params).json()["data"] == {"__type": {"name": "Query"}}
    assert client.get("/graphql", params={"extensions": '{"persisted": "boot"}'}).json()["data"]["status"]
    assert client.get("/graphql", params={"query": "{ __typename }", "variables": "{"}).status_code == 400
    assert "data" not in client.get("/graphql", params={"query": "mutation { a }"}).json()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_told_which_there_are(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/graphql")
    assert (answer.status_code, code(answer)) == (405, "METHOD_UNKNOWN")
    assert answer.headers["allow"] == "GET, POST"


def test_a_body_of_another_type_or_too_long_is_refused(client: httpx.Client) -> None:
    form = client.post("/graphql", data={"query": "{ __typename }"})
    assert (form.status_code, code(form)) == (415, "REQUEST_TYPE")
    long = post(client, {"query": "{ __typename }", "variables": {"x": "x" * 100_000}})
    assert (long.status_code, code(long)) == (413, "LIMIT_BODY")


@pytest.mark.parametrize(("start", "repeated"), [("", "{a"), ("{a(b:", "["), ("query($a:", "["), ("{a", "@b")])
def test_thousands_of_brackets_do_no_harm(client: httpx.Client, start: str, repeated: str) -> None:
    answer = post(client, {"query": start + repeated * 1_900})
    assert answer.status_code == 200
    assert code(answer) in {"LIMIT_OPERATION", "GRAPHQL_INVALID"}


def test_answers_are_kept_nowhere_on_the_way(client: httpx.Client) -> None:
    assert post(client, {"query": STATUS}).headers["cache-control"] == "no-store"


def test_a_key_gives_its_role_and_a_wrong_one_none(
    client: httpx.Client, settings: Settings, vocabulary: Vocabulary
) -> None:
    secret, _ = KeyRing(settings.keys_file, vocabulary).add("matchmaker")
    sent = {"query": STATUS}
    assert post(client, sent, **{"X-API-Key": secret}).json()["data"]["status"]["role"] == "matchmaker"
    for wrong in (secret + "x", secret[:-1], "", "anonymous"):
        answer = post(client, sent, **{"X-API-Key": wrong})
        assert (answer.status_code, code(answer)) == (401, "KEY_REFUSED")
        assert answer.headers["www-authenticate"]
    refused = client.post("/graphql", content=b"no JSON", headers={"X-API-Key": "wrong", "Content-Type": JSON})
    assert refused.status_code == 401


def test_every_request_is_on_record(client: httpx.Client, settings: Settings) -> None:
    answers = [
        post(client, {"extensions": {"persisted": "boot"}}),
        post(client, {"query": "{ nothing }"}),
        post(client, {"query": STATUS}, **{"X-API-Key": "a wrong secret"}),
        client.put("/graphql"),
    ]
    lines = settings.audit_file.read_text(encoding="utf-8").splitlines()
    records = {record["request"]: record for record in map(json.loads, lines)}
    boot, invalid, refused, put = (records[answer.headers["x-request-id"]] for answer in answers)
    assert (boot["operation"], boot["persisted"], boot["role"]) == ("boot", True, "anonymous")
    assert boot["results"] == len(load_vocabulary().relations) + 1  # the longest list, and the status
    assert (invalid["errors"], invalid["persisted"], len(invalid["sha256"])) == (["GRAPHQL_INVALID"], False, 64)
    assert (refused["status"], refused["role"], refused["errors"]) == (401, "", ["KEY_REFUSED"])
    assert put["status"] == 405
    assert "a wrong secret" not in "\n".join(lines)
    assert settings.audit_file.stat().st_mode & 0o777 == 0o600


def test_nothing_is_answered_without_a_record(settings: Settings, tmp_path: Path) -> None:
    from dataclasses import replace

    own = replace(settings, home=tmp_path)
    own.audit_file.mkdir()  # a folder where the file should be: it cannot be written, whoever asks
    with served(own) as client:
        answer = post(client, {"query": STATUS})
        assert (answer.status_code, code(answer)) == (503, "AUDIT_FAILED")
        assert "data" not in answer.json()
        assert str(tmp_path) not in answer.text

"""Review over GraphQL: the same queue, for those whose key has the right; every change by POST and on record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.keys import KeyRing
from api.schema import persisted
from api.schema.review_access import CONTENT
from api.settings import Settings
from etl.collect.queue import Queue
from etl.collect.review import history
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

DEMANDS = """需求编号,需求名称,截止日期,联系人,规模
D1,寻找石墨烯导热膜,2026-01,李某 13900000000,
D2,,昨天,,
D3,寻找涂层,,,
"""
SECRETS = "成果名称,登记号,密级\n公开的成果,3702023Y0001,公开\n保密的航天成果,3702023Y0002,机密\n"

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def settings(store: Store, store_address: StoreAddress, tmp_path: Path) -> Settings:
    served = {"neo4j_uri": store_address.uri, "neo4j_user": store_address.user}
    return Settings(home=tmp_path, cache=tmp_path, **served, neo4j_password=store_address.password)  # type: ignore[arg-type]


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as made:
        yield made


@pytest.fixture
def ask(client: TestClient, settings: Settings, vocabulary: Vocabulary) -> Ask:
    """Runs a persisted operation as a role, with one key for each role (or for each name after a slash)."""
    ring, keys = KeyRing(settings.keys_file, vocabulary), dict[str, str]()

    def post(who: str, name: str, **variables: Any) -> dict[str, Any]:
        role = who.partition("/")[0]
        if who != "anonymous" and who not in keys:
            keys[who] = ring.add(role, note=f"{who} 某人")[0]
        headers = {"X-API-Key": keys[who]} if who in keys else {}
        body = {"extensions": {"persisted": name}, "variables": variables}
        answer: dict[str, Any] = client.post("/graphql", json=body, headers=headers).json()
        return answer

    return post


@pytest.fixture
def handed(ask: Ask) -> str:
    answer = ask("registered", "submit", source="office", content=DEMANDS, file="demands.csv", kind="Demand")
    result = answer["data"]["submit"]
    assert {name: result[name] for name in ("waiting", "invalid", "secret")} == {
        "waiting": 2,
        "invalid": 1,
        "secret": 0,
    }
    assert {fault["code"] for fault in result["faults"]} == {"CELL_DATE", "CELL_REQUIRED"}
    assert "13900000000" not in str(answer)
    found: str = result["submission"]["id"]
    return found


def code(answer: dict[str, Any]) -> str:
    found: str = answer["errors"][0]["extensions"]["code"]
    return found


def test_a_reviewer_decides_and_the_key_names_who_did(ask: Ask, handed: str, settings: Settings) -> None:
    done = ask("reviewer", "review", id=handed, decision="ACCEPT", why="核对无误", rows="2-3")["data"]["review"]
    assert done["decision"]["by"] == "reviewer 某人"
    assert (done["decision"]["rows"], done["skipped"]) == ("2", [{"state": "INVALID", "rows": "3"}])
    assert done["submission"]["status"] == "SUBMITTED"
    done = ask("admin", "review", id=handed, decision="REFUSE", why="已撤回", rows="all")["data"]["review"]
    assert done["submission"] == {
        "id": handed,
        "status": "REVIEWED",
        "counts": [{"state": "REFUSED", "count": 2}, {"state": "INVALID", "count": 1}],
    }
    seen = ask("reviewer", "submission", id=handed)["data"]["submission"]
    assert [(one["by"], one["decision"], one["why"]) for one in seen["decisions"]] == [
        ("admin 某人", "REFUSE", "已撤回"),
        ("reviewer 某人", "ACCEPT", "核对无误"),
    ]
    assert [(row["row"], row["state"]) for row in seen["rows"]] == [(2, "REFUSED"), (3, "INVALID"), (4, "REFUSED")]
    assert all(len(one.key) == 8 for one in history(Queue(settings.home), handed))


@pytest.mark.parametrize(
    ("who", "name", "variables"),
    [
        ("anonymous", "submit", {"source": "x", "content": DEMANDS}),
        ("anonymous", "submissions", {}),
        ("anonymous", "submission", {"id": "ID"}),
        ("anonymous", "review", {"id": "ID", "decision": "ACCEPT", "why": "because"}),
        ("registered", "review", {"id": "ID", "decision": "ACCEPT", "why": "because"}),
        ("matchmaker", "review", {"id": "ID", "decision": "REFUSE", "why": "because"}),
    ],
)
def test_without_the_right_nothing_is_done(
    ask: Ask, handed: str, settings: Settings, who: str, name: str, variables: dict[str, str]
) -> None:
    given = {key: handed if value == "ID" else value for key, value in variables.items()}
    assert code(ask(who, name, **given)) == "RIGHT_MISSING"
    assert history(Queue(settings.home), handed) == []


def test_others_see_and_supersede_only_what_they_handed_in(ask: Ask, handed: str) -> None:
    assert [one["id"] for one in ask("registered", "submissions")["data"]["submissions"]["nodes"]] == [handed]
    assert ask("registered/other", "submissions")["data"]["submissions"]["nodes"] == []
    for who in ("registered/other", "matchmaker"):
        assert code(ask(who, "submission", id=handed)) == "SUBMISSION_UNKNOWN"
        again = ask(who, "submit", source="office", content=DEMANDS + "D4,x,,,\n", file="demands.csv", kind="Demand")
        assert code(again) == "SUBMISSION_FOREIGN"
    own = ask("registered", "submit", source="office", content=DEMANDS + "D4,x,,,\n", file="demands.csv", kind="Demand")
    assert own["data"]["submit"]["waiting"] == 3
    found = ask("reviewer", "submissions", status="SUPERSEDED")["data"]["submissions"]["nodes"]
    assert [one["id"] for one in found] == [handed]


def test_core_cells_are_hidden_with_a_redaction_and_shown_on_record(ask: Ask, handed: str, settings: Settings) -> None:
    hidden = ask("registered", "submission", id=handed)
    assert "13900000000" not in str(hidden)
    assert {(r["property"], r["level"]) for r in hidden["extensions"]["redactions"]} == {("contact", "core")}
    cells = hidden["data"]["submission"]["rows"][0]["cells"]
    assert [(cell["target"], cell["hidden"]) for cell in cells][-1] == ("contact", True)
    assert "13900000000" in str(ask("reviewer", "submission", id=handed))
    lines = [json.loads(line) for line in settings.audit_file.read_text(encoding="utf-8").splitlines()]
    assert (lines[-2]["redacted"], lines[-2]["core_read"]) == (["contact"], [])
    assert (lines[-1]["redacted"], lines[-1]["core_read"]) == ([], ["Demand.contact"])


def test_every_change_is_on_record_without_what_it_says(ask: Ask, handed: str, settings: Settings) -> None:
    ask("reviewer", "review", id=handed, decision="ACCEPT", why="核对无误")
    ask("reviewer", "review", id=handed, decision="ACCEPT", why="核对无误")
    text = settings.audit_file.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["operation"], line["wrote"], line["errors"]) for line in lines] == [
        ("submit", [f"submit {handed}"], []),
        ("review", [f"review {handed} accept 2"], []),
        ("review", [], ["REVIEW_NOTHING"]),
    ]
    assert "石墨烯" not in text
    assert "核对无误" not in text
    assert all(line["cost"] >= 1_000 and line["key"] for line in lines)


def test_a_change_is_never_made_by_get(client: TestClient, handed: str, settings: Settings) -> None:
    variables = json.dumps({"id": handed, "decision": "ACCEPT", "why": "because"})
    for params in ({"query": persisted.text("review")}, {"extensions": '{"persisted": "review"}'}):
        answer = client.get("/graphql", params={**params, "variables": variables})
        assert (answer.status_code, code(answer.json())) == (405, "MUTATION_GET")
    assert history(Queue(settings.home), handed) == []


def test_a_change_costs_what_it_takes(client: TestClient, settings: Settings, vocabulary: Vocabulary) -> None:
    secret, _ = KeyRing(settings.keys_file, vocabulary).add("registered")
    fields = " ".join(f'a{i}: submit(source: "s", content: "x") {{ waiting }}' for i in range(9))
    answer = client.post("/graphql", json={"query": f"mutation {{ {fields} }}"}, headers={"X-API-Key": secret}).json()
    assert code(answer) == "LIMIT_OPERATION"
    long = {"query": persisted.text("submit"), "variables": {"source": "s", "content": "x" * (CONTENT[1] + 1)}}
    assert code(client.post("/graphql", json=long, headers={"X-API-Key": secret}).json()) == "LIMIT_RANGE"


@pytest.mark.parametrize("file", ["../x.csv", "a/b.csv", "x.xlsx", "x", ""])
def test_a_file_has_a_plain_name_and_a_form_of_text(ask: Ask, file: str) -> None:
    assert code(ask("admin", "submit", source="s", content=DEMANDS, file=file)) == "SUBMISSION_NAME"


def test_nothing_of_a_state_secret_is_kept_or_told(ask: Ask, settings: Settings) -> None:
    answer = ask("registered", "submit", source="s", content=SECRETS, file="a.csv", kind="Achievement")
    result = answer["data"]["submit"]
    assert (result["waiting"], result["secret"]) == (1, 1)
    shown = ask("admin", "submission", id=result["submission"]["id"])
    assert [row["cells"] for row in shown["data"]["submission"]["rows"] if row["state"] == "SECRET"] == [[]]
    kept = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file())
    assert "保密的航天成果".encode() not in kept
    assert "保密的航天成果" not in str(answer) + str(shown)
    assert "公开的成果".encode() in kept


def test_pages_go_on_where_they_ended(ask: Ask, handed: str) -> None:
    for number in range(3):
        ask("registered", "submit", source="office", content=f"术语\n词{number}\n", file=f"{number}.csv", kind="Term")
    seen: list[str] = []
    after = None
    for _ in range(4):
        page = ask("reviewer", "submissions", first=1, after=after)["data"]["submissions"]
        seen += [one["file"] for one in page["nodes"]]
        after = page["endCursor"]
    assert (seen, after) == (["2.csv", "1.csv", "0.csv", "demands.csv"], None)
    first = ask("reviewer", "submission", id=handed, first=2)["data"]["submission"]
    rest = ask("reviewer", "submission", id=handed, first=2, after=first["endCursor"])["data"]["submission"]
    assert [row["row"] for row in first["rows"] + rest["rows"]] == [2, 3, 4]
    assert not rest["hasNextPage"]
    assert code(ask("registered", "submission", id=handed, first=2, after=first["endCursor"])) == "CURSOR_INVALID"

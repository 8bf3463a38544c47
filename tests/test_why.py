"""``why``: every row and decision behind an entity; the command line and GraphQL tell the same, as the role may see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.frame import invoke
from api.keys import KeyRing
from api.settings import Settings
from etl.identity.merge import Registrar
from etl.run import load
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests import identity_graphs as doubles

DEMANDS = """编号,需求名称,技术难题,发布单位,匿名发布,预算,联系人
D1,寻找石墨烯导热膜,电池包散热不均,临海隐名电池厂,是,1234567,李某 13900000000
D2,寻找防腐涂层,海上风机塔筒锈蚀,临海风电厂,否,,
"""
HIDDEN, OPEN = "org:name:临海隐名电池厂", "org:name:临海风电厂"
DEMAND = "dem:source_id:demands/D1"

Told = dict[str, Any]
Ask = Callable[..., Told]


@pytest.fixture
def settings(store: Store, store_address: StoreAddress, tmp_path: Path) -> Settings:
    served = {"neo4j_uri": store_address.uri, "neo4j_user": store_address.user}
    return Settings(home=tmp_path, cache=tmp_path, **served, neo4j_password=store_address.password)  # type: ignore[arg-type]


@pytest.fixture
def posted(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    """A graph of two demands, one of them anonymous."""
    file = tmp_path / "demands.csv"
    file.write_text(DEMANDS, encoding="utf-8")
    load([file], store, vocabulary, kind="Demand")


@pytest.fixture
def portal(settings: Settings, vocabulary: Vocabulary) -> Iterator[Ask]:
    """Asks GraphQL as a role."""
    ring = KeyRing(settings.keys_file, vocabulary)
    with TestClient(create_app(settings)) as client:

        def post(role: str, uid: str, **more: int) -> Told:
            headers = {} if role == "anonymous" else {"X-API-Key": ring.add(role)[0]}
            body = {"extensions": {"persisted": "why"}, "variables": {"uid": uid, **more}}
            answer: Told = client.post("/graphql", json=body, headers=headers).json()
            return answer

        yield post


@pytest.fixture
def shell(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs ``kezhuan why`` as a role; gives the exit code and all that was printed."""

    def call(role: str, *arguments: str) -> tuple[int, str]:
        code = invoke(replace(settings, role=role), ["why", *arguments])
        shown = capsys.readouterr()
        return code, shown.out if "--json" in arguments else shown.out + shown.err

    return call


def rows(told: Told) -> list[tuple[str, int]]:
    return [(one["file"], one["row"]) for one in told["sources"]]


@pytest.mark.parametrize("role", ["anonymous", "registered"])
def test_the_row_of_an_anonymous_poster_is_told_to_nobody_who_may_not_see_it(
    posted: None, portal: Ask, shell: Callable[..., tuple[int, str]], role: str
) -> None:
    code, text = shell(role, HIDDEN, "--json")
    printed = shell(role, HIDDEN)[1]
    for told in (json.loads(text), portal(role, HIDDEN)["data"]["why"]):
        assert code == 0
        assert (told["sources"], told["edges"], told["decisions"]) == ([], [], [])
        assert (told["sourceCount"], told["edgeCount"], told["truncated"]) == (0, 0, False)
        assert "demands" not in str(told)
    assert "临海隐名电池厂" in printed
    assert "demands" not in printed
    for told in (json.loads(shell(role, DEMAND, "--json")[1]), portal(role, DEMAND)["data"]["why"]):
        assert rows(told) == [("demands.csv", 2)]
        assert "临海隐名电池厂" not in str(told)
        assert "1234567" not in str(told)
    for told in (json.loads(shell(role, OPEN, "--json")[1]), portal(role, OPEN)["data"]["why"]):
        assert rows(told) == [("demands.csv", 3)]


def test_who_may_see_the_edge_is_told_its_row(posted: None, portal: Ask, shell: Callable[..., tuple[int, str]]) -> None:
    for told in (json.loads(shell("matchmaker", HIDDEN, "--json")[1]), portal("matchmaker", HIDDEN)["data"]["why"]):
        assert rows(told) == [("demands.csv", 2)]
        (edge,) = told["edges"]
        assert (edge["relation"], [one["row"] for one in edge["evidence"]]) == ("POSTED", [2])
        assert told["edgeCount"] == 1


def test_no_digest_of_a_row_is_told(posted: None, portal: Ask, store: Store) -> None:
    (stored,) = [row["stored"] for row in store.read("api_entities_by_uid", uids=[DEMAND])]
    digest = stored["sources"][0].rsplit("|", 1)[1]
    told = portal("admin", DEMAND)["data"]["why"]
    assert len(told["sources"][0]["sha256"]) == 64
    assert digest not in str(told)


def test_the_decisions_behind_an_entity_are_told_with_their_fate(
    store: Store, vocabulary: Vocabulary, portal: Ask, shell: Callable[..., tuple[int, str]]
) -> None:
    doubles.fill(store)
    registrar = Registrar(store, vocabulary, "合并人 钱", "同一家公司")
    (merge,) = registrar.merge([doubles.FULL, doubles.SHORT], keep=doubles.FULL).decisions
    answers = (json.loads(shell("admin", doubles.SHORT, "--json")[1]), portal("admin", doubles.SHORT)["data"]["why"])
    for told in answers:
        assert told["entity"]["uid"] == doubles.FULL
        assert [row for _, row in rows(told)] == [1, 2]
        assert told["decisionCount"] == 1
    (decision,) = answers[1]["decisions"]
    assert {name: decision[name] for name in ("id", "action", "canonical", "by", "note", "active")} == {
        "id": merge.id,
        "action": "merge",
        "canonical": doubles.FULL,
        "by": "合并人 钱",
        "note": "同一家公司",
        "active": True,
    }
    for role in ("anonymous", "registered"):
        (decision,) = portal(role, doubles.FULL)["data"]["why"]["decisions"]
        assert (decision["id"], decision["by"], decision["note"]) == (merge.id, None, None)
        for form in ((), ("--json",)):
            text = shell(role, doubles.FULL, *form)[1]
            assert merge.id in text
            assert "合并人 钱" not in text
            assert "同一家公司" not in text
    registrar.undo(merge.id)
    told = portal("admin", doubles.SHORT)["data"]["why"]
    assert told["entity"]["uid"] == doubles.SHORT
    assert [(one["action"], one["active"]) for one in told["decisions"]] == [("merge", False), ("undo", True)]


def test_long_answers_come_in_pages(
    store: Store, portal: Ask, shell: Callable[..., tuple[int, str]], settings: Settings
) -> None:
    doubles.fill(store)
    whole = portal("anonymous", doubles.SHORT)["data"]["why"]
    assert whole["edgeCount"] == len(whole["edges"]) > 4
    seen: list[Told] = []
    for after in range(0, whole["edgeCount"], 2):
        page = portal("anonymous", doubles.SHORT, first=2, after=after)["data"]["why"]
        seen += page["edges"]
        assert page["truncated"] == (after + 2 < whole["edgeCount"])
        assert (
            json.loads(shell("anonymous", doubles.SHORT, "-n", "2", "--after", str(after), "--json")[1])["truncated"]
            == page["truncated"]
        )
    assert seen == whole["edges"]
    assert "--after" in shell("anonymous", doubles.SHORT, "-n", "2")[1]


def test_what_is_unknown_or_out_of_range_is_told(
    posted: None, portal: Ask, shell: Callable[..., tuple[int, str]]
) -> None:
    for uid, more, code in (("org:name:nobody", {}, "UNKNOWN_UID"), (OPEN, {"first": 0}, "LIMIT_RANGE")):
        assert portal("anonymous", uid, **more)["errors"][0]["extensions"]["code"] == code
    assert shell("anonymous", "org:name:nobody")[0] == 5
    assert shell("anonymous", OPEN, "-n", "0")[0] == 2

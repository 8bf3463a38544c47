"""Insight over the example province: the command line and GraphQL give what the engine gives, as a role may see it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.frame import invoke
from api.schema.limits import WORK
from api.settings import Settings
from graph.insight.insight import Insight
from graph.links.engine import Engine
from graph.store.bolt import Store
from graph.words import Lang

PATENT = "pat:source_id:kppatent/KPP-0028"

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def insight(engine: Engine) -> Insight:
    return Insight(engine.ground)


@pytest.fixture
def run(examples_settings: Settings, examples: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str, lang: Lang = "en") -> tuple[int, str, str]:
        code = invoke(replace(examples_settings, lang=lang), ["insight", *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture(scope="module")
def ask(examples_settings: Settings, examples: Store) -> Iterator[Ask]:
    with TestClient(create_app(examples_settings)) as client:
        client.get("/ready")

        def call(name: str, **variables: Any) -> dict[str, Any]:
            body = {"extensions": {"persisted": name}, "variables": variables}
            answer: dict[str, Any] = client.post("/graphql", json=body).json()
            return answer

        yield call


@pytest.mark.parametrize(
    ("command", "operation", "options", "variables"),
    [
        (
            ["communities"],
            "communities",
            ["--detail", "fine", "--kind", "Demand"],
            {"detail": "FINE", "kinds": ["Demand"]},
        ),
        (["key"], "keyNodes", ["--by", "degree", "--kind", "Enterprise"], {"by": "DEGREE", "kinds": ["Enterprise"]}),
        (["hubs"], "hubs", [], {}),
        (["similar", PATENT], "similar", [], {"uid": PATENT}),
        (["gaps"], "gaps", ["--kind", "Industry"], {"kinds": ["Industry"]}),
    ],
)
def test_both_surfaces_give_the_same(
    run: Run, ask: Ask, command: list[str], operation: str, options: list[str], variables: dict[str, Any]
) -> None:
    code, out, _ = run(*command, *options, "-n", "3", "--json")
    told, answer = json.loads(out), ask(operation, first=3, **variables)
    assert code == 0
    assert answer["extensions"]["cost"] > WORK[operation]
    assert alike(answer["data"][operation], told) > 10


def alike(served: Any, told: Any) -> int:
    """How many values of an answer over GraphQL are those that the command line printed; both must agree."""
    if isinstance(served, dict):
        served = {key: value for key, value in served.items() if key != "kindWords"}
        return sum(alike(value, told[key]) for key, value in served.items())
    if isinstance(served, list):
        assert len(served) == len(told)
        return sum(map(alike, served, told))
    assert served == (pytest.approx(told) if isinstance(told, float) else told)
    return 1


def test_tables_are_in_the_language_asked_for(run: Run, insight: Insight) -> None:
    zh, en = run("communities", "-n", "2", lang="zh")[1], run("communities", "-n", "2")[1]
    first = insight.communities(first=1).communities[0]
    assert (first.name.zh in zh, first.name.en in en) == (True, True)
    assert "共 " in zh
    assert "communities;" in en
    assert "betweenness ± error" in run("key", "-n", "2")[1]
    assert "核数" in run("key", "-n", "2", lang="zh")[1]
    assert "kept of a path through it" in run("hubs", "-n", "2")[1]
    assert "are alike" in run("similar", PATENT, "-n", "2")[1]
    gaps = run("gaps", "-n", "2")[1]
    assert "Demand with little that could answer" in gaps
    assert "Not compared, since demands or supply are not linked to them: IPC class, discipline" in gaps


def test_what_is_shared_can_be_opened(insight: Insight, engine: Engine) -> None:
    found = insight.similar(PATENT).similar[0]
    far = {step.end for step in engine.neighborhood(found.node.uid, first=200).steps}
    near = {step.end for step in engine.neighborhood(PATENT, first=200).steps}
    assert {one.node.uid for one in found.shared} <= near & far
    assert found.node.uid == "pat:source_id:kppatent/KPP-0253"  # the other answer to the same example demand


def test_gaps_are_fields_that_lack_supply_not_everyday_words(insight: Insight) -> None:
    found = insight.gaps(kinds=["Term"], first=30)
    assert found.unmet
    assert not {"方法", "不用", "夜间", "成本"} & {one.field.caption for one in found.unmet}
    told = [{one.uid for one in gap.demands} for gap in found.unmet]
    assert all(gap.offered * found.demands < gap.wanted * found.supply for gap in found.unmet)
    assert len({frozenset(one) for one in told}) == len(told)


def test_an_entity_is_disclosed_as_the_caller_may_see_it(examples_settings: Settings, examples: Store) -> None:
    query = """{ similar(uid: "dem:source_id:demo/D001", first: 2) { similar { entity { caption ... on Demand {
        problem budget } } } } gaps(kinds: ["Region"], first: 1) { unmet { entity { caption kind } } } }"""
    with TestClient(create_app(examples_settings)) as client:
        client.get("/ready")
        answer = client.post("/graphql", json={"query": query}).json()
    similar, gaps = answer["data"]["similar"]["similar"], answer["data"]["gaps"]["unmet"]
    assert [one["entity"]["budget"] for one in similar] == [None, None]
    assert all(one["entity"]["problem"] for one in similar)
    assert [one["entity"]["kind"] for one in gaps] == ["Region"]
    assert {one["property"] for one in answer["extensions"]["redactions"]} == {"budget"}


def test_what_is_unknown_is_told_with_its_code(run: Run, ask: Ask) -> None:
    for arguments, told in (
        (["similar", "pat:none"], "UNKNOWN_UID"),
        (["key", "--kind", "Nothing"], "UNKNOWN_KIND"),
        (["gaps", "--kind", "Patent"], "INSIGHT_FIELD"),
        (["hubs", "-n", "0"], "LIMIT_RANGE"),
    ):
        code, _, error = run(*arguments)
        assert code != 0
        assert told in error
    assert ask("similar", uid="pat:none")["errors"][0]["extensions"]["code"] == "UNKNOWN_UID"
    assert ask("gaps", first=100_000)["errors"][0]["extensions"]["code"] == "LIMIT_OPERATION"

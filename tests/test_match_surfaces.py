"""Matches in reverse, counterfactuals and the table: the command line and GraphQL give what the engine gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.frame import invoke
from api.settings import Settings
from graph.store.bolt import Store

PATENT = "pat:source_id:kppatent/KPP-0028"
DEMAND = "dem:source_id:demo/D001"

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[[str], dict[str, Any]]


@pytest.fixture
def run(examples_settings: Settings, examples: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = invoke(replace(examples_settings, lang="en"), list(arguments))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture(scope="module")
def ask(examples_settings: Settings, examples: Store) -> Iterator[Ask]:
    with TestClient(create_app(examples_settings)) as client:
        client.get("/ready")

        def call(query: str) -> dict[str, Any]:
            answer: dict[str, Any] = client.post("/graphql", json={"query": query}).json()
            return answer

        yield call


def test_both_surfaces_find_the_demands_of_a_patent(run: Run, ask: Ask) -> None:
    told = json.loads(run("match", PATENT, "-n", "4", "--json")[1])
    fields = "reverse abstainedCode demand { uid } explanations { target { uid } score summary { en } }"
    for argument in ("uid", "demand"):
        served = ask(f'{{ match({argument}: "{PATENT}", first: 4) {{ {fields} }} }}')["data"]["match"]
        assert (served["reverse"], served["abstainedCode"], served["demand"]["uid"]) == (True, "", PATENT)
        for ours, theirs in zip(told["explanations"], served["explanations"], strict=True):
            assert (ours["target"]["uid"], ours["summary"]["en"]) == (theirs["target"]["uid"], theirs["summary"]["en"])
            assert ours["score"] == pytest.approx(theirs["score"])
    assert DEMAND in [one["target"]["uid"] for one in told["explanations"]]
    assert "What is offered:" in run("match", PATENT, "-n", "1")[1]


def test_both_surfaces_tell_what_an_answer_hangs_on(run: Run, ask: Ask) -> None:
    code, out, _ = run("match", DEMAND, "-n", "2", "--target", "Researcher", "--explain", "--json")
    told = json.loads(out)["explanations"]
    fields = "node { uid } step { start end } score fall sentence { en zh }"
    query = f'match(demand: "{DEMAND}", first: 2, targets: ["Researcher"])'
    served = ask(f"{{ {query} {{ explanations {{ counterfactuals {{ {fields} }} }} }} }}")
    assert code == 0
    for ours, theirs in zip(told, served["data"]["match"]["explanations"], strict=True):
        assert ours["counterfactuals"]
        assert [(c["sentence"], c["fall"]) for c in ours["counterfactuals"]] == [
            (c["sentence"], c["fall"]) for c in theirs["counterfactuals"]
        ]
    shown = run("match", DEMAND, "-n", "1", "--target", "Researcher", "--explain")[1]
    assert told[0]["counterfactuals"][0]["sentence"]["en"] in shown
    named = run("match", DEMAND, "-n", "1", "--target", "Researcher", "--without", "pol:source_id:laws/LAW-001")[1]
    assert "the score stays" in named


def test_counterfactuals_have_a_price(ask: Ask) -> None:
    query = f'{{ match(demand: "{DEMAND}", first: %d) {{ explanations {{ counterfactuals {{ fall }} }} }} }}'
    plain = f'{{ match(demand: "{DEMAND}", first: 20) {{ explanations {{ score }} }} }}'
    assert ask(query % 20)["errors"][0]["extensions"]["code"] == "LIMIT_OPERATION"
    assert "errors" not in ask(plain)


def test_a_match_takes_one_question_over_graphql(ask: Ask) -> None:
    two = ask(f'{{ match(demand: "{DEMAND}", uid: "{PATENT}") {{ considered }} }}')
    assert two["errors"][0]["extensions"]["code"] == "MATCH_ONE_OF"


def test_every_demand_is_matched_into_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "matches.parquet"
    code, out, remarks = run("match", "--all", "--target", "Patent", "-n", "2", "--out", str(file))
    assert (code, out) == (0, "")
    table = pl.read_parquet(file)
    assert f"{table.height} rows" in remarks
    assert set(table["answer_kind"].drop_nulls()) == {"Patent"}
    assert run("match", "--all", "--out", str(file))[0] == 2
    assert pl.read_parquet(file).equals(table)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--all"], "MATCH_NO_OUT"),
        ([], "MATCH_ALL_OR_ONE"),
        (["--all", DEMAND, "--out", "x"], "MATCH_ALL_OR_ONE"),
        (["--all", "--out", "/nowhere/at/all.parquet"], "OUT_FOLDER"),
        ([DEMAND, "--without", "nobody"], "UNKNOWN_UID"),
    ],
)
def test_faults_of_the_command_are_coded(run: Run, arguments: list[str], code: str) -> None:
    outcome, out, told = run("match", *arguments)
    assert outcome != 0
    assert out == ""
    assert f"[{code}]" in told


def test_weights_are_shown_and_too_few_transfers_told(run: Run) -> None:
    assert json.loads(run("weights", "--json")[1])["terms"] == 0.45
    assert "terms covered" in run("weights")[1]
    code, _, told = run("weights", "--learn")
    assert code == 2
    assert "[WEIGHTS_TOO_FEW]" in told

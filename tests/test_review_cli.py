"""``kezhuan submit`` and ``kezhuan review``: words, JSON, exit codes; core values only for roles that may see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.cli.frame import invoke
from api.settings import Settings
from graph.store.address import StoreAddress
from graph.store.bolt import Store

DEMANDS = "需求编号,需求名称,截止日期,联系人\nD1,寻找石墨烯导热膜,2026-01,李某 13900000000\nD2,,昨天,\n"
WHO = ("--by", "审核员 赵", "--why", "核对无误")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line in a home of its own."""
    settings = Settings(home=tmp_path / "home", cache=tmp_path)

    def call(*arguments: str, **changes: Any) -> tuple[int, str, str]:
        code = invoke(replace(settings, **changes), list(arguments))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture
def handed(run: Run, tmp_path: Path) -> str:
    """The id of a submission."""
    file = tmp_path / "demands.csv"
    file.write_text(DEMANDS, encoding="utf-8")
    code, out, _ = run("submit", str(file), "--by", "数据办", "--kind", "Demand", "--source", "office", "--json")
    assert code == 0
    (receipt,) = json.loads(out)
    assert {name: receipt[name] for name in ("by", "file", "waiting", "invalid", "secret", "repeated")} == {
        "by": "数据办",
        "file": "demands.csv",
        "waiting": 1,
        "invalid": 1,
        "secret": 0,
        "repeated": False,
    }
    found: str = receipt["id"]
    return found


def test_a_person_follows_a_submission_in_either_language(run: Run, handed: str) -> None:
    for lang, words in (("zh", ("待审核 1", "未通过校验 1")), ("en", ("waits 1", "invalid 1"))):
        code, out, _ = run("review", "list", lang=lang)
        assert code == 0
        for word in (handed, "office", *words):
            assert word in out
    code, out, _ = run("review", "accept", handed, *WHO, "--rows", "2-3")
    assert code == 0
    assert "已通过" in out
    assert "未通过校验" in out
    _, out, _ = run("review", "history", handed)
    assert "审核员 赵: 核对无误" in out


def test_core_values_are_printed_only_for_a_role_that_may_see_them(run: Run, handed: str) -> None:
    for role, seen in (("anonymous", False), ("matchmaker", True)):
        for form in ((), ("--json",)):
            code, out, err = run("review", "show", handed, *form, role=role)
            assert code == 0
            assert ("13900000000" in out) == seen
            assert "寻找石墨烯导热膜" in out
            assert "13900000000" not in err
    _, out, _ = run("review", "show", handed, "--faults", "--json")
    (row,) = json.loads(out)["rows"]
    assert (row["row"], row["state"], {fault["code"] for fault in row["faults"]}) == (
        3,
        "invalid",
        {"CELL_DATE", "CELL_REQUIRED"},
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("review", "show", "20990101-000000"), 5, "SUBMISSION_UNKNOWN"),
        (("review", "accept", "ID", "--by", "赵", "--why", " "), 2, "TEXT_LENGTH"),
        (("review", "refuse", "ID", *WHO, "--rows", "3"), 2, "REVIEW_NOTHING"),
        (("review", "refuse", "ID", *WHO, "--rows", "two"), 2, "ROWS_FORM"),
        (("review", "list", "--kind", "Nothing"), 5, "UNKNOWN_KIND"),
        (("submit", "missing.csv", "--by", "x"), 2, "INPUT_NO_FILE"),
        (("review", "load", "20990101-000000"), 5, "SUBMISSION_UNKNOWN"),
    ],
)
def test_what_cannot_be_done_is_told_by_code(
    run: Run, handed: str, arguments: tuple[str, ...], code: int, told: str
) -> None:
    found, _, err = run(*(handed if word == "ID" else word for word in arguments))
    assert (found, told in err) == (code, True), err
    assert "Traceback" not in err


def test_a_name_and_a_reason_must_be_given(run: Run, handed: str) -> None:
    assert run("review", "accept", handed, "--why", "x y")[0] == 2
    assert run("review", "accept", handed, "--by", "x")[0] == 2
    assert json.loads(run("review", "history", handed, "--json")[1]) == []


def test_a_file_of_which_nothing_can_wait_exits_with_two(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "Demand.csv"
    file.write_text("需求编号,需求名称\nD1,\n", encoding="utf-8")
    assert run("submit", str(file), "--by", "数据办")[0] == 2


def test_accepted_rows_are_loaded_without_touching_what_is_known_of_their_source(
    run: Run, handed: str, store: Store, store_address: StoreAddress, tmp_path: Path
) -> None:
    known = tmp_path / "known"
    known.mkdir()
    (known / "terms.csv").write_text("术语\n石墨烯\n", encoding="utf-8")
    manifest = (
        '[[source]]\nid = "office"\nzh = "数据办"\nen = "the office"\nlicence = "CC0"\nrefresh = "monthly"\n'
        '[[source.file]]\npath = "terms.csv"\nkind = "Term"\n'
    )
    (known / "sources.toml").write_text(manifest, encoding="utf-8")
    served = {
        "neo4j_uri": store_address.uri,
        "neo4j_user": store_address.user,
        "neo4j_password": store_address.password,
    }
    assert run("load", str(known), **served)[0] == 0
    _, out, _ = run("review", "load", "--json", **served)
    assert json.loads(out) == {"folders": [], "report": None}
    run("review", "accept", handed, *WHO)
    code, out, _ = run("review", "load", handed, "--json", **served)
    assert code == 0
    (file,) = json.loads(out)["report"]["files"]
    assert (file["source"], file["file"], file["created"]) == ("office", "demands.csv.jsonl", 1)
    (source,) = store.read("etl_review_sources")
    assert (source["zh"], source["licence"], source["refresh"]) == ("数据办", "CC0", "monthly")
    assert "13900000000" not in out

"""``kezhuan identity`` on the real store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli.frame import invoke
from api.settings import Settings
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from tests.identity_graphs import FULL, SHORT, THIRD, fill

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(store: Store, store_address: StoreAddress, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line on a small graph; gives exit code, standard output and standard error."""
    fill(store)
    served = {
        "NEO4J_URI": store_address.uri,
        "NEO4J_USER": store_address.user,
        "NEO4J_PASSWORD": store_address.password,
    }
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path), **served})

    def call(*arguments: str) -> tuple[int, str, str]:
        code = invoke(settings, ["identity", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_proposals_have_reasons_and_rows(run: Run) -> None:
    code, out, _ = run("list", "--kind", "Organization", "--json")
    (one,) = json.loads(out)["proposals"]
    assert code == 0
    assert {one["left"]["entity"]["uid"], one["right"]["entity"]["uid"]} == {FULL, SHORT}
    assert one["score"] >= 0.9
    assert one["sure"]
    assert all(words["zh"] and words["en"] for words in one["reasons"])
    assert {side["evidence"][0]["row"] for side in (one["left"], one["right"])} == {1, 2}
    assert "✓ 0.9" in run("list", "--kind", "Enterprise")[1]


def test_a_merge_is_told_with_its_conflicts_and_undone_by_its_id(run: Run) -> None:
    code, out, _ = run("merge", FULL, SHORT, "--by", "王工", "--why", "营业执照相同", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["shown"] == {SHORT: FULL}
    assert [conflict["property"] for conflict in told["conflicts"]] == ["name"]
    decision = told["decisions"][0]["id"]
    assert "营业执照相同" in run("history", SHORT)[1]
    assert "青岛海信网络科技股份有限公司" in run("conflicts")[1]
    assert run("undo", decision, "--by", "王工")[0] == 0
    history = json.loads(run("history", FULL, "--json")[1])
    assert [(one["decision"]["action"], one["active"]) for one in history] == [("merge", False), ("undo", True)]


def test_all_commands_work_for_people_too(run: Run) -> None:
    assert "2 项决定" in run("auto")[1]
    assert run("split", SHORT, "--by", "a")[0] == 0
    assert run("keep-apart", FULL, THIRD, "--by", "a")[0] == 0
    told = run("history", FULL)[1]
    assert all(word in told for word in ("合并", "拆开", "不合并"))
    assert "还没有" in run("history", "org:name:无")[1]
    assert "没有矛盾" in run("conflicts")[1]


def test_faults_are_told_by_code(run: Run) -> None:
    for arguments, fault in (
        (("merge", FULL, "--by", "a"), "IDENTITY_FEW"),
        (("merge", FULL, "org:name:无", "--by", "a"), "UNKNOWN_UID"),
        (("undo", "d0", "--by", "a"), "IDENTITY_DECISION"),
        (("list", "--kind", "Nothing"), "UNKNOWN_KIND"),
    ):
        code, _, err = run(*arguments)
        assert code > 0
        assert f"[{fault}]" in err
    assert run("merge", FULL, SHORT)[0] == 2  # nobody is named who decides

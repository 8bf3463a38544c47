"""The command line on the real store: answers, JSON, help in two languages, a coded message for every fault."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest

from api.cli import commands
from api.cli.frame import build, invoke
from api.settings import Settings
from graph.store.bolt import Store

PROVINCE = Path(__file__).parents[1] / "examples" / "province"
TYPED = "我们的电池包冬天温度分布不均,想找导热率高、成本低的石墨烯导热材料制备方法"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(examples_settings: Settings, examples: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line on the example graph; gives exit code, standard output and standard error."""

    def call(*arguments: str, **changes: object) -> tuple[int, str, str]:
        code = invoke(replace(examples_settings, **changes), list(arguments))  # type: ignore[arg-type]
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


def leaves(command: click.Command, trail: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from leaves(sub, (*trail, name))
    else:
        yield trail, command


def test_every_command_has_help_in_both_languages(examples_settings: Settings) -> None:
    chinese = dict(leaves(build(examples_settings)))
    english = dict(leaves(build(replace(examples_settings, lang="en"))))
    assert len(chinese) > 15
    for trail, command in chinese.items():
        assert command.help, trail
        assert command.help != english[trail].help, trail


def test_every_command_that_answers_has_json(examples_settings: Settings) -> None:
    for trail, command in leaves(build(examples_settings)):
        options = {option for param in command.params for option in param.opts}
        assert "--json" in options or trail in {("serve",), ("export",)}, trail


def test_match_of_a_typed_text_names_every_source(run: Run) -> None:
    code, out, _ = run("match", TYPED, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["explanations"]
    long = [p for e in answer["explanations"] for p in e["paths"] if len(p["steps"]) >= 3]
    assert long
    for path in long:
        for step in path["steps"]:
            assert step["evidence"], step
            assert all(e["file"] and e["row"] >= 1 for e in step["evidence"])


def test_loading_the_examples_again_changes_nothing(run: Run) -> None:
    code, out, _ = run("load", str(PROVINCE), "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["changes"], report["faults"]) == (0, [])
    assert report["nodes"] > 40_000


def test_graphql_gives_the_same_answer_as_the_command_line(run: Run, examples_settings: Settings) -> None:
    from starlette.testclient import TestClient

    from api.app import create_app

    told = json.loads(run("match", TYPED, "--json", "-n", "3")[1])
    with TestClient(create_app(examples_settings)) as client:
        client.get("/ready")
        body = {"extensions": {"persisted": "match"}, "variables": {"text": TYPED, "first": 3}}
        served = client.post("/graphql", json=body).json()["data"]["match"]
    assert [e["target"]["uid"] for e in served["explanations"]] == [e["target"]["uid"] for e in told["explanations"]]
    for ours, theirs in zip(told["explanations"], served["explanations"], strict=True):
        assert ours["summary"] == theirs["summary"]
        assert [p["sentence"] for p in ours["paths"]] == [p["sentence"] for p in theirs["paths"]]
        assert [s["evidence"] for p in ours["paths"] for s in p["steps"]] == [
            s["evidence"] for p in theirs["paths"] for s in p["steps"]
        ]


def test_match_for_people_shows_sentences_and_rows(run: Run) -> None:
    code, out, _ = run("match", TYPED, "-n", "2")
    assert code == 0
    assert "路径 1" in out
    assert "第" in out
    assert "行" in out


def test_nothing_good_enough_is_said(run: Run) -> None:
    code, out, _ = run("match", "想找人每天遛狗", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["explanations"] == []
    assert answer["abstained"]["zh"]
    assert answer["abstained"]["en"]


def test_unknown_uid(run: Run) -> None:
    code, _, err = run("partners", "org:name:没有这家")
    assert code == 5
    assert "[UNKNOWN_UID]" in err
    assert "org:name:没有这家" in err


def test_errors_as_json(run: Run) -> None:
    code, _, err = run("show", "pat:source_id:none", "--json")
    assert code == 5
    assert json.loads(err)["error"]["code"] == "UNKNOWN_UID"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["load", "no-such-folder"], "INPUT_NO_FILE"),
        (["template", "Spaceship"], "UNKNOWN_KIND"),
        (["--role", "king", "search", "石墨烯"], "ROLE_UNKNOWN"),
        (["--ontology", "none.toml", "search", "石墨烯"], "VOCABULARY_UNREADABLE"),
        (["search", "石墨烯", "-n", "0"], "LIMIT_RANGE"),
        (["paths", "term:name:石墨烯", "term:name:石墨烯", "--max-hops", "99"], "LIMIT_RANGE"),
        (["key", "revoke", "none"], "KEY_UNKNOWN"),
    ],
)
def test_foreseeable_faults_have_codes(run: Run, arguments: list[str], told: str) -> None:
    code, _, err = run(*arguments)
    assert code not in (0, 1)
    assert f"[{told}]" in err


def test_a_busy_port_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "[PORT_BUSY]" in err


def test_a_store_that_is_down_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        uri = f"bolt://127.0.0.1:{free.getsockname()[1]}"
    code, _, err = run("search", "石墨烯", neo4j_uri=uri, neo4j_password="not shown")
    assert code == 4
    assert "[STORE_UNREACHABLE]" in err
    assert "not shown" not in err


def test_an_unwritable_place_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a-file"
    file.write_text("")
    code, _, err = run("template", "Demand", "--output", str(file / "below.xlsx"))
    assert code != 0
    assert err.startswith("[")


def test_search_show_why_and_neighbors(run: Run) -> None:
    _, out, _ = run("search", "专利:石墨烯", "--json")
    hit = json.loads(out)["hits"][0]["entity"]
    assert hit["kind"] == "Patent"
    for command in ("show", "why", "neighbors", "policies"):
        code, text, err = run(command, hit["uid"])
        assert code == 0, err
        assert text.strip()
    _, text, _ = run("why", hit["uid"], "--json")
    assert json.loads(text)["sources"][0]["file"]


def test_core_values_are_hidden_below_their_role(run: Run) -> None:
    uid = "dem:source_id:demo/D001"
    entry = {p["name"]: p for p in json.loads(run("show", uid, "--json")[1])["properties"]}
    assert entry["budget"]["hidden"] is True
    assert entry["budget"]["value"] is None
    seen = {p["name"]: p for p in json.loads(run("--role", "matchmaker", "show", uid, "--json")[1])["properties"]}
    assert seen["budget"]["hidden"] is False
    assert float(seen["budget"]["value"]) > 0


def test_paths_to_an_offline_page(run: Run, tmp_path: Path) -> None:
    answer = json.loads(run("match", TYPED, "--json", "-n", "1")[1])
    nodes = answer["explanations"][0]["paths"][0]["nodes"]
    page = tmp_path / "paths.html"
    code, _, err = run("paths", nodes[1]["uid"], nodes[-1]["uid"], "--html", str(page))
    assert code == 0, err
    assert nodes[1]["caption"] in page.read_text(encoding="utf-8")


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    from graph.errors import InputError

    secret = tmp_path / "password"
    secret.write_text("from a file\n")
    settings = Settings.from_environment({"KEZHUAN_PORT": "1234", "NEO4J_PASSWORD_FILE": str(secret)})
    assert (settings.port, settings.neo4j_password) == (1234, "from a file")
    assert "from a file" not in repr(settings)
    for wrong in ({"KEZHUAN_PORT": "x"}, {"KEZHUAN_LANG": "fr"}, {"NEO4J_PASSWORD_FILE": str(tmp_path / "none")}):
        with pytest.raises(InputError, match="SETTING_INVALID"):
            Settings.from_environment(wrong)


def test_each_command_is_found_without_the_others() -> None:
    for module, names in commands.TOP.items():
        assert set(commands.top(names[0])) == set(names), module
    assert set(commands.groups("key")) == {"key"}
    assert commands.wanted(["--home", "match", "--role=analyst", "store", "start"]) == "store"
    assert commands.wanted(["--help"]) is None
    assert commands.wanted(["no-such-command"]) is None

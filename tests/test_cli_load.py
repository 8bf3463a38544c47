"""Loading from the command line, and handing over, as an office and an operator do it."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from api.cli.frame import invoke
from api.settings import Settings
from etl.reports.report import LISTED
from graph.store.address import StoreAddress
from graph.store.bolt import Store

DEMANDS = "需求编号,需求名称,发布单位,关键词\nD1,石墨烯导热膜,甲公司,石墨烯\nD2,高镍正极,甲公司,储能\n"
FIRST = "需求编号,需求名称,发布单位\nD1,石墨烯导热膜,甲公司\nD2,,乙公司\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(store: Store, store_address: StoreAddress, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line on the run's store, with a home of its own; gives exit code and both outputs."""
    settings = Settings.from_environment(
        {
            "KEZHUAN_HOME": str(tmp_path / "home"),
            "KEZHUAN_LANG": "en",
            "NEO4J_URI": store_address.uri,
            "NEO4J_USER": store_address.user,
            "NEO4J_PASSWORD": store_address.password,
        }
    )

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = invoke(settings, [str(argument) for argument in arguments])
        done = capsys.readouterr()
        return code, done.out, done.err

    return command


@pytest.fixture
def demands(tmp_path: Path) -> Path:
    path = tmp_path / "Demand.csv"
    path.write_text(FIRST, encoding="utf-8")
    return path


def test_check_load_again_and_roll_back(run: Run, demands: Path, tmp_path: Path, store: Store) -> None:
    code, out, _ = run("check", demands, "--html", tmp_path / "check.html")
    assert (code, "CELL_REQUIRED" in out) == (0, True)
    assert "CELL_REQUIRED" in (tmp_path / "check.html").read_text(encoding="utf-8")
    code, out, _ = run("load", demands, "--dry-run", "--json")
    assert json.loads(out)["changes"] > 0
    assert store.read("etl_any") == []
    code, out, _ = run("load", demands, "--rejects", tmp_path / "out", "--html", tmp_path / "load.html")
    assert code == 0
    assert (tmp_path / "load.html").is_file()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["Demand-Demand.csv.csv"]
    code, out, _ = run("loads", "--json")
    (load,) = json.loads(out)
    assert load["status"] == "complete"
    assert "complete" in run("loads")[1]
    assert run("rollback", load["id"])[0] == 0
    assert store.read("etl_any") == []
    code, _, err = run("rollback", load["id"])
    assert (code, "LOAD_ROLLED_BACK" in err) == (2, True)


def test_standard_input_and_a_query(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    class Stdin:
        buffer = io.BytesIO(FIRST.encode("gb18030"))

    monkeypatch.setattr("sys.stdin", Stdin)
    _, out, _ = run("load", "-", "--kind", "Demand", "--source", "typed", "--json")
    (one,) = json.loads(out)["files"]
    assert (one["source"], one["read"], one["created"], one["rejected"]) == ("typed", 2, 1, 1)
    with sqlite3.connect(tmp_path / "office.db") as database:
        database.execute("CREATE TABLE demand (number TEXT, title TEXT)")
        database.execute("INSERT INTO demand VALUES ('Q1', '低温电池')")
    database.close()
    monkeypatch.setenv("OFFICE", f"sqlite:///{tmp_path / 'office.db'}")
    query = "SELECT number AS 需求编号, title AS 需求名称 FROM demand ORDER BY number"
    _, out, _ = run("load", "--sql", query, "--url-env", "OFFICE", "--kind", "Demand", "--source", "office", "--json")
    assert json.loads(out)["files"][0]["created"] == 1
    assert "office.db" not in out
    uids = store.read("etl_nodes_existing", uids=["dem:source_id:office/Q1", "dem:source_id:typed/D1"])
    assert len(uids) == 2


def test_every_fault_is_in_a_file(run: Run, tmp_path: Path) -> None:
    many = tmp_path / "Demand.csv"
    rows = [f"D{n},名{n},昨天" for n in range(LISTED + 1)]
    many.write_text("\n".join(["需求编号,需求名称,截止日期", *rows]), encoding="utf-8")
    code, out, _ = run("check", many, "--html", tmp_path / "page.html")
    beside = tmp_path / "page.faults.csv"
    assert code == 2
    assert str(beside) in out
    assert beside.name in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert len(beside.read_text(encoding="utf-8-sig").splitlines()) == 1 + len(rows)
    _, out, _ = run("check", many, "--faults", tmp_path / "all.jsonl", "--json")
    told = json.loads(out)
    assert (len(told["faults"]), told["fault_count"], told["fault_file"]) == (
        LISTED, len(rows), str(tmp_path / "all.jsonl"),
    )  # fmt: skip
    assert [(sort["code"], sort["count"], sort["rows"]) for sort in told["fault_sorts"]] == [
        ("CELL_DATE", len(rows), [2, 3, 4])
    ]
    assert len((tmp_path / "all.jsonl").read_bytes().splitlines()) == len(rows)


def test_what_makes_no_sense_is_told(run: Run, demands: Path, tmp_path: Path) -> None:
    for arguments, told in (
        (("load",), "LOAD_NOTHING"),
        (("load", demands, "--dry-run", "--bulk"), "LOAD_ONE_WAY"),
        (("load", demands, "--bulk"), "BULK_SERVED"),
        (("load", tmp_path / "none.csv"), "INPUT_NO_FILE"),
        (("rollback", "20260101T000000Z-aaaaaa"), "LOAD_UNKNOWN"),
    ):
        code, _, err = run(*arguments)
        assert code > 0
        assert told in err


def test_export_opens_in_networkx(run: Run, tmp_path: Path) -> None:
    (tmp_path / "demands.csv").write_text(DEMANDS, encoding="utf-8")
    assert run("load", tmp_path / "demands.csv", "--source", "t")[0] == 0
    for name, read in (("graph.graphml", nx.read_graphml), ("graph.gexf", nx.read_gexf), ("graph.json", _node_link)):
        code, _, err = run("export", tmp_path / name)
        assert code == 0, err
        graph = read(tmp_path / name)
        captions = {data.get("caption") or data.get("label") for _, data in graph.nodes(data=True)}
        assert {"石墨烯导热膜", "高镍正极", "甲公司"} <= captions
        assert graph.number_of_edges() >= 2


def _node_link(file: Path) -> nx.Graph[str]:
    return nx.node_link_graph(json.loads(file.read_text(encoding="utf-8")), edges="edges")

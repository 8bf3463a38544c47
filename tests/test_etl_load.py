"""Loading again: nothing changes, only what changed is written, what is gone is taken back, and a kill does no harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from openpyxl import Workbook

from etl.reports.report import LoadReport
from etl.run import load
from etl.writing.lock import lock_path
from graph.errors import InputError
from graph.sources import SourceRef
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.graph_dump import Look

ROOT = Path(__file__).parents[1]
PROVINCE = ROOT / "examples" / "province"


@pytest.fixture
def put(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> Callable[[dict[str, str]], LoadReport]:
    def run(files: dict[str, str]) -> LoadReport:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load([tmp_path / name for name in files], store, vocabulary, source="s")

    return run


Put = Callable[[dict[str, str]], LoadReport]

DEMANDS = "需求编号,需求名称,发布单位,关键词,预算\nD1,一,甲公司,石墨烯,18万\nD2,二,乙公司,储能,\nD3,三,甲公司,,\n"


def test_loading_twice_changes_nothing(demo: Path, store: Store, vocabulary: Vocabulary, look: Look) -> None:
    first = load([demo], store, vocabulary)
    before = look()
    assert first.changes == first.nodes_created + first.edges_created > 1_000
    assert {file.kind for file in first.files} >= {"Region", "Patent", "Demand", "Case", "Enterprise"}
    second = load([demo], store, vocabulary)
    assert second.changes == 0
    assert sum(file.unchanged for file in second.files) == sum(file.created + file.updated for file in first.files)
    assert look() == before
    assert store.read("load_version")[0]["version"] == first.load_id


def test_every_fact_leads_back_to_its_row(demo: Path, store: Store, vocabulary: Vocabulary, look: Look) -> None:
    load([demo], store, vocabulary)
    nodes, edges = look()
    for properties in [*(p for _, p in nodes.values()), *edges.values()]:
        for ref in properties["sources"]:
            parsed = SourceRef.parse(ref)
            assert (demo / parsed.file).is_file()
            assert parsed.row > 1 or parsed.file.endswith(".jsonl.gz")
    assert nodes["dem:source_id:demo/D001"][1]["fictitious"] is True
    assert "fictitious" not in nodes["reg:code:110000"][1]
    assert all(0 < edge["confidence"] <= 1 and edge["method"] for edge in edges.values())


def test_a_relation_holds_from_and_up_to_the_dates_that_its_row_tells(put: Put, look: Look) -> None:
    """The first date that is told counts; on a load without any, what was said before is taken back."""
    head = "成果编号,成果名称,完成人,完成单位,起始日期,完成日期\n"

    def bounds(*dates: str) -> set[tuple[str | None, str | None]]:
        put({"Achievement.csv": f"{head}R1,石墨烯膜,张三,甲大学,{','.join(dates)}\n"})
        edges = [edge for (_, relation, _), edge in look()[1].items() if relation == "COMPLETED"]
        return {(edge.get("valid_from"), edge.get("valid_to")) for edge in edges}

    assert bounds("2015.01", "2018.12") == {("2015-01", "2018-12")}
    assert bounds("", "2018.12") == {("2018-12", "2018-12")}
    assert bounds("2015.01", "") == {("2015-01", None)}
    assert bounds("", "") == {(None, None)}


def test_only_changed_rows_are_written(put: Put, look: Look, store: Store) -> None:
    first = put({"Demand.csv": DEMANDS})
    before, _ = look()
    report = put({"Demand.csv": DEMANDS.replace("D2,二,乙公司,储能,", "D2,二改,丙公司,,5万")})
    (file,) = report.files
    assert (file.updated, file.unchanged, file.created) == (1, 2, 0)
    after, edges = look()
    assert after["dem:source_id:s/D2"][1]["title"] == "二改"
    assert "keywords" not in after["dem:source_id:s/D2"][1]
    assert after["dem:source_id:s/D1"] == before["dem:source_id:s/D1"]
    # What only the old row said is gone: its poster and its keyword, with their nodes, which nothing else refers to.
    assert before.keys() - after.keys() == {"org:name:乙公司", "term:name:储能"}
    assert ("org:name:丙公司", "POSTED", "dem:source_id:s/D2") in edges
    assert (report.nodes_created, report.nodes_updated, report.nodes_removed) == (1, 1, 2)
    assert (report.edges_created, report.edges_updated, report.edges_removed) == (1, 0, 2)
    assert store.read("load_version")[0]["version"] == report.load_id != first.load_id


def test_a_reloaded_file_replaces_what_it_said(put: Put, look: Look) -> None:
    put({"Demand.csv": DEMANDS, "Enterprise.csv": "企业名称,网站\n甲公司,https://a.example\n"})
    lines = DEMANDS.splitlines()
    put({"Demand.csv": "\n".join([lines[0], "D0,零,甲公司,储能,", *lines[2:], ""])})
    moved = look()
    put({"Demand.csv": "需求编号,需求名称\nX,x\n"})
    put({"Enterprise.csv": "企业名称,网站\n甲公司,https://a.example\n"})
    put({"Demand.csv": "\n".join([lines[0], "D0,零,甲公司,储能,", *lines[2:], ""])})
    assert look() == moved
    assert sorted(uid for uid in moved[0] if uid.startswith("dem:")) == [f"dem:source_id:s/D{n}" for n in (0, 2, 3)]


def test_rows_that_move_stay_what_they_are(put: Put, look: Look) -> None:
    put({"Demand.csv": DEMANDS})
    lines = DEMANDS.splitlines()
    report = put({"Demand.csv": "\n".join([lines[0], *reversed(lines[1:])])})
    assert (report.nodes_created, report.nodes_removed, report.edges_created, report.edges_removed) == (0, 0, 0, 0)
    assert SourceRef.parse(look()[0]["dem:source_id:s/D1"][1]["sources"][0]).row == 4


def test_two_sources_of_one_entity_are_united(put: Put, look: Look) -> None:
    one = {"a-Enterprise.csv": "企业名称,网站\n甲公司,https://a.example\n"}
    two = {"b-Enterprise.csv": "企业名称,机构类型\n甲公司,民营\n"}
    put(one)
    put(two)
    node = look()[0]["org:name:甲公司"][1]
    assert (node["website"], node["type"], len(node["sources"])) == ("https://a.example", "民营", 2)
    assert put(one).changes == put(two).changes == 0
    put({"b-Enterprise.csv": "企业名称,机构类型\n乙公司,民营\n"})
    assert [SourceRef.parse(ref).file for ref in look()[0]["org:name:甲公司"][1]["sources"]] == ["a-Enterprise.csv"]


def test_an_entity_nobody_states_any_more_becomes_a_stub(put: Put, look: Look) -> None:
    patents = {"Patent.csv": "专利名称,编号,申请人\n一,1,甲公司\n"}
    put({"Enterprise.csv": "企业名称,网站,联系人\n甲公司,https://a.example,张三\n", **patents})
    put({"Enterprise.csv": "企业名称,网站,联系人\n乙公司,,\n"})
    labels, node = look()[0]["org:name:甲公司"]
    assert labels == ["Entity", "Organization"]
    assert node.keys() == {"uid", "name", "sources", "stub", "content_hash"}
    assert [SourceRef.parse(ref).file for ref in node["sources"]] == ["Patent.csv"]
    assert put(patents).changes == 0


def test_a_row_that_turns_out_to_be_secret_leaves_the_graph(put: Put, look: Look) -> None:
    text = "成果名称,编号,密级,关键词,完成单位\n甲材料,A1,公开,石墨烯,甲大学\n乙材料,A2,公开,储能,甲大学\n"
    put({"Achievement.csv": text})
    report = put({"Achievement.csv": text.replace("A1,公开", "A1,秘密")})
    assert [fault.code for fault in report.faults] == ["SECRET"]
    nodes, edges = look()
    assert "甲材料" not in repr((nodes, edges))
    assert "石墨烯" not in repr((nodes, edges))
    assert "ach:source_id:s/A2" in nodes


def test_a_row_that_turns_out_to_be_faulty_keeps_what_it_said(put: Put, look: Look) -> None:
    put({"Demand.csv": DEMANDS})
    before = look()
    report = put({"Demand.csv": DEMANDS.replace("18万", "好多钱")})
    assert (report.rejected, report.changes) == (1, 0)
    assert look() == before
    assert put({"Demand.csv": DEMANDS}).changes == 0


def test_stubs_are_stable(put: Put) -> None:
    files = {
        "Patent.csv": (
            "专利名称,编号,申请人,发明人,引用专利\n一,1,甲公司,张三；李四,ZL201710601862.3\n二,2,甲公司,张三,X7\n"
        ),
        "Achievement.csv": "成果名称,编号,完成单位,完成人\n一,1,甲公司,张三\n",
    }
    put(files)
    assert put(files).changes == 0
    assert put({"Patent.csv": files["Patent.csv"]}).changes == 0


def test_two_kinds_in_one_workbook_and_a_gb18030_csv(
    tmp_path: Path, store: Store, vocabulary: Vocabulary, look: Look
) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "企业"
    for row in (["某某市企业名录"], [], ["企业名称", "所在地区"], ["甲公司", "北京"]):
        first.append(row)
    second = book.create_sheet("需求")
    second.append(["需求编号", "需求名称", "发布单位", "截止日期"])
    second.append(["D1", "一", "甲公司", 45658])
    book.create_sheet("说明").append(["本表由各市填报"])
    book.save(tmp_path / "名录.xlsx")
    (tmp_path / "地区.csv").write_bytes("行政区划代码,地区名称,简称\n110000,北京市,北京\n".encode("gb18030"))
    report = load([tmp_path], store, vocabulary)
    assert [(file.file, file.sheet, file.kind, file.read) for file in report.files] == [
        ("名录.xlsx", "企业", "Enterprise", 1),
        ("名录.xlsx", "需求", "Demand", 1),
        ("地区.csv", "", "Region", 1),
    ]
    assert report.ignored_sheets == ["名录.xlsx: 说明"]
    nodes, edges = look()
    org = "org:name:甲公司@reg:code:110000"
    assert edges.keys() == {(org, "LOCATED_IN", "reg:code:110000"), (org, "POSTED", "dem:source_id:名录/D1")}
    assert nodes["dem:source_id:名录/D1"][1]["deadline"] == "2025-01-01"
    assert [SourceRef.parse(ref).row for ref in nodes[org][1]["sources"]] == [4]


@pytest.mark.parametrize("bad", [("b.csv", b'x,"y\n1,2\n'), ("b.xlsx", b"junk"), ("b.csv", "题目\n甲\n".encode())])
def test_one_unreadable_file_stops_the_load_before_anything_is_written(
    tmp_path: Path, store: Store, vocabulary: Vocabulary, look: Look, bad: tuple[str, bytes]
) -> None:
    (tmp_path / "Demand.csv").write_text(DEMANDS, encoding="utf-8")
    (tmp_path / bad[0]).write_bytes(bad[1])
    with pytest.raises(InputError, match=re.escape(bad[0])):
        load([tmp_path], store, vocabulary)
    assert look() == ({}, {})
    assert store.read("etl_load_running") == []


def test_a_workbook_in_which_nothing_is_understood_is_named(
    tmp_path: Path, store: Store, vocabulary: Vocabulary
) -> None:
    book = Workbook()
    book.create_sheet("附表").append(["甲", "乙"])
    book.worksheets[0].append(["丙", "丁"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=r"KIND_UNKNOWN.*a\.xlsx"):
        load([tmp_path], store, vocabulary)


def test_a_broken_promise_stops_the_load_before_anything_is_written(
    demo: Path, store: Store, vocabulary: Vocabulary, look: Look
) -> None:
    lines = (demo / "inventors.csv").read_text(encoding="utf-8").splitlines()
    (demo / "inventors.csv").write_text("\n".join(lines[:3]), encoding="utf-8")
    with pytest.raises(InputError, match=r"SOURCE_SHORT.*inventors\.csv"):
        load([demo], store, vocabulary)
    assert look() == ({}, {})


def test_two_loads_never_run_at_once(put: Put, store: Store, look: Look) -> None:
    with FileLock(lock_path(store)), pytest.raises(InputError, match="LOAD_BUSY"):
        put({"Demand.csv": DEMANDS})
    assert look() == ({}, {})
    assert put({"Demand.csv": DEMANDS}).changes > 0


def test_a_load_that_recovers_a_finished_one_still_moves_the_version(put: Put, store: Store) -> None:
    put({"Demand.csv": DEMANDS})
    store.write("etl_load_start", id="killed-at-the-very-end", started="2026", sources=[], files=[])
    report = put({"Demand.csv": DEMANDS})
    assert (report.recovered, report.changes) == (True, 1)
    assert store.read("load_version")[0]["version"] == report.load_id


def test_only_a_first_load_creates_without_looking(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[str] = []
    write = Store.write

    def noting(self: Store, statement: str, **params: object) -> object:
        run.append(statement)
        return write(self, statement, **params)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "write", noting)
    put({"Demand.csv": DEMANDS})
    assert "etl_nodes_new" in run
    assert not {"etl_nodes", "etl_edges"}.intersection(run)
    run.clear()
    put({"Demand.csv": DEMANDS, "more.csv": DEMANDS.replace("D1", "D9")})
    assert "etl_nodes" in run
    assert not {"etl_nodes_new", "etl_edges_new"}.intersection(run)

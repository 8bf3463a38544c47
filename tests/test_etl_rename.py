"""A code list that comes late: what waited for it gets its codes, wherever a load is killed, and can be taken back."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from etl.identity.decisions import read_log
from etl.identity.merge import Registrar
from etl.identity.reasons import Reason
from etl.identity.standing import standing
from etl.loading import UNDO
from etl.run import load
from etl.writing.decide import Stamp
from etl.writing.joined import joined_edge, joined_node
from etl.writing.rename import renamed
from etl.writing.rollback import roll_back
from graph.errors import StoreError
from graph.store.bolt import Counters, Store
from graph.vocabulary import Vocabulary
from tests.graph_dump import Look

# No standard has 月湾市: what names it waits for a list.
FILES = {
    "Organization": "名称,地区,合作单位,网站\n甲公司,月湾市,乙公司,a.cn\n甲公司,月湾,,\n乙公司,火星,,b.cn\n",
    "Researcher": "姓名,工作单位,职称\n张三,甲公司,教授\n",
    "Patent": "专利编号,专利名称,申请人,发明人\nP1,电池,甲公司,张三；李四\n",
}
LIST = "行政区划代码,名称,简称\n990000,月湾市,月湾\n"
MOON_BAY = "org:name:甲公司@reg:code:990000"


@pytest.fixture
def waiting(tmp_path: Path) -> list[Path]:
    """Files that name regions of which no list is loaded."""
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return [tmp_path / f"{name}.csv" for name in FILES]


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    (tmp_path / "Region.csv").write_text(LIST, encoding="utf-8")
    return tmp_path / "Region.csv"


def test_names_wait_for_their_list_and_are_told(
    waiting: list[Path], regions: Path, store: Store, vocabulary: Vocabulary, look: Look, tmp_path: Path
) -> None:
    report = load(waiting, store, vocabulary, loads=tmp_path / "loads")
    told = {(fault.code, fault.column, fault.value) for fault in report.faults}
    assert {("REFERENCE_WAITING", "地区", name) for name in ("月湾市", "月湾", "火星")} <= told
    assert ("REFERENCE_UNCLEAR", "工作单位", "甲公司") in told  # the two rows could be two companies so far
    nodes, _ = before = look()
    assert nodes["reg:name:火星"][1]["stub"]
    assert "per:name:张三@org:name:甲公司#Researcher" in nodes
    late = load([regions], store, vocabulary, loads=tmp_path / "loads")
    nodes, edges = look()
    mine = {uid for uid in nodes if uid.startswith(("org:", "reg:", "per:"))}
    people = {f"per:name:{name}@{MOON_BAY}#{file}" for name, file in (("张三", "Researcher"), ("李四", "Patent"))}
    assert mine - {f"per:name:张三@{MOON_BAY}#Patent"} == {
        "reg:code:990000", "reg:name:火星", MOON_BAY, "org:name:乙公司@reg:name:火星", *people,
    }  # fmt: skip
    assert nodes[MOON_BAY][1]["website"] == "a.cn"
    assert len(nodes[MOON_BAY][1]["sources"]) == 2
    assert (MOON_BAY, "LOCATED_IN", "reg:code:990000") in edges
    roll_back(late.load_id, store, vocabulary, tmp_path / "loads" / UNDO)
    assert look() == before


def test_decisions_go_with_what_they_are_about(
    waiting: list[Path], regions: Path, store: Store, vocabulary: Vocabulary
) -> None:
    load(waiting, store, vocabulary)
    registrar = Registrar(store, vocabulary, "审核员")
    old, other = "org:name:甲公司@reg:name:月湾市", "org:name:乙公司@reg:name:火星"
    registrar.merge([old, other], keep=old)
    people = ["per:name:张三@org:name:甲公司#Researcher", "per:name:李四@org:name:甲公司#Patent"]
    registrar.keep_apart(*people)
    load([regions], store, vocabulary)
    log = read_log(store)
    now = standing(log)
    assert store.read("identity_shown") == [{"uid": other, "canonical": MOON_BAY}]
    assert frozenset(uid.replace("org:name:甲公司", MOON_BAY) for uid in people) in now.apart
    (entity,) = [row["stored"] for row in store.read("identity_entities", uids=[MOON_BAY])]
    assert "canonical" not in entity
    told = {Reason.parse(reason).words.zh for decision in log[2:] for reason in decision.reasons}
    assert [text[:4] for text in told] == ["同一实体"]


def test_killed_anywhere_it_ends_the_same(
    waiting: list[Path], regions: Path, store: Store, vocabulary: Vocabulary, look: Look,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    load(waiting, store, vocabulary)
    load([regions], store, vocabulary)
    wanted = look()
    for point in count(4, 3):
        store.sweep("schema_clear")
        load(waiting, store, vocabulary)
        with monkeypatch.context() as patch:
            patch.setattr(Store, "write", failing(point))
            try:
                load([regions], store, vocabulary, loads=tmp_path / "loads")
            except StoreError:
                pass
            else:
                break
        load([regions], store, vocabulary, loads=tmp_path / "loads")
        assert look() == wanted, point
    assert point > 20


def failing(point: int) -> object:
    """``Store.write`` that fails at the ``point``-th time."""
    write, done = Store.write, count(1)

    def run(store: Store, name: str, **params: object) -> Counters:
        if next(done) == point:
            raise StoreError("STORE_UNREACHABLE", uri="", why="killed")
        return write(store, name, **params)  # type: ignore[arg-type]

    return run


WANG = "per:name:王@org:name:甲"
NORTH = {"reg:name:月湾": "reg:code:1"}


@pytest.mark.parametrize(
    ("uid", "pairs", "new"),
    [
        ("org:name:甲@reg:name:月湾", NORTH, "org:name:甲@reg:code:1"),
        ("org:name:甲@reg:name:月湾市", NORTH, "org:name:甲@reg:name:月湾市"),
        ("org:name:reg:name:月湾", NORTH, "org:name:reg:name:月湾"),
        (f"{WANG}@reg:name:月湾#s", NORTH, f"{WANG}@reg:code:1#s"),
        (f"{WANG}@reg:code:1#s", {"org:name:甲@reg:code:1": "org:uscc:9"}, "per:name:王@org:uscc:9#s"),
        (f"{WANG}@reg:code:1#s", {"org:name:甲": "org:name:甲@reg:code:1"}, f"{WANG}@reg:code:1#s"),
        (f"{WANG}@org:name:乙#s", {"org:name:甲": "o:c:1", "org:name:乙": "o:c:2"}, "per:name:王@o:c:1@o:c:2#s"),
    ],
)
def test_an_owner_in_a_uid_is_renamed_as_a_whole(uid: str, pairs: dict[str, str], new: str) -> None:
    assert renamed(uid, pairs) == new


def node(row: int, seen: str, *, stub: bool = False, label: str = "Organization", **said: str) -> dict[str, object]:
    marks = {"sources": [f"s|a.csv||{row}|d"], "first_seen": seen, "last_seen": seen, "load_id": seen}
    return {"labels": ["Entity", label], "properties": {**said, **marks, **({"stub": True} if stub else {})}}


STAMP = Stamp("L3", "3", frozenset())


def test_of_two_entities_that_are_one_the_last_told_of_has_the_last_word(vocabulary: Vocabulary) -> None:
    first = node(2, "1", name="甲", website="a")
    second = node(3, "1", name="甲", website="b", label="Enterprise")
    for old, new in ((first, second), (second, first)):
        joined = joined_node(old, new, vocabulary, STAMP)
        assert joined is not None
        assert joined["labels"] == ["Organization", "Enterprise"]
        assert joined["properties"]["website"] == "b"
        assert joined["properties"]["sources"] == ["s|a.csv||2|d", "s|a.csv||3|d"]


def test_a_row_of_its_own_outweighs_references(vocabulary: Vocabulary) -> None:
    stub, told = node(2, "1", stub=True, name="甲"), node(3, "2", name="甲有限公司", website="a")
    assert joined_node(stub, told, vocabulary, STAMP) is None
    joined = joined_node(told, stub, vocabulary, STAMP)
    assert joined is not None
    assert joined["properties"]["stub"] is None
    assert (joined["properties"]["name"], joined["properties"]["first_seen"]) == ("甲有限公司", "1")


def test_of_two_edges_that_are_one_the_surer_stays() -> None:
    sure = {"confidence": 1.0, "method": "stated", "level": 2, "sources": ["b"], "load_id": "1", "content_hash": "x"}
    open_ = {"confidence": 0.9, "method": "reference-by-name", "sources": ["a"], "load_id": "2", "content_hash": "y"}
    for one, other in ((sure, open_), (open_, sure)):
        joined = joined_edge(one, other)
        assert (joined["confidence"], joined["method"], joined["sources"]) == (1.0, "stated", ["a", "b"])
        assert "level" not in joined

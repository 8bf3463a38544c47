"""A load taken back leaves the graph as it was before; a dry run says what a load would do and does nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import etl.loading
import etl.writing.writer
from etl.run import load
from etl.writing.rollback import roll_back
from graph.errors import InputError, NotFoundError, StoreError
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.graph_dump import Look

FIRST = "需求编号,需求名称,发布单位,关键词,预算\nD1,一,甲公司,石墨烯,18万\nD2,二,乙公司,储能,\nD3,三,甲公司,,\n"
SECOND = "需求编号,需求名称,发布单位,关键词,预算\nD1,一改,丙公司,石墨烯,20万\nD4,四,乙公司,储能；电池,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Demand.csv"
    path.write_text(FIRST, encoding="utf-8")
    return path


def test_the_newest_load_is_taken_back_and_then_the_one_before(
    file: Path, store: Store, vocabulary: Vocabulary, look: Look, tmp_path: Path
) -> None:
    loads = tmp_path / "loads"
    first = load([file], store, vocabulary, loads=loads)
    before = look()
    file.write_text(SECOND, encoding="utf-8")
    second = load([file], store, vocabulary, loads=loads)
    assert look() != before
    with pytest.raises(InputError, match=f"LOAD_LATER.*{second.load_id}"):
        roll_back(first.load_id, store, vocabulary, loads / "undo")
    assert roll_back(second.load_id, store, vocabulary, loads / "undo") > 0
    assert look() == before
    assert store.read("load_version")[0]["version"] == f"{second.load_id}-back"
    with pytest.raises(InputError, match="LOAD_ROLLED_BACK"):
        roll_back(second.load_id, store, vocabulary, loads / "undo")
    roll_back(first.load_id, store, vocabulary, loads / "undo")
    assert look() == ({}, {})
    assert load([file], store, vocabulary, loads=loads).changes > 0  # not "nothing changed"


def test_a_load_of_every_kind_is_taken_back(
    demo: Path, file: Path, store: Store, vocabulary: Vocabulary, look: Look, tmp_path: Path
) -> None:
    loads = tmp_path / "loads"
    load([demo], store, vocabulary, loads=loads)
    before = look()
    changed = tmp_path / "changed"
    shutil.copytree(demo, changed)
    for name in ("achievements.csv", "enterprises.xlsx"):
        (changed / name).unlink()
    text = (changed / "sources.toml").read_text(encoding="utf-8")
    pieces = re.split(r"(?m)^(?=  \[\[source\.file\]\])", text)
    (changed / "sources.toml").write_text(
        "".join(piece for piece in pieces if "achievements.csv" not in piece and "enterprises.xlsx" not in piece)
    )
    lines = (changed / "managers.csv").read_text(encoding="gb18030").splitlines()
    (changed / "managers.csv").write_text("\n".join(lines[:5]) + "\n", encoding="gb18030")
    text = (changed / "sources.toml").read_text(encoding="utf-8")
    (changed / "sources.toml").write_text(re.sub(r"minimum = \d+", "minimum = 1", text), encoding="utf-8")
    report = load([changed, file], store, vocabulary, loads=loads)
    assert report.nodes_removed > 0
    assert report.edges_removed > 0
    roll_back(report.load_id, store, vocabulary, loads / "undo")
    assert look() == before


def test_what_cannot_be_taken_back_is_told(file: Path, store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="LOAD_UNKNOWN"):
        roll_back("20260101T000000Z-aaaaaa", store, vocabulary, tmp_path)
    elsewhere = load([file], store, vocabulary)
    with pytest.raises(InputError, match="LOAD_NO_UNDO"):
        roll_back(elsewhere.load_id, store, vocabulary, tmp_path)


def test_a_dry_run_tells_what_a_load_then_does(
    file: Path, store: Store, vocabulary: Vocabulary, look: Look, tmp_path: Path
) -> None:
    load([file], store, vocabulary)
    before = look()
    file.write_text(SECOND, encoding="utf-8")
    told = load([file], store, vocabulary, loads=tmp_path / "loads", dry_run=True)
    assert look() == before
    assert len(store.read("etl_loads")) == 1
    assert ["etl_nodes", "org:name:丙公司"] in told.would
    done = load([file], store, vocabulary)
    for name in ("changes", "nodes_created", "nodes_updated", "nodes_removed", "edges_created", "edges_updated"):
        assert getattr(told, name) == getattr(done, name), name
    assert told.files == done.files


def test_a_row_that_the_store_refuses_is_found_and_the_rest_is_loaded(
    file: Path, store: Store, vocabulary: Vocabulary, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(etl.writing.writer, "NODES", 100)
    rows = [f"D{n},{n}" for n in range(40)]
    file.write_text("需求编号,需求名称\n" + "\n".join(rows) + "\n", encoding="utf-8")
    write = Store.write

    def refusing(self: Store, statement: str, **params: object) -> object:
        listed = params.get("rows") or []
        if statement.startswith("etl_nodes") and any(row["uid"].endswith("/D17") for row in listed):  # type: ignore[attr-defined]
            raise StoreError("STORE_QUERY", statement=statement, neo4j_code="Neo.ClientError", why="too long")
        return write(self, statement, **params)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "write", refusing)
    report = load([file], store, vocabulary, source="s")
    assert [(fault.code, fault.row) for fault in report.faults] == [("ROW_REFUSED", 19)]
    (one,) = report.files
    assert (one.read, one.created, one.rejected) == (40, 39, 1)
    assert len(look()[0]) == 39

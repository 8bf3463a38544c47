"""SQL queries: read only, in batches, from a manifest and from a call, and their URL told to nobody."""

from __future__ import annotations

import sqlite3
import traceback
import tracemalloc
from pathlib import Path

import pytest

from etl.files.asked_query import Query
from etl.files.discover import plan
from etl.files.manifest import InputFile
from etl.files.query import spool_query
from etl.files.read import tables
from etl.files.spool import Spool
from graph.errors import InputError

SECRET = "p@ss/w%rd"
MANIFEST = """
[[source]]
id = "registry"
[[source.file]]
query = "select name as 名称, 'a:b %s :x' as note from body order by code"
database = "sqlite:///register.db"
kind = "Organization"
columns = { note = "" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "register.db") as database:
        database.execute("create table body (code, name, amount, day, blob)")
        rows = [("2", "乙", 1.5, "2024-01-02", b"\xff"), ("1", "甲", float("inf"), None, b"abc")]
        database.executemany("insert into body values (?, ?, ?, ?, ?)", rows)
    database.close()
    return tmp_path


def cells(file: InputFile) -> list[tuple[int, list[object]]]:
    return [(row.number, row.cells) for table in tables(file.path) for row in table.rows]


def test_a_manifest_asks_a_query(folder: Path) -> None:
    (folder / "sources.toml").write_text(MANIFEST, encoding="utf-8")
    found = plan([folder]).files
    assert [(file.name, file.source.id, file.kind, dict(file.columns)) for file in found] == [
        ("registry.sql", "registry", "Organization", {"note": ""})
    ]
    assert cells(found[0]) == [(0, ["名称", "note"]), (1, ["甲", "a:b %s :x"]), (2, ["乙", "a:b %s :x"])]
    assert len(plan([folder, folder, folder / "sources.toml"]).files) == 1


def test_a_call_asks_a_query_by_a_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER", f"sqlite:///{folder}/register.db")
    query = Query(
        "-- all\nwith all_of as (select * from body) select * from all_of order by code", "bodies", "REGISTER"
    )
    found = plan([], kind="Organization", sql=[query]).files[0]
    assert (found.name, found.source.id, found.kind) == ("bodies", "bodies", "Organization")
    assert cells(found) == [
        (0, ["code", "name", "amount", "day", "blob"]),
        (1, ["1", "甲", "inf", None, "abc"]),
        (2, ["2", "乙", 1.5, "2024-01-02", "ff"]),
    ]


def test_rows_are_gone_when_nobody_holds_them(folder: Path) -> None:
    file = plan([], sql=[Query("select 1 as a", "one", database="sqlite:///register.db", folder=folder)]).files[0]
    path = file.path
    assert path.parents[1].stat().st_mode & 0o077 == 0  # nobody else can look into the folder
    assert path.exists()
    del file
    assert not path.exists()


@pytest.mark.parametrize(
    "text", ["drop table body", "insert into body values (1, 2, 3, 4, 5)", "", "pragma user_version = 3", "selected"]
)
def test_a_query_only_reads(folder: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"SQL_SELECT.*one"):
        plan([], sql=[Query(text, "one", database="sqlite:///register.db", folder=folder)])


def test_even_a_query_that_looks_like_one_cannot_write(folder: Path) -> None:
    query = Query("with x as (select 1) delete from body", "one", database="sqlite:///register.db", folder=folder)
    with pytest.raises(InputError, match=r"SQL_FAILED.*readonly"):
        plan([], sql=[query])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("select missing from body", "no such column"),
        ("select * from", "syntax error|incomplete input"),
        ("select 1; select 2", "one statement"),
    ],
)
def test_what_the_database_says_is_told(folder: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=f"SQL_FAILED.*one.*({told})"):
        plan([], sql=[Query(text, "one", database="sqlite:///register.db", folder=folder)])


def test_a_missing_database_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"INPUT_NO_FILE.*none\.db"):
        plan([], sql=[Query("select 1", "one", database="sqlite:///none.db", folder=tmp_path)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "SQL_URL"),
        (f"nonsense {SECRET}", "SQL_URL"),
        ("nosuch+driver://someone:p%40ss%2Fw%25rd@db.example/x", "SQL_DRIVER"),
        ("oracle://someone:p%40ss%2Fw%25rd@db.example/x", "SQL_DRIVER"),
        ("sqlite://someone:p%40ss%2Fw%25rd@db.example/x", "INPUT_NO_FILE"),
    ],
)
def test_no_part_of_the_url_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, code: str) -> None:
    monkeypatch.setenv("REGISTER", url)
    with pytest.raises(InputError) as told:
        plan([], sql=[Query("select 1", "one", "REGISTER")])
    assert told.value.code == code
    shown = "".join(traceback.format_exception(told.value)) + str(told.value.values)
    assert not any(part in shown for part in (SECRET, "p%40ss", "someone", "db.example"))


def test_what_a_driver_says_is_told_without_the_url(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER", f"sqlite:///{folder}/register.db?timeout=7&check_same_thread={SECRET}")
    text = f"select * from body where '{SECRET}' = \"{folder}/register.db\" or {folder.name}.x"
    with pytest.raises(InputError) as told:
        plan([], sql=[Query(text, "one", "REGISTER")])
    assert told.value.code == "SQL_FAILED"
    assert SECRET not in str(told.value)
    assert str(folder) not in str(told.value)


def test_rows_come_in_batches(folder: Path) -> None:
    query = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i, hex(i) as h from n"
    found = []
    for count in (12_000, 36_000):
        spool = Spool()
        tracemalloc.start()
        path = spool_query(Query(query.format(count), "n", database="sqlite:///register.db", folder=folder), spool)
        last = [row for table in tables(path) for row in table.rows if row.number == count]
        found.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert [row.cells[0] for row in last] == [count]
    assert found[1] < found[0] * 1.2


def test_two_queries_of_one_name_are_refused(folder: Path) -> None:
    query = Query("select 1", "one", database="sqlite:///register.db", folder=folder)
    with pytest.raises(InputError, match="SOURCE_TWICE"):
        plan([], sql=[query, query])

"""When a source is due again by what it declares, and how long it is overdue: for people, programs and portals."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.frame import invoke
from api.settings import Settings
from etl.collect.overdue import due_after, seen, sources
from etl.files.discover import plan
from etl.files.manifest_faults import REFRESH
from etl.run import load
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

MANIFEST = """[[source]]
id = "b-monthly"
zh = "每月的来源"
en = "a monthly source"
refresh = "monthly"
[[source.file]]
path = "one.csv"
kind = "Term"
[[source.file]]
path = "two.csv"
kind = "Term"
[[source]]
id = "a-never"
refresh = "never"
fictitious = true
[[source.file]]
path = "three.csv"
kind = "Term"
[[source]]
id = "c-silent"
[[source.file]]
path = "four.csv"
kind = "Term"
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def loaded(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> Path:
    """A folder of three sources, loaded."""
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "sources.toml").write_text(MANIFEST, encoding="utf-8")
    for number, name in enumerate(("one", "two", "three", "four"), 1):
        lines = "".join(f"{name} {word}\n" for word in "abcd"[:number])
        (folder / f"{name}.csv").write_text("术语\n" + lines, encoding="utf-8")
    load([folder], store, vocabulary)
    return folder


@pytest.fixture
def settings(store_address: StoreAddress, tmp_path: Path) -> Settings:
    served = {"neo4j_uri": store_address.uri, "neo4j_user": store_address.user}
    return Settings(home=tmp_path, cache=tmp_path, **served, neo4j_password=store_address.password)  # type: ignore[arg-type]


@pytest.fixture
def run(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str, **changes: Any) -> tuple[int, str, str]:
        code = invoke(replace(settings, **changes), list(arguments))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.mark.parametrize(
    ("loaded", "refresh", "due"),
    [
        ("2026-01-31", "daily", "2026-02-01"),
        ("2026-01-31", "weekly", "2026-02-07"),
        ("2026-01-31", "monthly", "2026-02-28"),
        ("2024-01-31", "monthly", "2024-02-29"),
        ("2026-11-30", "quarterly", "2027-02-28"),
        ("2026-12-15", "monthly", "2027-01-15"),
        ("2024-02-29", "yearly", "2025-02-28"),
        ("2026-01-31", "never", None),
        ("2026-01-31", "", None),
    ],
)
def test_the_day_on_which_a_source_is_due(loaded: str, refresh: str, due: str | None) -> None:
    assert due_after(date.fromisoformat(loaded), refresh) == (None if due is None else date.fromisoformat(due))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(REFRESH))
def test_it_is_due_later_and_no_later_than_its_period(day: date, refresh: str) -> None:
    due = due_after(day, refresh)
    longest = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}
    assert (due is None) == (refresh == "never")
    assert due is None or timedelta(0) < due - day <= timedelta(longest[refresh])


def test_sources_tell_files_rows_and_days(loaded: Path, store: Store) -> None:
    day = datetime.now(UTC).date()
    due = due_after(day, "monthly")
    assert due is not None
    never, monthly, silent = sources(store, today=due + timedelta(3))
    assert [one.id for one in (never, monthly, silent)] == ["a-never", "b-monthly", "c-silent"]
    assert [(file.name, file.rows) for file in monthly.files] == [("one.csv", 1), ("two.csv", 2)]
    assert (monthly.rows, never.rows, silent.rows) == (3, 3, 4)
    assert (monthly.due, monthly.overdue_days) == (due.isoformat(), 3)
    assert (never.due, never.overdue_days, never.fictitious) == (None, None, True)
    assert (silent.refresh, silent.due, silent.overdue) == ("", None, False)
    assert (monthly.last_loaded or "").startswith(day.isoformat()[:8])
    assert [one.overdue_days for one in sources(store, today=due)] == [None, 0, None]


def test_files_found_unchanged_are_fresh(loaded: Path, store: Store) -> None:
    files = plan([loaded]).files
    before = {file.name: file.loaded for one in sources(store) for file in one.files}
    store.write("etl_review_seen", keys=["b-monthly/one.csv"], at="2999-01-01T00:00:00+00:00")
    after = {file.name: file.loaded for one in sources(store) for file in one.files}
    assert after == before | {"one.csv": "2999-01-01T00:00:00+00:00"}
    seen(store, files)  # the clock does not go on to 2999, but the note is the newest
    assert {file.name: file.loaded for one in sources(store) for file in one.files} != after


def test_loading_the_same_again_counts_as_fresh(loaded: Path, store: Store, vocabulary: Vocabulary) -> None:
    store.write("etl_load_start", id="old", started="", sources=[], files=_dated(loaded, "2020-01-01T00:00:00+00:00"))
    store.write("etl_load_complete", id="old", finished="", changes=0, report="{}", left=[], fingerprint="x")
    assert [one.overdue for one in sources(store)] == [False, True, False]
    load([loaded], store, vocabulary)
    assert not any(one.overdue for one in sources(store))
    first = {one.id: one.last_loaded or "" for one in sources(store)}
    time.sleep(1.1)  # times are kept to the second
    assert load([loaded], store, vocabulary).changes == 0
    assert all((one.last_loaded or "") > first[one.id] for one in sources(store))


def _dated(folder: Path, at: str) -> list[dict[str, str]]:
    return [{"key": f"{file.source.id}/{file.name}", "loaded": at} for file in plan([folder]).files]


def test_the_command_lists_what_is_overdue_and_says_so_by_its_exit_code(loaded: Path, store: Store, run: Run) -> None:
    code, out, _ = run("sources")
    assert code == 0
    for word in ("b-monthly", "每月的来源", "每月", "a-never", "〔虚构示例〕"):
        assert word in out
    assert run("sources", "--overdue")[0] == 0
    store.write("etl_load_start", id="old", started="", sources=[], files=_dated(loaded, "2020-01-15T00:00:00+00:00"))
    code, out, _ = run("sources", "--overdue", "--json")
    assert code == 7
    (one,) = json.loads(out)
    assert (one["id"], one["rows"], one["due"]) == ("b-monthly", 3, "2020-02-15")
    assert one["overdueDays"] == (datetime.now(UTC).date() - date(2020, 2, 15)).days
    code, out, _ = run("sources", "--overdue", lang="en")
    assert (code, "a monthly source" in out, "never" in out) == (7, True, False)


def test_portals_ask_for_the_same(loaded: Path, store: Store, settings: Settings) -> None:
    store.write("etl_load_start", id="old", started="", sources=[], files=_dated(loaded, "2020-01-15T00:00:00+00:00"))
    with TestClient(create_app(settings)) as client:

        def ask(**variables: Any) -> list[dict[str, Any]]:
            body = {"extensions": {"persisted": "sources"}, "variables": variables}
            answer = client.post("/graphql", json=body).json()
            assert "errors" not in answer, answer
            found: list[dict[str, Any]] = answer["data"]["sources"]
            return found

        everything = ask()
        assert [one["id"] for one in everything] == ["a-never", "b-monthly", "c-silent"]
        assert ask(first=1, after="a-never") == [everything[1]]
        assert ask(overdue=True) == [everything[1]]
        assert everything[1]["words"] == {"zh": "每月的来源", "en": "a monthly source"}
        assert [(file["name"], file["rows"]) for file in everything[1]["files"]] == [("one.csv", 1), ("two.csv", 2)]

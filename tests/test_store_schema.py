"""The schema is made where something of it is missing, and only that."""

from __future__ import annotations

import pytest

from graph.store.bolt import Store
from graph.store.schema import FULL_TEXT, commands, ensure_keys, ensure_schema
from graph.vocabulary import Vocabulary


@pytest.fixture
def told(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The schema commands that the store is given, each of which it runs."""
    given: list[str] = []
    run = Store.run_schema

    def told_and_run(self: Store, text: str) -> None:
        given.append(text)
        run(self, text)

    monkeypatch.setattr(Store, "run_schema", told_and_run)
    return given


def names(store: Store) -> set[str]:
    return {row["name"] for row in store.read("schema_indexes")}


def test_nothing_is_made_twice(store: Store, vocabulary: Vocabulary, told: list[str]) -> None:
    ensure_schema(store, vocabulary)
    ensure_keys(store, vocabulary)
    assert told == []
    assert names(store) >= set(commands(vocabulary))


@pytest.mark.parametrize("lost", ["range_region_name", "unique_load_id", FULL_TEXT])
def test_what_is_missing_is_made_again(store: Store, vocabulary: Vocabulary, told: list[str], lost: str) -> None:
    store.run_schema(f"DROP {'CONSTRAINT' if lost.startswith('unique') else 'INDEX'} {lost}")
    told.clear()
    ensure_schema(store, vocabulary)
    assert told == [commands(vocabulary)[lost]]
    assert names(store) >= set(commands(vocabulary))
    assert {row["state"] for row in store.read("schema_indexes")} == {"ONLINE"}


def test_only_the_keys_leave_out_the_full_text_index(store: Store, vocabulary: Vocabulary, told: list[str]) -> None:
    store.run_schema(f"DROP INDEX {FULL_TEXT}")
    told.clear()
    ensure_keys(store, vocabulary)
    assert told == []
    ensure_schema(store, vocabulary)
    assert told == [commands(vocabulary)[FULL_TEXT]]

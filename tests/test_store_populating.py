"""Indexes are waited for while they are being built, and no longer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, repeat

import pytest

from graph.errors import StoreError
from graph.store.bolt import Store
from graph.store.populating import Index, await_online
from graph.store.schema import FULL_TEXT, ensure_schema
from graph.vocabulary import Vocabulary

DONE = Index("a", "ONLINE", 100.0)


def looks(*seen: Sequence[Index]) -> Callable[[], Sequence[Index]]:
    """Gives one after the other, and the last one for ever."""
    following = chain(seen, repeat(seen[-1]))
    return lambda: next(following)


def building(percent: float, name: str = "b") -> Index:
    return Index(name, "POPULATING", percent)


def test_it_waits_for_as_long_as_something_goes_on() -> None:
    heard: list[int] = []
    steps = [[DONE, building(percent / 4)] for percent in range(400)]
    await_online(looks(*steps, [DONE, DONE]), heard.append, patience=0.05, pause=0.001)
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert heard[-2:] == [99, 100]


def test_what_goes_on_no_more_is_named() -> None:
    steps = [building(1.0), building(50.0, "c")], [building(1.0), Index("c", "ONLINE", 100.0)]
    with pytest.raises(StoreError, match="STORE_INDEX") as told:
        await_online(looks(*steps), list[int]().append, patience=0.05, pause=0.001)
    assert told.value.values["names"] == "b"


def test_one_that_failed_is_not_waited_for() -> None:
    with pytest.raises(StoreError, match="STORE_INDEX"):
        await_online(looks([Index("b", "FAILED", 12.0)]), list[int]().append, patience=60)


def test_a_store_tells_how_far_it_is(store: Store, vocabulary: Vocabulary) -> None:
    store.run_schema(f"DROP INDEX {FULL_TEXT}")
    heard: list[int] = []
    ensure_schema(store, vocabulary, heard.append)
    assert heard[-1] == 100
    assert all(0 <= percent <= 100 for percent in heard)

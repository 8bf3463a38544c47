"""A projection brought up to date is, file for file, the one that is made anew."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.projection import files
from graph.projection.update import updated
from tests.changing_graphs import World, saved
from tests.small_graphs import VOCABULARY


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 32), st.lists(st.integers(0, 25), min_size=2, max_size=5))
def test_any_changes_give_what_is_made_anew(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("versions")
    world = World(random.Random(seed))
    files.save(world.built("0"), folder / "0")
    for number, count in enumerate(steps, 1):
        for _ in range(count):
            world.step()
        former = files.load(folder / str(number - 1), VOCABULARY)
        new = saved(updated(former, world.take(), world, version=str(number)), folder / str(number))
        assert new == saved(world.built(str(number)), folder / f"anew-{number}")

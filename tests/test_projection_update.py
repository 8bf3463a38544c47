"""A projection brought up to date is, file for file, the one that is made anew."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.projection import files
from graph.projection.bm25 import K1, B, index
from graph.projection.splice import Splice
from graph.projection.strings import Strings
from graph.projection.update import updated
from graph.text.words import words_and_pairs
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


TEXTS = ("石墨烯导热膜，石墨烯散热", "锂电池电解液", "", "导热膜的制备", "GaN器件散热散热散热", "锂电池")


def test_scores_are_those_of_bm25s() -> None:
    import bm25s  # its import takes long

    said = [(at * 3, text) for at, text in enumerate(TEXTS)]
    found = index(said)
    ids = [[found.vocabulary[word] for word in words_and_pairs(text)] for _, text in said if words_and_pairs(text)]
    theirs = bm25s.BM25(k1=K1, b=B, method="lucene")
    theirs.index((ids, dict(found.vocabulary)), create_empty_token=False, show_progress=False)
    assert found.nodes.tolist() == [node for node, text in said if text]
    assert list(found.vocabulary) == sorted(found.vocabulary)
    for name, mine in (("indptr", found.indptr), ("indices", found.rows), ("data", found.scores)):
        assert mine.tolist() == pytest.approx(np.asarray(theirs.scores[name]).tolist(), rel=1e-6)


@given(st.lists(st.sampled_from("abc"), max_size=8), st.data())
def test_a_splice_is_a_list_with_items_deleted_and_inserted(old: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(0, len(old) - 1)) if old else st.just(set()))
    at = sorted(data.draw(st.lists(st.integers(0, len(old)), max_size=5)))
    splice = Splice(len(old), np.array(sorted(gone), np.int64), np.array(at, np.int64))
    new = [f"{number}" for number in range(len(at))]
    put_in = {place: [new[i] for i, one in enumerate(at) if one == place] for place in range(len(old) + 1)}
    wanted = [item for p in range(len(old) + 1) for item in (*put_in[p], *(old[p : p + 1] if p not in gone else ()))]
    assert splice.column(np.array(old, dtype="U1"), np.array(new, dtype="U1")).tolist() == wanted
    strings = splice.strings(Strings.of(old), Strings.of(new))
    assert [strings[i] for i in range(len(strings))] == wanted
    assert [wanted[place] for place in splice.came.tolist()] == new
    numbers = splice.numbers.tolist()
    assert {at for at, number in enumerate(numbers) if number < 0} == gone
    assert [wanted[number] for number in numbers if number >= 0] == [one for p, one in enumerate(old) if p not in gone]
    former, fresh = splice.former(np.arange(len(wanted)))
    assert [bool(one) for one in fresh] == [place in splice.came for place in range(len(wanted))]
    assert [old[p] for p, new_one in zip(former.tolist(), fresh.tolist(), strict=True) if not new_one] == [
        one for p, one in enumerate(old) if p not in gone
    ]

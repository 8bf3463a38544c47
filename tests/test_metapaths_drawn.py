"""Random graphs in files: made once, equal to those in memory, kept where little changed; so is what they gave."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from api.bench.links_graph import KINDS, graph_of
from api.bench.links_refresh import RowsOfLoad
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.blocks import Edges
from graph.metapaths.carried import Former, carry
from graph.metapaths.chance import Chance
from graph.metapaths.drawn import DRAWS, FOLDER, Drawn
from graph.metapaths.significance import Nulls
from graph.metapaths.table import Table
from graph.projection import files
from graph.projection.csr import EdgeTable, adjacency
from graph.projection.projection import Projection
from graph.projection.update import updated
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY

WAY = Metapath.parse("Patent>MENTIONS>Term<MENTIONS<Patent", VOCABULARY)


def made() -> Projection:
    return graph_of(600, 5_000, VOCABULARY)


def kept(folder: Path, graph: Projection | None = None) -> Projection:
    files.save(graph or made(), folder)
    return files.load(folder, VOCABULARY)


def drawn(graph: Projection) -> Drawn:
    return Drawn(moves_of(graph.view(Level.PUBLIC)))


def nulls(graph: Projection) -> Nulls:
    table = Table.of(moves_of(graph.view(Level.PUBLIC)))
    return Nulls(table, Chance(table))


def without(graph: Projection, relation: str, count: int) -> Projection:
    """The same graph without some edges of a relation."""
    rows = graph.relations[relation].out
    start = np.repeat(np.arange(len(graph), dtype=np.int32), np.diff(rows.indptr))[count:]
    rest = EdgeTable(
        start, rows.indices[count:], rows.confidence[count:], rows.year[count:], rows.level[count:], rows.last[count:]
    )
    return replace(graph, relations={**graph.relations, relation: adjacency(rest, len(graph), symmetric=False)})


def test_files_hold_what_memory_would(tmp_path: Path) -> None:
    graph = kept(tmp_path / "graph")
    here, there = drawn(made()), drawn(graph)
    for relation in ("MENTIONS", "COLLABORATES_WITH", "CITES"):
        for one, other in zip(here.of(relation), there.of(relation), strict=True):
            for a, b in zip(one, other, strict=True):
                assert (a.rows.indices == b.rows.indices).all()
                assert (a.rows.strength == b.rows.strength).all()
    there.make(["MENTIONS"])
    assert {path.name for path in (tmp_path / "graph" / FOLDER).iterdir() if path.is_dir()} == {
        "MENTIONS",
        "COLLABORATES_WITH",
        "CITES",
    }


def test_many_make_them_once(tmp_path: Path) -> None:
    graph, found = kept(tmp_path / "graph"), []
    threads = [threading.Thread(target=lambda: found.append(drawn(graph).of("MENTIONS"))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 5
    folder = tmp_path / "graph" / FOLDER / "MENTIONS"
    assert len(list(folder.iterdir())) == DRAWS * 4
    assert not list(folder.parent.glob(".making-*"))
    assert all((one[0][0].rows.indices == found[0][0][0].rows.indices).all() for one in found)


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    graph = kept(tmp_path / "graph")
    (tmp_path / "graph" / FOLDER).write_text("in the way")
    assert len(drawn(graph).of("CITES")) == DRAWS


def test_what_was_found_is_kept_and_a_cut_line_passed_over(tmp_path: Path) -> None:
    graph = kept(tmp_path / "graph")
    pair = graph.range("Patent")[0], graph.range("Patent")[0] + 1
    first = nulls(graph)
    p = first.p(WAY, pair, 0.5)
    assert p == nulls(made()).p(WAY, pair, 0.5)
    file = tmp_path / "graph" / FOLDER / "groups.public.jsonl"
    near, far = first.groups_of(WAY, *pair)
    line = f'["{WAY.text(VOCABULARY)}", {near}, {far}, 9, 0, 0.0, 0.0]'
    file.write_text(f'{line}\n["Patent>MENTI\n{{}}\n', encoding="utf-8")
    assert nulls(graph).p(WAY, pair, 0.5) == 1 / (9 + 1)


def test_random_graphs_are_those_of_the_version_before_where_nothing_changed(tmp_path: Path) -> None:
    before = kept(tmp_path / "before")
    drawn(before).make(before.relations)
    after = kept(tmp_path / "after", without(before, "CITES", 1))
    drawn(after).make(after.relations)
    anew = kept(tmp_path / "elsewhere" / "anew", without(made(), "CITES", 1))
    drawn(anew).make(anew.relations)
    for file in sorted((tmp_path / "elsewhere" / "anew" / FOLDER).rglob("*.npy")):
        name = file.relative_to(tmp_path / "elsewhere" / "anew")
        assert (tmp_path / "after" / name).read_bytes() == file.read_bytes()
        assert (tmp_path / "after" / name).samefile(tmp_path / "before" / name) == (file.parent.name != "CITES")
    old, new = (tmp_path / one / FOLDER / "CITES" / "0.out.indices.npy" for one in ("before", "after"))
    assert old.read_bytes() != new.read_bytes()
    pair = after.range("Patent")[0], after.range("Patent")[0] + 1
    assert nulls(after).p(WAY, pair, 0.5) == nulls(anew).p(WAY, pair, 0.5)


@pytest.mark.parametrize("kinds", [("Demand",), ("Patent", "Term"), tuple(KINDS)])
@pytest.mark.parametrize("level", [Level.PUBLIC, Level.CORE])
def test_after_a_load_they_are_what_they_would_be_anew(tmp_path: Path, kinds: tuple[str, ...], level: Level) -> None:
    """Nodes come and go, so that all ids are others; what joins kinds of which no edge changed is numbered anew."""
    before = kept(tmp_path / "before")
    Drawn(moves_of(before.view(level))).make(before.relations)
    load = RowsOfLoad(before)
    load.load(12, kinds)
    files.save(updated(before, load.changed, load, version="after"), tmp_path / "after")
    for folder in (tmp_path, tmp_path / "elsewhere"):
        if folder != tmp_path:
            shutil.copytree(tmp_path / "after", folder / "after", ignore=shutil.ignore_patterns(FOLDER))
        graph = files.load(folder / "after", VOCABULARY)
        Drawn(moves_of(graph.view(level))).make(graph.relations)
    made = sorted((tmp_path / "elsewhere" / "after" / FOLDER).rglob("*.npy"))
    assert len(made) > 4 * DRAWS
    for file in made:
        assert (
            tmp_path / "after" / file.relative_to(tmp_path / "elsewhere" / "after")
        ).read_bytes() == file.read_bytes()


def test_what_a_load_of_demands_leaves_is_not_dealt_again(tmp_path: Path) -> None:
    before = kept(tmp_path / "before")
    drawn(before).make(["MENTIONS"])
    load = RowsOfLoad(before)
    load.load(12, ["Demand"])
    files.save(updated(before, load.changed, load, version="after"), tmp_path / "after")
    view = files.load(tmp_path / "after", VOCABULARY).view(Level.PUBLIC)
    assert len(view.projection) != len(before)
    move = next(move for move in moves_of(view).all if move.relation == "MENTIONS")
    edges = Edges.of(move.rows, view.projection.bounds, symmetric=False)
    known = Former(view).kept(tmp_path / "after" / FOLDER / "MENTIONS", move, edges)
    names = [view.projection.kinds[near] for near, far in edges.blocks if known(0, (near, far)) is not None]
    assert {"Patent", "Achievement"} <= set(names)
    assert "Demand" not in names
    assert {near for near, _ in edges.blocks} > {view.projection.kinds.index(name) for name in names}


def test_random_graphs_of_other_ids_are_not_taken(tmp_path: Path) -> None:
    before = kept(tmp_path / "before")
    drawn(before).make(["MENTIONS"])
    other = replace(before, bounds=before.bounds + (np.arange(len(before.bounds)) == 3))
    after = kept(tmp_path / "after", other)
    target = after.folder / FOLDER / "MENTIONS" if after.folder else tmp_path
    target.parent.mkdir()
    assert not carry(target, "MENTIONS")
    same = kept(tmp_path / "same", before)
    target = same.folder / FOLDER / "MENTIONS" if same.folder else tmp_path
    target.parent.mkdir()
    assert carry(target, "MENTIONS")
    assert not carry(target.with_name("CITES"), "CITES")  # nobody has made them

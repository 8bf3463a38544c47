"""Bundles: what is written opens again as the same graph, tells no more than the role may see, and is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.bundle.manifest import NAME, read, verify
from graph.bundle.unpacked import unpacked
from graph.bundle.write import write
from graph.errors import InputError, StoreError
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.vocabulary import Level
from tests.bundles import bundled, differing, nothing, reopened, silent
from tests.small_graphs import VOCABULARY, Small, small_graphs

TOLD: dict[str, dict[str, Any]] = {
    "pat:1": {"title": "石墨烯膜", "valuation": 5, "keywords": ["膜"]},
    "pat:2": {"valuation": 7},
}


def told(uids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    return {uid: TOLD[uid] for uid in uids if uid in TOLD}


def written() -> Projection:
    """Texts, terms with other names, entities shown as others, a kind that the vocabulary lacks, hidden edges."""
    nodes = (
        NodeFact("pat:1", "Patent", "石墨烯膜", text="石墨烯导热膜的制备"),
        NodeFact("pat:2", "Patent", "Film", fictitious=True, text="a graphene film"),
        NodeFact("pat:3", "Patent", "", text="导热"),
        NodeFact("term:1", "Term", "石墨烯", names=("graphene", "单层石墨")),
        NodeFact("term:2", "Term", "膜", names=("film",)),
        NodeFact("org:1", "Institution", "某院"),
        NodeFact("org:0", "Institution", "某研究院", canonical="org:1"),
        NodeFact("x:1", "Ghost", "谁"),
    )
    edges = (
        EdgeFact("pat:1", "MENTIONS", "term:1", 0.5, 2020),
        EdgeFact("pat:2", "MENTIONS", "term:2", 0.1, -1, 1),
        EdgeFact("org:0", "OWNS", "pat:1", 1.0, 2021, 2),
        EdgeFact("org:1", "COLLABORATES_WITH", "x:1"),
        EdgeFact("x:1", "COLLABORATES_WITH", "pat:3", 0.25),
    )
    return from_facts(nodes, edges, VOCABULARY, version="v1")


def seen(graph: Projection, level: Level) -> Projection:
    """The graph with nothing but what a level sees."""
    view = graph.view(level)
    return replace(graph, relations={name: view.adjacency(name) for name in view.relations})


@settings(max_examples=25, deadline=None)
@given(small_graphs(), st.sampled_from(Level))
def test_a_bundle_opens_as_what_the_level_sees(small: Small, level: Level) -> None:
    graph = small.projection()
    with TemporaryDirectory() as folder:
        bundled(graph, Path(folder) / "bundle", level)
        assert differing(reopened(Path(folder) / "bundle"), seen(graph, level)) == []


@pytest.mark.parametrize("level", Level)
def test_texts_names_and_merged_entities_come_along(
    tmp_path: Path, level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.bundle.write.TOGETHER", 3)  # several files of nodes
    graph = written()
    assert len(graph.documents) == 3
    manifest = bundled(graph, tmp_path / "bundle", level)
    assert len(manifest.under("nodes")) == 3
    opened = reopened(tmp_path / "bundle")
    assert differing(opened, seen(graph, level)) == []
    assert opened.find("org:0") == opened.find("org:1")


def test_an_empty_graph_too(tmp_path: Path) -> None:
    graph = from_facts((), (), VOCABULARY)
    bundled(graph, tmp_path / "bundle")
    assert differing(reopened(tmp_path / "bundle"), graph) == []
    ground = unpacked(tmp_path / "bundle", read(tmp_path / "bundle", VOCABULARY), VOCABULARY, tmp_path / "unpacked")
    assert ground.properties(["pat:1"]) == {}


def test_unpacked_it_is_mapped_and_tells_public_properties(tmp_path: Path) -> None:
    graph, bundle = written(), tmp_path / "bundle"
    manifest = write(graph, told, bundle, clearance=Level.CORE, progress=silent)
    for _ in range(2):  # the second finds what the first left
        ground = unpacked(bundle, manifest, VOCABULARY, tmp_path / "unpacked")
        assert differing(ground.projection, graph) == []
        public = {"title": "石墨烯膜", "keywords": ["膜"]}
        assert ground.properties(["pat:1", "pat:2", "org:1", "nobody"]) == {"pat:1": public, "pat:2": {}, "org:1": {}}
    with pytest.raises(LookupError):
        ground.reader().store.read("links_edges", rows=[])


def test_what_is_hidden_is_not_in_the_files(tmp_path: Path) -> None:
    write(written(), told, tmp_path / "public", clearance=Level.PUBLIC, progress=silent)
    edges = [pl.read_parquet(file) for file in (tmp_path / "public" / "edges").glob("*.parquet")]
    assert sum(frame.height for frame in edges) == 3
    assert max(frame["level"].max() or 0 for frame in edges) == Level.PUBLIC
    whole = b"".join(file.read_bytes() for file in (tmp_path / "public").rglob("*.parquet"))
    assert b"valuation" not in whole


def test_polars_reads_it_and_the_manifest_counts_it(tmp_path: Path) -> None:
    graph = written()
    manifest = write(graph, told, tmp_path / "bundle", clearance=Level.CORE, progress=silent)
    nodes = pl.read_parquet(tmp_path / "bundle" / "nodes" / "*.parquet")
    assert nodes["id"].to_list() == list(range(len(graph)))
    assert {kind: count for kind, count in manifest.kinds.items() if count} == dict(
        nodes.group_by("kind").len().iter_rows()
    )
    assert json.loads(nodes.filter(uid="pat:1")["properties"].item())["title"] == "石墨烯膜"
    mentions = pl.read_parquet(tmp_path / "bundle" / "edges" / "MENTIONS.parquet")
    assert mentions.height == manifest.relations["MENTIONS"] == 2
    named = mentions.join(nodes, left_on="end", right_on="id").sort("start")
    assert named["uid"].to_list() == ["term:1", "term:2"]
    both = pl.read_parquet(tmp_path / "bundle" / "edges" / "COLLABORATES_WITH.parquet")
    assert (both["start"] < both["end"]).all()
    assert manifest.symmetric == ("COLLABORATES_WITH",)


def test_the_same_graph_gives_the_same_bundle(tmp_path: Path) -> None:
    one, two = (write(written(), told, tmp_path / n, clearance=Level.CORE, progress=silent) for n in ("a", "b"))
    assert one == two
    assert (tmp_path / "a" / NAME).read_bytes() == (tmp_path / "b" / NAME).read_bytes()


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def failing(_uids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        raise StoreError("STORE_EMPTY")

    with pytest.raises(StoreError, match="STORE_EMPTY"):
        write(written(), failing, tmp_path / "bundle", clearance=Level.CORE, progress=silent)
    assert list(tmp_path.iterdir()) == []
    bundled(written(), tmp_path / "bundle")
    with pytest.raises(InputError, match="FOLDER_THERE"):
        bundled(written(), tmp_path / "bundle")
    with pytest.raises(InputError, match="OUT_FOLDER"):
        bundled(written(), tmp_path / "missing" / "bundle")
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]


def test_progress_tells_the_nodes_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bundle.write.TOGETHER", 3)
    steps: list[tuple[int, int]] = []
    write(written(), nothing, tmp_path / "b", clearance=Level.CORE, progress=lambda *step: steps.append(step))
    assert steps == [(3, 7), (6, 7), (7, 7)]


def spoilt(bundle: Path, change: str) -> None:
    file = bundle / "edges" / "MENTIONS.parquet"
    manifest = orjson.loads((bundle / NAME).read_bytes())
    if change == "byte":
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    elif change == "missing":
        file.unlink()
    elif change == "elsewhere":
        manifest["files"]["../../etc/passwd"] = {"rows": 1, "sha256": "0"}
    elif change == "key":
        del manifest["kinds"]
    elif change == "level":
        manifest["clearance"] = "everything"
    if change not in ("byte", "missing"):
        (bundle / NAME).write_bytes(b"{" if change == "json" else orjson.dumps(manifest))


@pytest.mark.parametrize("change", ["byte", "missing", "elsewhere", "key", "level", "json"])
def test_damage_is_told(tmp_path: Path, change: str) -> None:
    bundled(written(), tmp_path / "bundle")
    spoilt(tmp_path / "bundle", change)
    with pytest.raises(InputError, match="BUNDLE_DAMAGED"):
        verify(tmp_path / "bundle", read(tmp_path / "bundle", VOCABULARY))


def test_other_vocabularies_formats_and_folders_are_refused(tmp_path: Path) -> None:
    bundled(written(), tmp_path / "bundle")
    fewer = replace(VOCABULARY, relations={n: r for n, r in VOCABULARY.relations.items() if n != "CITES"})
    with pytest.raises(InputError, match="BUNDLE_VOCABULARY"):
        read(tmp_path / "bundle", fewer)
    manifest = orjson.loads((tmp_path / "bundle" / NAME).read_bytes())
    (tmp_path / "bundle" / NAME).write_bytes(orjson.dumps(manifest | {"format": 99}))
    with pytest.raises(InputError, match=r"BUNDLE_FORMAT.*99"):
        read(tmp_path / "bundle", VOCABULARY)
    for none in (tmp_path, tmp_path / "missing", tmp_path / "bundle" / NAME):
        with pytest.raises(InputError, match="BUNDLE_NONE"):
            read(none, VOCABULARY)

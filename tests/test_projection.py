"""The projection: what it holds, how it is kept, that it opens as it was built."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import NotFoundError, StoreError
from graph.projection import files
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.projection.refresh import current
from graph.projection.stored import from_store
from graph.projection.strings import Strings
from graph.store.bolt import Store
from graph.vocabulary import Level, Vocabulary
from tests.small_graphs import VOCABULARY, Small, small_graphs

NODES = (
    NodeFact("pat:2", "Patent", "石墨烯导热膜", text="石墨烯导热膜的制备方法"),
    NodeFact("org:1", "Institution", "某研究院"),
    NodeFact("org:2", "Enterprise", "某公司", fictitious=True),
    NodeFact("pat:1", "Patent", "锂电池", text="锂电池低温电解液"),
    NodeFact("ghost", "Ghost", ""),
    NodeFact("term:1", "Term", "石墨烯", names=("graphene", "单层石墨")),
)
EDGES = (
    EdgeFact("org:1", "OWNS", "pat:2", 0.5, 2020),
    EdgeFact("org:1", "OWNS", "pat:2", 0.9, 2021),
    EdgeFact("org:1", "OWNS", "pat:1", 1.0, -1, 2),
    EdgeFact("org:2", "COLLABORATES_WITH", "org:1"),
    EdgeFact("org:1", "COLLABORATES_WITH", "org:2"),
    EdgeFact("pat:1", "CITES", "pat:1"),
    EdgeFact("org:1", "OWNS", "nowhere"),
)


def made() -> Projection:
    return from_facts(NODES, EDGES, VOCABULARY, version="v1")


def neighbours(graph: Projection, uid: str, relation: str, *, forward: bool, level: Level = Level.CORE) -> list[str]:
    found = graph.view(level).neighbours(relation, graph.id_of(uid), forward=forward)
    return [graph.uids[node] for node in found.tolist()]


def test_ids_are_one_range_per_kind_and_found_by_uid() -> None:
    graph = made()
    assert [graph.uids[i] for i in range(*graph.range("Patent"))] == ["pat:1", "pat:2"]
    assert graph.range("Organization") == (0, 0)
    assert {uid: graph.kind(graph.id_of(uid)) for uid in ("org:1", "org:2", "ghost")} == {
        "org:1": "Institution",
        "org:2": "Enterprise",
        "ghost": "Entity",
    }
    assert graph.of_kinds(["Organization"]).sum() == 2
    for unknown in ("pat:3", "", "pat:", "zzz", "\ud800"):
        with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
            graph.id_of(unknown)


def test_equal_edges_are_one_and_loops_and_loose_ends_none() -> None:
    graph = made()
    owned = graph.relations["OWNS"].out
    at = int(owned.indptr[graph.id_of("org:1")])
    assert neighbours(graph, "org:1", "OWNS", forward=True) == ["pat:1", "pat:2"]
    assert owned.confidence[at + 1] == pytest.approx(0.9)
    assert owned.year[at : at + 2].tolist() == [-1, 2021]
    assert neighbours(graph, "pat:2", "OWNS", forward=False) == ["org:1"]
    assert neighbours(graph, "pat:1", "CITES", forward=True) == []
    assert neighbours(graph, "pat:1", "REPLACES", forward=True) == []


def test_a_relation_without_direction_is_read_both_ways() -> None:
    graph = made()
    for a, b in (("org:1", "org:2"), ("org:2", "org:1")):
        for forward in (True, False):
            assert neighbours(graph, a, "COLLABORATES_WITH", forward=forward) == [b]


def test_hidden_edges_are_in_no_row_and_no_degree() -> None:
    graph = made()
    assert neighbours(graph, "org:1", "OWNS", forward=True, level=Level.REGISTERED) == ["pat:2"]
    rows = graph.view(Level.PUBLIC).adjacency("OWNS").out
    assert rows.degree(np.array([graph.id_of("org:1")], dtype=np.int32)).tolist() == [1]
    assert neighbours(graph, "pat:1", "OWNS", forward=False, level=Level.PUBLIC) == []


def test_captions_are_found_by_prefix_whatever_case_and_width() -> None:
    graph = from_facts(
        [NodeFact(f"t{i}", "Term", c) for i, c in enumerate(["GaN器件", "ｇａｎ", "Ga", "石墨"])], [], VOCABULARY
    )
    assert [graph.captions[n] for n in graph.captioned("gan")] == ["ｇａｎ", "GaN器件"]
    assert list(graph.captioned("不存在")) == []


def test_texts_are_found_by_their_words() -> None:
    graph = made()
    scores = graph.documents.bm25({"石墨烯": 1.0, "导热": 1.0})
    assert {graph.uids[n]: s > 0 for n, s in zip(graph.documents.nodes, scores, strict=True)} == {
        "pat:1": False,
        "pat:2": True,
    }
    assert scores.max() == pytest.approx(graph.documents.best({"石墨烯": 1.0, "导热": 1.0}))
    at = graph.documents.at(graph.id_of("pat:2"))
    both = graph.documents.score("石墨烯", at) + graph.documents.score("导热", at)
    assert scores[at] == pytest.approx(both)
    assert graph.documents.at(graph.id_of("org:1")) == -1
    assert graph.documents.frequency("石墨烯") == 1
    assert graph.synonyms() == {"graphene": graph.id_of("term:1"), "单层石墨": graph.id_of("term:1")}


@given(st.lists(st.text()))
def test_strings_are_kept_as_they_are(texts: list[str]) -> None:
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    assert [Strings.of(texts)[i] for i in range(len(texts))] == clean
    ordered = Strings.of(sorted(set(texts), key=lambda t: t.encode("utf-8", "replace")))
    assert all(ordered.find(ordered[i], 0, len(ordered)) == i for i in range(len(ordered)))


def same(a: Projection, b: Projection) -> bool:
    graphs = []
    for graph in (a, b):
        rows = {
            name: [getattr(csr, column).tolist() for csr in both for column in files.COLUMNS]
            for name, both in graph.relations.items()
        }
        texts = [list(map(strings.raw, range(len(strings)))) for strings in (graph.uids, graph.captions, graph.names)]
        arrays = [x.tolist() for x in (graph.bounds, graph.order, graph.fictitious, graph.named, graph.documents.nodes)]
        words = {word: [part.tolist() for part in graph.documents.column(word)] for word in graph.documents.vocabulary}
        symmetric = {name: both.symmetric for name, both in graph.relations.items()}
        graphs.append((graph.version, graph.kinds, rows, texts, arrays, words, symmetric))
    return graphs[0] == graphs[1]


@settings(max_examples=20, deadline=None)
@given(small_graphs())
def test_it_opens_as_it_was_saved(tmp_path_factory: pytest.TempPathFactory, small: Small) -> None:
    graph, folder = small.projection(), tmp_path_factory.mktemp("projection") / "one"
    files.save(graph, folder)
    assert same(files.load(folder, VOCABULARY), graph)


def test_it_opens_read_only_and_with_its_texts(tmp_path: Path) -> None:
    files.save(made(), tmp_path / "one")
    opened = files.load(tmp_path / "one", VOCABULARY)
    assert same(opened, made())
    with pytest.raises(ValueError, match="read-only"):
        opened.relations["OWNS"].out.indices[0] = 1


def test_an_empty_graph_is_a_graph(tmp_path: Path) -> None:
    files.save(from_facts([], [], VOCABULARY), tmp_path / "none")
    assert len(files.load(tmp_path / "none", VOCABULARY)) == 0


def test_only_the_newest_two_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        files.save(made(), tmp_path / f"v{number}")
    (tmp_path / ".making-left").mkdir()
    files.prune(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["v2", "v3"]


def test_another_vocabulary_or_version_has_another_folder(tmp_path: Path) -> None:
    other = Vocabulary({}, VOCABULARY.relations, {})
    folders = {files.folder_of(tmp_path, v, voc) for v in ("1", "2", "../2") for voc in (VOCABULARY, other)}
    assert len(folders) == 6
    assert all(folder.parent == tmp_path for folder in folders)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="PROJECTION_FOLDER"):
        files.save(made(), tmp_path / "file" / "v1")


def test_the_store_becomes_a_projection_once(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="STORE_EMPTY"):
        current(store, vocabulary, tmp_path)
    _fill(store)
    graph = from_store(store, vocabulary, version="L1")
    opened = [current(store, vocabulary, tmp_path) for _ in range(2)]
    assert all(same(one, graph) for one in opened)
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_a_damaged_projection_is_built_anew(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    _fill(store)
    first = current(store, vocabulary, tmp_path)
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    (folder / "bounds.npy").write_bytes(b"not an array")
    assert same(current(store, vocabulary, tmp_path), first)


def test_many_threads_build_it_once(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    _fill(store)
    found: list[Projection] = []
    threads = [threading.Thread(target=lambda: found.append(current(store, vocabulary, tmp_path))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(same(one, found[0]) for one in found)


def _fill(store: Store) -> None:
    now = "2026-01-01T00:00:00Z"
    rows: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "Entity:Organization:Institution": [("org:1", {"name": "示例院", "fictitious": True, "contact": "张三"})],
        "Entity:Patent": [("pat:1", {"title": "导热膜", "abstract": "石墨烯", "keywords": ["热管理"], "valuation": 9})],
        "Entity:Term": [("term:1", {"name": "石墨烯", "synonyms": ["graphene"]})],
    }
    store.write("etl_load_start", id="L1", started=now, sources=[], files=[])
    for labels, nodes in rows.items():
        written = [{"uid": uid, "properties": {**props, "sources": []}} for uid, props in nodes]
        store.write("etl_nodes", parts={"labels": labels.removeprefix("Entity:")}, rows=written, now=now)
    edges: dict[str, dict[str, Any]] = {
        "OWNS": {
            "start": "org:1",
            "end": "pat:1",
            "properties": {"confidence": 0.5, "valid_from": "2019-03", "valid_to": "2021-01"},
        },
        "MENTIONS": {"start": "pat:1", "end": "term:1", "properties": {"level": 2}},
    }
    for relation, edge in edges.items():
        store.write("etl_edges", parts={"relation": relation}, rows=[{**edge, "sources": []}], files=[])
    store.write("etl_load_complete", id="L1", finished=now, changes=5, report="{}", left=[], fingerprint="")


def test_what_the_store_says_is_read(store: Store, vocabulary: Vocabulary) -> None:
    _fill(store)
    graph = from_store(store, vocabulary, version="L1")
    patent = graph.id_of("pat:1")
    assert graph.captions[patent] == "导热膜"
    assert graph.fictitious[graph.id_of("org:1")]
    assert graph.synonyms() == {"graphene": graph.id_of("term:1")}
    assert {"导热膜", "石墨烯", "热管"} <= set(graph.documents.vocabulary)
    owns, mentions = graph.relations["OWNS"].back, graph.relations["MENTIONS"].out
    assert (owns.confidence[0], owns.year[0], owns.last[0], owns.level[0]) == (0.5, 2019, 2021, 0)
    assert mentions.level[0] == 2
    assert (mentions.year[0], mentions.last is mentions.year) == (-1, True)
    assert len(graph.view(Level.PUBLIC).neighbours("MENTIONS", patent, forward=True)) == 0

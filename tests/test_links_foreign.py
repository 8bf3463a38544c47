"""A vocabulary of another trade, and loads that follow one another: nothing in the engine knows our kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import NotFoundError, StoreError
from graph.links.engine import Engine
from graph.links.scheme import scheme
from graph.ontology import load_vocabulary
from graph.store.bolt import Store
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary

RELATION = '[relations.{0}]\nstart = ["{1}"]\nend = ["{2}"]\n' + "".join(
    f'{lang} = {{{{ label = "{{0}}", reverse = "of {{0}}", forward = "{{{{a}}}} {{0}} {{{{b}}}}", '
    f'backward = "{{{{b}}}} {{0}} {{{{a}}}}" }}}}\n'
    for lang in ("zh", "en")
)
LABEL = (
    '[labels.{0}]\nzh = "{0}"\nen = "{0}"\nprefix = "{1}"\ncolor = "#111111"\ncaption = "name"\n'
    'keys = [["name"]]\n{2}\n[labels.{0}.properties]\n'
    'name = {{ zh = "名", en = "name", type = "string", level = "public", required = true }}\n{3}\n'
)
LYRICS = 'lyrics = { zh = "词", en = "lyrics", type = "text", level = "public" }'


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    parts = [
        "format = 1\n[roles]\n",
        'anonymous = { zh = "匿名", en = "anonymous", clearance = "public" }\n[levels]\n',
        "".join(f'{level} = {{ zh = "{level}", en = "{level}" }}\n' for level in ("public", "registered", "core")),
        LABEL.format("Wish", "wsh", 'text = ["name"]', ""),
        LABEL.format("Song", "sng", 'text = ["name", "lyrics"]', LYRICS),
        LABEL.format("Singer", "sgr", "", ""),
        LABEL.format("Mood", "moo", "vocabulary = true", ""),
        RELATION.format("SINGS", "Singer", "Song"),
        RELATION.format("MENTIONS", "Song", "Mood"),
    ]
    file = tmp_path_factory.mktemp("music") / "music.toml"
    file.write_text("\n".join(parts), encoding="utf-8")
    return load_vocabulary(file)


def write(store: Store, load: str, songs: dict[str, str]) -> None:
    """A load that says: 阿明 sings every song, and each song is about 离别."""
    now = "2026-01-01T00:00:00Z"
    store.write("etl_load_start", id=load, started=now, sources=[{"id": "s", "zh": "歌单", "en": "list"}], files=[])
    nodes = {
        "Singer": [("sgr:阿明", {"name": "阿明"})],
        "Mood": [("moo:离别", {"name": "离别"})],
        "Song": [(f"sng:{name}", {"name": name, "lyrics": lyrics}) for name, lyrics in songs.items()],
    }
    ref = ["s|songs.csv||2|0"]
    for label, found in nodes.items():
        rows = [{"uid": uid, "properties": {**properties, "sources": ref}} for uid, properties in found]
        store.write("etl_nodes", parts={"labels": label}, rows=rows, now=now)
    for relation, start, end in (("SINGS", "sgr:阿明", None), ("MENTIONS", None, "moo:离别")):
        rows = [
            {"start": start or f"sng:{name}", "end": end or f"sng:{name}", "properties": {}, "sources": ref}
            for name in songs
        ]
        store.write("etl_edges", parts={"relation": relation}, rows=rows, files=[])
    store.write("etl_load_complete", id=load, finished=now, changes=len(songs), report="{}", left=[], fingerprint="")


@pytest.fixture
def engine(store: Store, music: Vocabulary, vocabulary: Vocabulary, tmp_path: Path) -> Iterator[Engine]:
    ensure_schema(store, music)
    yield Engine(store, music, tmp_path)
    ensure_schema(store, vocabulary)  # the run has one store


def test_the_parts_that_kinds_play_are_derived(music: Vocabulary, vocabulary: Vocabulary) -> None:
    found = scheme(music)
    assert (found.demand, found.supply, found.actors, found.terms) == ("Wish", ("Song",), ("Singer",), ("Mood",))
    assert (found.made, found.mentions, found.lists) == (("SINGS",), ("MENTIONS",), ())
    ours = scheme(vocabulary)
    assert (ours.demand, ours.supply, ours.actors) == (
        "Demand",
        ("Patent", "Achievement"),
        ("Organization", "Researcher"),
    )
    assert set(ours.introducers) == {"TechnologyManager"}
    assert "POSTED" not in ours.made
    assert "LOCATED_IN" not in ours.acquaintance


def test_another_trade_is_matched_searched_and_walked(engine: Engine, store: Store) -> None:
    write(store, "L1", {"长亭": "长亭外的离别，芳草连天", "晴天": "晴天与海"})
    match = engine.match(text="想听一首长亭离别的歌")
    found = [(one.target.kind, one.target.caption) for one in match.explanations]
    assert [caption for kind, caption in found if kind == "Song"] == ["长亭", "晴天"]
    assert [caption for kind, caption in found if kind == "Singer"] == ["阿明"]
    (term,) = match.terms
    assert term.caption == "离别"
    paths = [path for one in match.explanations for path in one.paths]
    assert {path.metapath for path in paths} >= {
        "Wish>MENTIONS>Mood<MENTIONS<Song",
        "Wish>MENTIONS>Mood<MENTIONS<Song<SINGS<Singer",
    }
    assert all(step.evidence for path in paths for step in path.steps)
    assert [hit.entity.caption for hit in engine.search("Song:芳草").hits] == ["长亭"]
    assert len(engine.paths("sng:长亭", "sng:晴天").paths) == 2
    assert [count.count for count in engine.neighborhood("moo:离别").counts] == [2]
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        engine.policies_for("sng:长亭")


def test_an_empty_store_is_told(engine: Engine) -> None:
    for ask in (engine.version, lambda: engine.search("x"), lambda: engine.match(text="离别")):
        with pytest.raises(StoreError, match="STORE_EMPTY"):
            ask()


def test_a_new_load_is_seen_by_the_next_answer(engine: Engine, store: Store) -> None:
    write(store, "L1", {"长亭": "离别"})
    before = engine.neighborhood("moo:离别")
    write(store, "L2", {"长亭": "离别", "渡口": "离别"})
    after = engine.neighborhood("moo:离别")
    assert (before.load_version, after.load_version) == ("L1", "L2")
    assert [len(before.nodes), len(after.nodes)] == [1, 2]


def test_an_edge_that_is_gone_since_still_reads(engine: Engine, store: Store) -> None:
    write(store, "L1", {"长亭": "离别", "渡口": "离别"})
    engine.ground()
    store.write("etl_edges_delete", parts={"relation": "SINGS"}, rows=[{"start": "sgr:阿明", "end": "sng:长亭"}])
    steps = engine.neighborhood("sgr:阿明").steps
    assert sorted(len(step.evidence) for step in steps) == [0, 1]

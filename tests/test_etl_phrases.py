"""Documents without keywords get terms from their own texts: few, honest ones, in whatever order files come."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.facts.texts import CERTAIN, LEAST, LIKELY, MOST, KnownTerms, Phrases, tells
from etl.run import load
from etl.writing import fingerprint
from graph.store.bolt import Store
from graph.text.background import Background
from graph.text.terms import Term, TermExtractor
from graph.vocabulary import Level, Vocabulary
from tests.graph_dump import Look

TITLE = "基于认知心理学与虚拟现实的感官营销与跨通道联结研究"
HEAD = "专利名称,编号,关键词,摘要\n"
ROWS = [
    f"{TITLE},1,,\n",
    "基于卡尔曼滤波的制药企业财务困境预警研究,2,,\n",
    "碳排放权交易对碳生产率的影响,3,,\n",
    "一种方法和装置,4,,\n",
    "虚拟现实与卡尔曼滤波,5,虚拟现实；卡尔曼滤波,\n",
    "认知心理学与财务困境,6,,基于认知心理学的财务困境预警。财务困境难以预见，用认知心理学解释。\n",
]

Names = dict[tuple[str, str], dict[str, Any]]  # properties of edges by document and term


def named(look: Look) -> tuple[Names, dict[str, Any]]:
    """The edges to terms that name what documents are about, and the terms."""
    nodes, edges = look()
    found = {(a, b): properties for (a, kind, b), properties in edges.items() if kind == "MENTIONS"}
    terms = {uid: properties for uid, (labels, properties) in nodes.items() if "Term" in labels}
    return {key: value for key, value in found.items() if value["method"] != "text"}, terms


@pytest.fixture
def put(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> Callable[..., int]:
    """Write a file of patents and load it; how many changes that made."""

    def run(name: str, rows: list[str], **options: Any) -> int:
        path = tmp_path / name
        path.write_text(HEAD + "".join(rows), encoding="utf-8")
        return load([path], store, vocabulary, kind="Patent", source="s", **options).changes

    return run


def test_documents_without_keywords_are_named_by_phrases(put: Callable[..., int], look: Look) -> None:
    put("all.csv", ROWS)
    edges, terms = named(look)
    listed, phrases = (
        {key for key, one in edges.items() if one["method"] == method} for method in ("keyword", "keyphrase")
    )
    assert listed == {("pat:source_id:s/5", "term:name:虚拟现实"), ("pat:source_id:s/5", "term:name:卡尔曼滤波")}
    assert {"term:name:认知心理学", "term:name:卡尔曼滤波", "term:name:碳生产率"} <= {term for _, term in phrases}
    documents = [a for a, _ in edges]
    assert max(map(documents.count, documents)) <= 3
    assert "pat:source_id:s/4" not in documents
    one = edges["pat:source_id:s/1", "term:name:认知心理学"]
    assert (one["method"], one["field"], one["quote"]) == ("keyphrase", "title", TITLE)
    assert LIKELY <= one["weight"] < 1
    assert all(edges[key]["confidence"] < 1 for key in phrases)
    origins = {uid: term["origin"] for uid, term in terms.items()}
    assert origins["term:name:认知心理学"] == "text"
    assert origins["term:name:卡尔曼滤波"] == "keyword"
    assert all("stub" not in term for term in terms.values())


def test_halves_in_any_order_make_the_whole(put: Callable[..., int], store: Store, look: Look) -> None:
    put("all.csv", ROWS)
    whole = named(look)
    for order in ((ROWS[:3], ROWS[3:]), (ROWS[3:], ROWS[:3])):
        store.sweep("schema_clear")
        for number, rows in enumerate(order):
            put(f"{number}.csv", rows)
        assert [told(one) for one in named(look)] == [told(one) for one in whole]


def told(found: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Without the files and rows that state it, and without how a term was first seen."""
    late = ("sources", "content_hash", "origin")
    return {key: {k: v for k, v in one.items() if k not in late} for key, one in found.items()}


def test_loaded_again_nothing_changes_and_what_is_gone_is_taken_back(
    put: Callable[..., int], look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("all.csv", ROWS)
    before = named(look)
    put("more.csv", ["另一种装置,7,,\n"])
    monkeypatch.setattr("etl.facts.connect.crew_for", lambda _: 2)
    assert put("all.csv", ROWS) == 0
    assert named(look) == before
    put("all.csv", ROWS[3:4])
    assert named(look) == ({}, {})


def test_texts_that_are_not_to_be_read_name_nothing(put: Callable[..., int], look: Look) -> None:
    put("all.csv", ROWS, extractor=None)
    edges, _ = named(look)
    assert {a for a, _ in edges} == {"pat:source_id:s/5"}


def test_only_public_texts_are_read(vocabulary: Vocabulary) -> None:
    label = vocabulary.label("Patent")
    said = {"title": "一种装置", "abstract": "虚拟现实，认知心理学。用“虚拟现实”训练。虚拟现实。"}
    ((name, one),) = Phrases()(label, said)
    assert (name, one["field"], one["quote"]) == ("虚拟现实", "abstract", said["abstract"])
    hidden = dataclasses.replace(label.properties["abstract"], level=Level.REGISTERED)
    guarded = dataclasses.replace(label, properties={**label.properties, "abstract": hidden})
    assert Phrases()(guarded, said) == []
    ((_, mention),) = KnownTerms(TermExtractor, {"虚拟现实": "t:1"})(guarded, said)
    assert mention["level"] == Level.REGISTERED
    assert "quote" not in mention


def test_listed_keywords_speak_for_themselves(vocabulary: Vocabulary) -> None:
    assert Phrases()(vocabulary.label("Patent"), {"title": TITLE, "keywords": ["别的"]}) == ()
    assert not Phrases.fit(vocabulary.label("Organization"))


def test_what_reads_texts_is_part_of_a_loads_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "digest", lambda path: (f"{path.name} ",))
    read = fingerprint._code.__wrapped__().split()
    assert {"background.tsv.gz", "generic.txt", "term_weights.toml", "trl.toml", "texts.py"} <= set(read)


@pytest.mark.parametrize(
    ("weight", "texts", "taken"),
    [
        (LIKELY, LEAST, True),
        (LIKELY - 0.01, LEAST, False),
        (LIKELY, LEAST - 1, False),
        (CERTAIN, 0, True),
        (CERTAIN - 0.01, 0, False),
        (0.99, int(MOST * 1000), True),
        (0.99, int(MOST * 1000) + 1, False),
    ],
)
def test_a_phrase_is_likely_and_neither_unheard_of_nor_common(weight: float, texts: int, *, taken: bool) -> None:
    assert tells(Term("石墨烯", weight, 0, 3), Background(1000, {"石墨烯": texts})) == taken

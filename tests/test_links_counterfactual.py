"""What answers hang on: equal to the score on a graph made anew without the one thing, degrees kept."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError, NotFoundError
from graph.links.cut import Cut
from graph.links.dwpc import row
from graph.links.engine import Engine
from graph.links.ground import Ground
from graph.links.metapath import Metapath
from graph.links.model import Counterfactual, Explanation
from graph.links.walks import Budget
from graph.projection.csr import Adjacency, EdgeTable, adjacency
from graph.projection.projection import Projection
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY, Small, pdp_factors, small_graphs
from tests.test_links_reverse import PAIRS

WAYS = [
    Metapath.parse(way, VOCABULARY)
    for way in (
        "Researcher>INVENTED>Patent>MENTIONS>Term",
        "Institution>OWNS>Patent<INVENTED<Researcher",
        "Patent>CITES>Patent>CITES>Patent",
        "Institution-COLLABORATES_WITH-Institution>OWNS>Patent>MENTIONS>Term",
    )
]


def by_networkx(small: Small, way: Metapath, ends: tuple[str, str], gone: Any) -> float:
    """Σ PDP over the simple paths of ``way`` that ``gone`` (edge or node) is not on, degrees of the whole graph."""
    graph, weights, total = small.networkx(), pdp_factors(small), 0.0
    kinds = {node.uid: node.kind for node in small.nodes}
    paths: Any = nx.all_simple_edge_paths(graph, *ends, cutoff=len(way.steps))
    for path in paths:
        nodes = (ends[0], *(far for _, far, _ in path))
        steps = tuple((k[0], VOCABULARY.relation(k[0]).symmetric or k[1] == near) for near, _, k in path)
        over = {(k[0], frozenset((a, b)), k[1]) for a, b, k in path}
        if tuple(kinds[n] for n in nodes) == way.kinds and steps == way.steps and gone not in {*over, *nodes}:
            total += prod(weights[key] for key in over)
    return total


@settings(max_examples=80, deadline=None)
@given(small_graphs(), st.sampled_from(WAYS), st.data())
def test_path_counts_without_an_edge_or_a_node(small: Small, way: Metapath, data: st.DataObject) -> None:
    graph = small.projection()
    start = data.draw(st.sampled_from([node.uid for node in small.nodes if node.kind == way.kinds[0]]))
    edges, others = small.distinct(), [node.uid for node in small.nodes if node.uid != start]
    gone: Any = data.draw(st.sampled_from([*edges, *others]))
    cut, out = Cut(), gone
    if isinstance(gone, str):
        cut = Cut(node=graph.id_of(gone))
    else:
        cut = Cut(edge=(graph.id_of(gone.start), gone.relation, graph.id_of(gone.end)))
        out = (gone.relation, frozenset((gone.start, gone.end)), gone.start)
    found = row(cut.of(graph.view(Level.CORE)), way, graph.id_of(start), Budget.of(10**7))
    for end in (uid for uid in others if uid != gone):
        assert found[graph.id_of(end)] == pytest.approx(by_networkx(small, way, (start, end), out))


def made_without(graph: Projection, gone: Counterfactual) -> Projection:
    """The projection built anew from its edges, those that are gone at confidence 0."""
    node = graph.id_of(gone.node.uid) if gone.node else -1
    step = gone.step

    def one(name: str, both: Adjacency) -> Adjacency:
        start = np.repeat(np.arange(len(graph), dtype=np.int32), np.diff(both.out.indptr))
        end, sure = both.out.indices, both.out.confidence.copy()
        sure[(start == node) | (end == node)] = 0
        if step is not None and step.relation == name:
            a, b = (graph.find(uid) for uid in (step.start, step.end))
            sure[((start == a) & (end == b)) | ((start == b) & (end == a))] = 0
        table = EdgeTable(
            start,
            np.asarray(end),
            sure,
            np.asarray(both.out.year),
            np.asarray(both.out.level),
            np.asarray(both.out.last),
        )
        return adjacency(table, len(graph), symmetric=both.symmetric)

    return replace(graph, relations={name: one(name, both) for name, both in graph.relations.items()})


def asked_anew(engine: Engine, gone: Counterfactual, target: str, **question: Any) -> float:
    """The score of ``target`` in a match on the graph made anew; 0 when it is no answer."""
    whole = engine.ground()
    other = Engine(engine.store, engine.vocabulary, engine.cache)
    made = Ground(made_without(whole.projection, gone), whole.store, whole.sources)
    vars(made)["lexicon"] = whole.lexicon  # how rare terms are stays as it was
    other._ground = made
    kind = whole.projection.kind(whole.projection.id_of(target))
    answers = other.match(**question, targets=(kind,), first=60).explanations
    return next((one.score for one in answers if one.target.uid == target), 0.0)


def checked(engine: Engine, answer: Explanation, question: dict[str, Any]) -> list[Counterfactual]:
    """What an answer hangs on; each score but those without a term is that of a match on the graph made anew."""
    told = engine.counterfactuals(answer, **question)
    assert [one.fall for one in told] == sorted((one.fall for one in told), reverse=True)
    for one in told:
        assert (one.node is None) != (one.step is None)
        assert one.score == pytest.approx(answer.score - one.fall, abs=1e-3)
        assert f"{one.score:.3f}" in one.sentence.zh or one.score == 0
        if one.node is None or one.node.kind != "Term":
            assert one.score == pytest.approx(asked_anew(engine, one, answer.target.uid, **question), abs=1e-3), one
    return list(told)


@pytest.mark.parametrize("kind", ["Patent", "Researcher", "Institution"])
def test_answers_to_a_demand_hang_on_what_is_on_their_paths(engine: Engine, kind: str) -> None:
    question: dict[str, Any] = {"demand": PAIRS[0][0]}
    answer = engine.match(**question, targets=(kind,), first=1).explanations[0]
    told = checked(engine, answer, question)
    assert any(one.step is not None for one in told)
    kinds = {one.node.kind for one in told if one.node is not None}
    assert "Term" in kinds
    if kind != "Patent":
        assert kinds & {"Patent", "Achievement"}
        first = next(one for one in told if one.node and one.node.kind in ("Patent", "Achievement"))
        assert first.fall > 0.05


def test_answers_to_a_typed_demand_hang_on_its_edges_too(engine: Engine) -> None:
    question: dict[str, Any] = {"text": "寻求一种低成本石墨烯导热膜的制备工艺，要求热导率高"}
    answer = engine.match(**question, targets=("Patent",), first=1).explanations[0]
    told = engine.counterfactuals(answer, **question)
    assert any(one.step and one.step.start.startswith("text:") for one in told)


def test_demands_found_in_reverse_hang_on_what_is_offered(engine: Engine) -> None:
    question: dict[str, Any] = {"demand": PAIRS[0][1]}
    for kind in ("Demand", "Enterprise"):
        answer = engine.match(**question, targets=(kind,), first=1).explanations[0]
        told = checked(engine, answer, question)
        assert any(one.node and one.node.kind == "Term" for one in told)
        if kind == "Enterprise":
            demand = next(one for one in told if one.node and one.node.kind == "Demand")
            assert demand.score < answer.score


def test_a_term_that_is_taken_out_is_covered_by_nobody(engine: Engine) -> None:
    question: dict[str, Any] = {"demand": PAIRS[0][0]}
    answer = engine.match(**question, targets=("Patent",), first=1).explanations[0]
    terms = next(f for f in answer.factors if f.name == "terms")
    told = [one for one in engine.counterfactuals(answer, **question) if one.node and one.node.kind == "Term"]
    covered = [one for one in told if one.node and one.node.caption in terms.reason.zh]
    assert covered
    assert all(one.fall > 0 for one in covered)
    assert sum(one.fall for one in covered) <= answer.score


def test_what_is_named_is_counted_whatever_the_fall(engine: Engine) -> None:
    question: dict[str, Any] = {"demand": PAIRS[0][0]}
    answer = engine.match(**question, targets=("Patent",), first=1).explanations[0]
    other = "pol:source_id:laws/LAW-001"
    (one,) = engine.counterfactuals(answer, **question, without=[other])
    assert one.fall == 0
    assert one.score == pytest.approx(answer.score)
    assert one.node is not None
    assert one.node.uid == other
    for self in (answer.target.uid, question["demand"]):
        with pytest.raises(InputError, match="COUNTERFACTUAL_SELF"):
            engine.counterfactuals(answer, **question, without=[self])
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        engine.counterfactuals(answer, **question, without=["nobody"])


def test_who_made_one_document_is_no_answer_without_it(engine: Engine) -> None:
    view, graph = engine.ground().view(Level.PUBLIC), engine.ground().projection
    for demand, document in PAIRS:
        inventors = view.neighbours("INVENTED", graph.id_of(document), forward=False).tolist()
        single = [n for n in inventors if len(view.neighbours("INVENTED", n, forward=True)) == 1]
        found = engine.match(demand=demand, targets=("Researcher",), first=10).explanations
        answer = next((one for one in found if graph.id_of(one.target.uid) in single), None)
        if answer is not None:
            (one,) = engine.counterfactuals(answer, demand=demand, without=[document])
            if one.score == 0:
                assert one.fall == pytest.approx(answer.score)
                assert answer.target.caption in one.sentence.en
                return
    pytest.fail("no researcher with one document answers")

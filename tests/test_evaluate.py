"""Retrieval with known truth: measures against oracles, nothing of the truth in the graph, one table of figures."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from api.cli.frame import invoke
from api.evaluate.data import GRANTS, Grant, grants, papers, patents
from api.evaluate.lexical import Setting, bm25
from api.evaluate.measure import OURS, PEERS, Result, evaluate, ranks_of, tuned
from api.evaluate.ours import ours
from api.evaluate.scores import draws, gain, interval, ndcg, rank_of, recall, reciprocal
from api.evaluate.task import Query, Split, Task
from api.evaluate.tasks import grant_task, paper_tasks, patent_tasks
from api.evaluate.walk import transition, walk
from api.settings import Settings
from graph.errors import InputError
from graph.projection.projection import Projection
from graph.vocabulary import Vocabulary
from tests.evaluated_data import write_data

YEARS = (2012, 2018)


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody looks at."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def later(data: Path, vocabulary: Vocabulary) -> Task:
    return grant_task(grants(data), vocabulary, YEARS)


def degrees(graph: Projection) -> dict[tuple[str, str, bool], int]:
    """The degree of every node in every relation, both ways, by its uid."""
    return {
        (graph.uids[node], name, forward): int(count)
        for name, both in graph.relations.items()
        for forward in (True, False)
        for node, count in enumerate(np.diff(both.along(forward=forward).indptr))
        if count
    }


def test_measures_by_hand() -> None:
    ranks = np.array([1, 2, 10, 11, 100, 101, 0])
    assert ndcg(ranks) == pytest.approx([1, 1 / np.log2(3), 1 / np.log2(11), 0, 0, 0, 0])
    assert reciprocal(ranks) == pytest.approx([1, 1 / 2, 1 / 10, 1 / 11, 1 / 100, 0, 0])
    assert recall(ranks).tolist() == [1, 1, 1, 1, 1, 0, 0]
    assert (rank_of(7, [3, 7]), rank_of(7, [3])) == (2, 0)


def test_ndcg_is_that_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    dice = np.random.default_rng(3)
    for _ in range(50):
        scores = dice.permutation(40).astype(float)
        truth = np.zeros(40)
        truth[dice.integers(40)] = 1
        rank = rank_of(int(truth.argmax()), np.argsort(-scores).tolist())
        assert ndcg(np.array([rank]))[0] == pytest.approx(metrics.ndcg_score([truth], [scores], k=10))


def test_intervals_pair_the_same_queries() -> None:
    base = np.random.default_rng(1).random(400)
    drawn = draws(400)
    told = interval(base, drawn)
    spread = 1.96 * base.std() / 20  # what the normal approximation says
    assert told.mean == base.mean()
    assert (told.low, told.high) == pytest.approx((base.mean() - spread, base.mean() + spread), abs=0.2 * spread)
    above = gain(1.1 * base, base, drawn)
    assert (above.mean, above.low, above.high) == pytest.approx((0.1, 0.1, 0.1))
    assert gain(base, np.zeros(400), drawn).mean == 0


def test_no_later_grant_is_in_the_graph(data: Path, later: Task, vocabulary: Vocabulary) -> None:
    rows = grants(data)
    earlier = [row for row in rows if row.year <= YEARS[0]]
    asked = [row for row in rows if YEARS[0] < row.year <= YEARS[1]]
    graph = later.footing.projection
    uids = [graph.uids[node] for node in range(len(graph))]
    assert len(later.queries) > 20
    assert {query.text for query in later.queries} <= {row.title for row in asked}
    assert not {f"ach:{row.number}" for row in asked} & set(uids)
    assert max(int(told["started"][:4]) for told in later.properties.values()) <= YEARS[0]
    without = grant_task(earlier, vocabulary, YEARS).footing.projection
    assert degrees(graph) == degrees(without)
    assert graph.documents.vocabulary.keys() == without.documents.vocabulary.keys()


def test_a_link_that_leaked_would_show_in_the_degrees(data: Path, later: Task, vocabulary: Vocabulary) -> None:
    rows = grants(data)
    known = {row.institution for row in rows if row.year <= YEARS[0]}
    leaked = next(row for row in rows if row.year > YEARS[0] and row.institution in known)
    grown = grant_task([*rows, replace(leaked, number="0", started="2012-01")], vocabulary, YEARS)
    before, after = degrees(later.footing.projection), degrees(grown.footing.projection)
    key = (f"org:name:{leaked.institution}", "COMPLETED", True)
    assert after[key] == before[key] + 1


def test_nothing_that_is_asked_is_in_the_graph_of_papers_and_patents(data: Path, vocabulary: Vocabulary) -> None:
    read, claimed = papers(data), patents(data)
    plain = paper_tasks(read, vocabulary), patent_tasks(claimed, vocabulary)
    other = (
        paper_tasks([replace(row, title="甲乙丙", keywords=("丁戊己",)) for row in read], vocabulary),
        patent_tasks([replace(row, claims=row.claims and "庚辛壬") for row in claimed], vocabulary),
    )
    for one, two in zip(plain, other, strict=True):
        mine, theirs = one.test.footing.projection, two.test.footing.projection
        assert degrees(mine) == degrees(theirs)
        assert mine.documents.vocabulary.keys() == theirs.documents.vocabulary.keys()
        assert not {query.answer for query in one.development.queries} & {query.answer for query in one.test.queries}
        assert one.test.queries[0].text != two.test.queries[0].text


def test_a_walk_is_networkx_pagerank(later: Task) -> None:
    step = transition(later.footing.projection)
    graph = nx.from_scipy_sparse_array(step.T, create_using=nx.DiGraph)
    start = np.zeros(step.shape[0])
    start[[0, 5, step.shape[0] - 1]] = 1, 2, 3
    wanted = dict(enumerate(start))
    oracle = nx.pagerank(graph, alpha=0.6, personalization=wanted, dangling=wanted, tol=1e-10)
    assert walk(step, start, 0.4) == pytest.approx([oracle[node] for node in range(len(start))], abs=1e-5)


def test_a_peer_has_the_setting_that_is_best_for_it(later: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: list[Setting] = [(0.8, 0.0, 0.0), (3.0, 0.8, 1.0), (1.5, 0.4, 0.0)]
    monkeypatch.setitem(PEERS, "bm25", (bm25, settings))
    found = {setting: ndcg(ranks_of(later, bm25(later, setting))).mean() for setting in settings}
    assert found[tuned("bm25", later)] == max(found.values())


def test_a_title_of_the_graph_finds_its_own_institution(data: Path, later: Task) -> None:
    earlier = [row for row in grants(data) if row.year <= YEARS[0]]
    own = later.of([own_title(row) for row in earlier[::5]])
    ranks = ranks_of(own, ours(own))
    assert np.mean(ranks == 1) > 0.8


def own_title(row: Grant) -> Query:
    return Query(row.title, f"org:name:{row.institution}")


def test_every_method_is_measured(data: Path, later: Task, vocabulary: Vocabulary) -> None:
    split = paper_tasks(papers(data), vocabulary)
    found = evaluate(Split(split.development.drawn(10), split.test.drawn(20)), silent)
    assert list(found.methods) == ["bm25", "bm25_pairs", "tfidf", "ppr", OURS]
    check(found, queries=20, answers=80)
    assert found.methods[OURS].ndcg.mean > 0.9
    by_votes = evaluate(Split(later.drawn(5), later.drawn(10)), silent)
    assert set(by_votes.methods) == {*PEERS, OURS}
    check(by_votes, queries=10, answers=len(later.texts))


def check(found: Result, *, queries: int, answers: int) -> None:
    assert (found.queries, found.answers) == (queries, answers)
    for one in found.methods.values():
        for measured in (one.ndcg, one.mrr, one.recall):
            assert 0 <= measured.low <= measured.mean <= measured.high <= 1
    assert found.methods["bm25"].above.mean == 0


def test_the_command_prints_one_table(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {"KEZHUAN_HOME": str(tmp_path), "KEZHUAN_LANG": "en", "KEZHUAN_DATA": str(data)}
    settings = Settings.from_environment(environ)
    assert invoke(settings, ["evaluate", "--queries", "4"]) == 0
    told = capsys.readouterr().out
    assert all(words in told for words in ("claims → patent", "4 queries", "Kezhuan: text + graph", "BM25 with votes"))
    assert invoke(settings, ["evaluate", "--queries", "1"]) == 2
    assert invoke(settings, ["evaluate", "--task", "poems"]) == 2
    assert invoke(settings, ["evaluate", "--data", str(tmp_path), "--json"]) == 2
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["error"]["code"] == "EVALUATE_DATA"


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / GRANTS).parent.mkdir()
    (tmp_path / GRANTS).write_bytes(b"no archive")
    with pytest.raises(InputError, match="EVALUATE_DATA"):
        grants(tmp_path)
    with zipfile.ZipFile(tmp_path / GRANTS, "w") as archive:
        archive.writestr("other.csv", "")
    with pytest.raises(InputError, match="EVALUATE_DATA"):
        grants(tmp_path)

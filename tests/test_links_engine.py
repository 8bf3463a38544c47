"""The engine over the example province: every question answered with evidence, or with the reason why not."""

from __future__ import annotations

import json
import threading
from pathlib import Path as File

import pytest

from graph.errors import InputError, LimitError, NotFoundError
from graph.links.engine import Bounds, Engine
from graph.links.model import Explanation, Path
from graph.links.results import MatchResult
from graph.links.search import narrowed
from graph.links.sentences import path_sentence
from graph.links.wanted import UNKNOWN, wanted_terms
from graph.vocabulary import Level, Vocabulary

GOLD = [
    json.loads(line) for line in (File(__file__).parents[1] / "examples" / "gold.jsonl").read_text("utf-8").splitlines()
]
ANSWERED = [row for row in GOLD if row["targets"]][::2]
FILM = "寻求一种低成本石墨烯导热膜的制备工艺，要求热导率高"
DEMAND = "dem:source_id:demo/D005"
BATTERY = "dem:source_id:demo/D001"
HIDDEN = "dem:source_id:demo/D004"  # posted anonymously
POSTER = "示例·沧澜储能科技有限公司"


@pytest.fixture(scope="module")
def film(engine: Engine) -> MatchResult:
    return engine.match(text=FILM)


def uid_of(engine: Engine, caption: str) -> str:
    return engine.search(caption, first=1).hits[0].entity.uid


def check_path(path: Path, engine: Engine) -> None:
    assert len(path.nodes) == len(path.steps) + 1
    assert len({node.uid for node in path.nodes}) == len(path.nodes)
    for (near, far), step in zip(zip(path.nodes, path.nodes[1:], strict=False), path.steps, strict=True):
        assert (step.start, step.end) == (near.uid, far.uid)
        assert near.caption in step.sentence.zh
        assert far.caption in step.sentence.en
        assert step.evidence, f"{step} has no evidence"
        assert all(e.file and e.row >= 1 and e.title.zh for e in step.evidence)
        assert 0 < step.confidence <= 1
    assert path.sentence == path_sentence([step.sentence for step in path.steps])
    assert 0 < path.score <= 1
    assert 0 < path.share <= 1 + 1e-9
    assert path.metapath.startswith(path.nodes[0].kind)


def test_a_typed_demand_is_answered_with_factors_paths_and_evidence(engine: Engine, film: MatchResult) -> None:
    assert film.abstained is None
    assert film.load_version == engine.version()
    assert film.demand.uid.startswith("text:")
    assert {"石墨烯", "导热"} <= {term.caption for term in film.terms}
    assert any("导热" in one.target.caption for one in film.explanations[:3])
    scores = [one.score for one in film.explanations]
    assert scores == sorted(scores, reverse=True)
    for one in film.explanations:
        check_explanation(one, engine)


def check_explanation(one: Explanation, engine: Engine) -> None:
    assert one.score == pytest.approx(sum(factor.contribution for factor in one.factors))
    assert {"text", "terms"} <= {factor.name for factor in one.factors}
    for factor in one.factors:
        assert 0 <= factor.value <= 1
        assert factor.reason.zh
        assert factor.reason.en
    assert one.summary.zh.startswith(one.target.caption)
    assert one.paths
    for path in one.paths:
        check_path(path, engine)


def test_reasons_name_the_terms(film: MatchResult) -> None:
    for one in film.explanations[:3]:
        told = {factor.name: factor.reason for factor in one.factors}
        for name in ("text", "terms", "link"):
            assert any(term in told[name].zh for term in ("导热", "石墨烯")), told[name]


def test_what_was_typed_is_quoted_as_evidence(film: MatchResult) -> None:
    typed = [path for one in film.explanations for path in one.paths if path.nodes[0].uid == film.demand.uid]
    assert typed
    for path in typed:
        (evidence,) = path.steps[0].evidence
        assert evidence.quote in FILM
        assert path.nodes[1].caption in evidence.quote
        assert (evidence.row, evidence.title.zh) == (1, "手输文本")


def test_explanations_go_deep_and_to_the_people(film: MatchResult) -> None:
    documents = [one for one in film.explanations if one.target.kind in ("Patent", "Achievement")]
    assert any(len(path.steps) >= 3 for one in documents for path in one.paths)
    ends = {path.nodes[-1].kind for one in documents for path in one.paths if path.nodes[-1] != one.target}
    assert ends & {"Institution", "Researcher", "Organization"}
    for one in film.explanations:
        assert len({path.metapath for path in one.paths}) == len(one.paths)


@pytest.mark.parametrize(
    "text", ["想找人遛狗", "asdf", "", "  ", "!!!", "研究", "我想买一台二手手机", "今天天气怎么样", "🙂" * 50]
)
def test_nonsense_is_not_answered(engine: Engine, text: str) -> None:
    result = engine.match(text=text)
    assert result.explanations == ()
    assert result.abstained is not None
    assert result.abstained.zh
    assert result.abstained.en


def test_what_is_there_of_but_one_of_several_terms_is_named(engine: Engine) -> None:
    result = engine.match(text="养猪场沼液氨氮浓度高，需要低成本脱氮工艺")
    assert (result.abstained_code, result.explanations) == ("ABSTAIN_SINGLE", ())
    assert result.abstained is not None
    assert "只涉及“养猪场”，未涉及氨氮浓度、沼液、脱氮。" in result.abstained.zh


def test_experts_are_found_by_what_they_say_that_they_work_on(engine: Engine) -> None:
    result = engine.match(text="高镍正极材料的电催化改性", targets=["Researcher"])
    best, *others = result.explanations
    assert best.target.caption == "示例张三"
    paths = {path.metapath: path for path in best.paths}
    stated = paths["Demand>MENTIONS>Term<MENTIONS<Researcher"]
    assert [node.caption for node in stated.nodes[1:]] == ["电催化", "示例张三"]
    (evidence,) = stated.steps[1].evidence
    assert (evidence.file, evidence.quote) == ("inventors.csv", "高镍正极材料与电催化")
    assert "示例王五" in {one.target.caption for one in others}  # by what they made, as before


def test_what_has_no_path_does_not_speak_for_what_has_one(engine: Engine) -> None:
    """A document that only shares words is far nearer than those that paths lead to: these are not answers for that."""
    result = engine.match(text="统计数据的辩伪理论和测谎技术研究，用于白酒")
    assert (result.abstained_code, result.explanations) == ("ABSTAIN_UNLINKED", ())
    assert result.abstained is not None
    assert "“统计数据的辩伪理论和测谎技术研究”" in result.abstained.zh
    assert "只涉及“白酒”" in result.abstained.zh


def test_a_phrase_that_nobody_answers_with_is_asked_for_by_its_words(engine: Engine) -> None:
    """They weigh together what it would; a phrase that a document has, or of which one word is known, stays whole."""

    def phrases(text: str) -> dict[str, float]:
        return {term.name: term.weight for term in wanted_terms(engine.ground(), text, "", {}) if term.node is None}

    apart = phrases("压铸件气孔")
    assert list(apart) == ["压铸件", "气孔"]
    assert sum(apart.values()) == pytest.approx(UNKNOWN)
    assert list(phrases("铣削颤振")) == ["铣削颤振"]


def test_demands_find_what_answers_them(engine: Engine) -> None:
    """Recall and rank on half of the demands whose answers are known (see examples/gold.jsonl)."""
    recall, rank, silent = 0.0, 0.0, 0
    for row in ANSWERED:
        result = engine.match(demand=row["demand"], targets=("Patent", "Achievement"), first=10)
        found = [one.target.uid for one in result.explanations]
        ranks = [found.index(uid) + 1 for uid in row["targets"] if uid in found]
        recall += len(ranks) / len(row["targets"])
        rank += 1 / min(ranks) if ranks else 0
        silent += result.abstained is not None
    assert recall / len(ANSWERED) >= 0.9
    assert rank / len(ANSWERED) >= 0.7
    assert silent / len(ANSWERED) <= 0.08


def test_demands_that_nothing_answers_are_mostly_refused(engine: Engine) -> None:
    nothing = [row["demand"] for row in GOLD if not row["targets"]]
    refused = [uid for uid in nothing if engine.match(demand=uid).abstained]
    assert len(refused) >= len(nothing) / 2


def test_targets_are_kept_to(engine: Engine) -> None:
    result = engine.match(demand=DEMAND, targets=("Institution",), first=5)
    assert {one.target.kind for one in result.explanations} == {"Institution"}
    assert len(result.explanations) <= 5
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        engine.match(demand=DEMAND, targets=("Ghost",))


def test_a_match_needs_exactly_one_question(engine: Engine) -> None:
    for both in ({}, {"demand": DEMAND, "text": FILM}):
        with pytest.raises(InputError, match="MATCH_ONE_OF"):
            engine.match(**both)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        engine.match(demand="dem:source_id:demo/none")
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        engine.match(text="石墨烯" * 10_000)
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        engine.match(text=FILM, first=0)


def test_paths_between_two_entities_are_told(engine: Engine) -> None:
    result = engine.paths(DEMAND, "pat:source_id:kppatent/KPP-0005", first=6)
    assert 1 <= len(result.paths) <= 6
    assert {(p.nodes[0].uid, p.nodes[-1].uid) for p in result.paths} == {(DEMAND, "pat:source_id:kppatent/KPP-0005")}
    for path in result.paths:
        check_path(path, engine)
        assert len(path.steps) <= 4
    assert (result.truncated, result.bound) == (True, "first")


def test_paths_say_why_there_are_none(engine: Engine) -> None:
    none = engine.paths(DEMAND, "pol:source_id:laws/LAW-001", bounds=Bounds(max_hops=1))
    assert (none.paths, none.bound, none.truncated) == ((), "hops", False)
    assert none.reason is not None
    same = engine.paths(DEMAND, DEMAND)
    assert (same.paths, same.bound) == ((), "none")
    spent = engine.paths(DEMAND, uid_of(engine, "清华大学"), bounds=Bounds(max_hops=6, budget=1_000))
    assert spent.truncated
    assert spent.bound == "budget"
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        engine.paths(DEMAND, DEMAND, bounds=Bounds(max_hops=7))
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        engine.paths(DEMAND, "nobody")


def test_who_posted_anonymously_is_hidden_everywhere(engine: Engine) -> None:
    poster = uid_of(engine, POSTER)

    def seen(level: Level) -> bool:
        around = engine.neighborhood(HIDDEN, clearance=level)
        back = engine.neighborhood(poster, relation="POSTED", first=200, clearance=level)
        paths = engine.paths(poster, HIDDEN, bounds=Bounds(max_hops=1), clearance=level).paths
        counted = any(count.relation == "POSTED" for count in around.counts)
        listed = any(node.uid == HIDDEN for node in back.nodes)
        assert counted == listed == bool(paths) == any(node.uid == poster for node in around.nodes)
        return counted

    assert not seen(Level.PUBLIC)
    assert not seen(Level.REGISTERED)
    assert seen(Level.CORE)
    for level in (Level.PUBLIC, Level.REGISTERED):
        answers = engine.match(demand=HIDDEN, clearance=level).explanations
        partners = engine.partners(HIDDEN, clearance=level).partners
        paths = [path for one in answers for path in one.paths] + [path for one in partners for path in one.paths]
        assert not any(
            step.relation == "POSTED" and HIDDEN in (step.start, step.end) for p in paths for step in p.steps
        )


def test_partners_are_new_and_introduced(engine: Engine) -> None:
    start = uid_of(engine, "示例·云溪电池有限公司")
    result = engine.partners(start, first=6)
    known = {node.uid for node in engine.neighborhood(start, first=200).nodes}
    scores = [partner.score for partner in result.partners]
    assert scores == sorted(scores, reverse=True)
    assert len(result.partners) == 6
    for partner in result.partners:
        assert partner.target.uid not in known | {start}
        assert partner.target.kind in ("Institution", "Enterprise", "Organization", "Researcher")
        on_paths = {node.uid for path in partner.paths for node in path.nodes[1:-1]}
        assert {who.uid for who in partner.introducers} <= on_paths
        for path in partner.paths:
            check_path(path, engine)
            assert (path.nodes[0].uid, path.nodes[-1].uid) == (start, partner.target.uid)
    assert any(partner.introducers for partner in result.partners)


def test_the_one_who_asks_introduces_nobody_to_itself(engine: Engine) -> None:
    asker = next(node for node in engine.neighborhood(DEMAND, relation="POSTED").nodes)
    for partner in engine.partners(DEMAND).partners:
        assert asker not in partner.introducers


def test_a_neighbourhood_counts_all_and_shows_a_page(engine: Engine) -> None:
    everything = engine.neighborhood(DEMAND, first=200)
    assert sum(count.count for count in everything.counts) == len(everything.steps)
    pages = [engine.neighborhood(DEMAND, first=5, after=after) for after in range(0, len(everything.steps), 5)]
    assert [step for page in pages for step in page.steps] == list(everything.steps)
    assert [page.truncated for page in pages] == [True] * (len(pages) - 1) + [False]
    terms = engine.neighborhood(DEMAND, relation="MENTIONS", forward=True)
    assert {node.kind for node in terms.nodes} == {"Term"}
    assert engine.neighborhood(DEMAND, relation="MENTIONS", forward=False).steps == ()
    first_page = engine.neighborhood(uid_of(engine, "清华大学"), first=4)
    assert len({(step.relation, step.forward) for step in first_page.steps}) > 1
    with pytest.raises(NotFoundError, match="UNKNOWN_RELATION"):
        engine.neighborhood(DEMAND, relation="LIKES")
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        engine.neighborhood(DEMAND, after=-1)


def test_search_finds_captions_first(engine: Engine) -> None:
    result = engine.search("石墨烯")
    assert (result.hits[0].entity.kind, result.hits[0].entity.caption) == ("Term", "石墨烯")
    assert all("石墨烯" in (hit.snippet or hit.entity.caption) for hit in result.hits[:5])
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert sum(result.counts.values()) >= len(result.hits)
    assert engine.search(DEMAND).hits[0].entity.uid == DEMAND


@pytest.mark.parametrize("query", ["专利:石墨烯", "patent：石墨烯", "Patent: 石墨烯"])
def test_search_narrows_to_a_kind(engine: Engine, query: str) -> None:
    assert {hit.entity.kind for hit in engine.search(query).hits} == {"Patent"}
    assert {hit.entity.kind for hit in engine.search("石墨烯", kinds=["Patent"]).hits} == {"Patent"}


def test_search_narrows_to_what_a_caption_ends_with(vocabulary: Vocabulary) -> None:
    assert narrowed(vocabulary, "需求：电池") == (("Demand",), "电池")
    assert narrowed(vocabulary, "achievements: battery") == (("Achievement",), "battery")
    assert narrowed(vocabulary, "比例 3:1") == ((), "比例 3:1")
    assert narrowed(vocabulary, "果:电池") == ((), "果:电池")


def test_search_of_a_kind_finds_its_subkinds(engine: Engine) -> None:
    assert engine.search("清华大学", kinds=["Organization"], first=1).hits[0].entity.kind == "Institution"
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        engine.search("石墨烯", kinds=["Ghost"])


@pytest.mark.parametrize(
    "query", ["", "  ", "AND", "a OR", '"', "\\", "+-&|!(){}[]^~*?:/", "专利:", "NOT 石墨", "石" * 500]
)
def test_search_takes_any_text(engine: Engine, query: str) -> None:
    assert len(engine.search(query).hits) <= 20


def test_search_refuses_what_is_out_of_range(engine: Engine) -> None:
    for query, first in (("石" * 501, 1), ("石墨烯", 0), ("石墨烯", 201)):
        with pytest.raises(LimitError, match="LIMIT_RANGE"):
            engine.search(query, first=first)


def test_policies_are_of_the_region_and_the_industry(engine: Engine) -> None:
    result = engine.policies_for(DEMAND, first=5)
    assert {one.target.kind for one in result.explanations} == {"Policy"}
    for one in result.explanations:
        check_explanation(one, engine)
    best = {factor.name: factor for factor in result.explanations[0].factors}
    assert best["region"].value == 1
    assert "山东省" in best["region"].reason.zh
    assert not any(region in one.target.caption for one in result.explanations for region in ("上海", "北京", "广东"))


def test_a_region_alone_carries_no_policy(engine: Engine) -> None:
    """A demand for batteries from Zhejiang: laws of that province on tea, or on anything else, are no answer."""
    result = engine.policies_for(BATTERY, first=20)
    assert (result.abstained_code, result.explanations) == ("POLICIES_REGION", ())
    assert result.abstained is not None
    assert "浙江省" in result.abstained.zh
    for uid in [row["demand"] for row in GOLD[::20]]:
        for one in engine.policies_for(uid, first=10).explanations:
            value = {factor.name: factor.value for factor in one.factors}
            assert value["text"] + value["terms"] >= 0.1 or value["field"] >= 0.5, one.target.caption


def test_the_same_question_has_the_same_answer_in_every_thread(engine: Engine, film: MatchResult) -> None:
    answers: list[MatchResult] = []
    threads = [threading.Thread(target=lambda: answers.append(engine.match(text=FILM))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [film] * 4

"""Terms in texts: longest known ones where words end, with weights by rarity."""

from __future__ import annotations

import subprocess
import sys

import pytest

from graph.text.segment import fold, tokens
from graph.text.terms import Term, TermExtractor


def names(terms: list[Term]) -> list[str]:
    return [term.name for term in terms]


def test_segments_by_the_most_probable_words() -> None:
    assert [token.text for token in tokens("锂电池低温续航衰减问题")] == ["锂电池", "低温", "续航", "衰减", "问题"]


def test_tokens_stand_where_they_say() -> None:
    text = fold("ＧａＮ功率器件（Deep-learning 3.5 μm）")
    assert [text[t.start : t.end] for t in tokens(text)] == [t.text for t in tokens(text)]
    assert "gan" in [t.text for t in tokens(text)]


@pytest.mark.parametrize("text", ["", "  \n", "，。！？", "🙂🙂", "İstanbul ẞ", "的" * 5_000])
def test_odd_texts_are_read(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert TermExtractor(["石墨烯"]).extract(text) == []


def test_finds_known_terms_where_they_stand() -> None:
    text = "寻求一种石墨烯导热膜的制备工艺"
    found = TermExtractor(["石墨烯", "导热膜", "锂电池"]).extract(text)
    assert {term.name: text[term.start : term.end] for term in found} == {"石墨烯": "石墨烯", "导热膜": "导热膜"}


def test_a_term_within_a_longer_one_counts_less() -> None:
    weight = {t.name: t.weight for t in TermExtractor(["石墨烯", "石墨烯导热膜"]).extract("石墨烯导热膜")}
    alone = {t.name: t.weight for t in TermExtractor(["石墨烯"]).extract("石墨烯导热膜")}
    assert weight["石墨烯"] == pytest.approx(0.6 * alone["石墨烯"])


def test_a_word_is_not_found_across_two_words() -> None:
    assert names(TermExtractor(["金属"]).extract("现金属于公司")) == []
    assert names(TermExtractor(["金属"]).extract("稀有金属于此")) == ["金属"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("聚丙烯绝缘料", ["聚丙烯"]),
        ("丙烯聚合为聚丙烯", ["丙烯", "聚丙烯"]),
        ("聚丙烯酰氧乙基三甲基氯化铵", []),
        ("聚乳酸纤维", []),
        ("丙烯酸树脂", []),
        ("半导体器件", []),
        ("非线性与线性", ["线性"]),
        ("石墨烯基复合材料", ["石墨烯"]),
        ("团聚强度", ["强度"]),
    ],
)
def test_what_a_character_beside_it_makes_another_thing_of_is_not_found(text: str, found: list[str]) -> None:
    extractor = TermExtractor(["丙烯", "聚丙烯", "导体", "乳酸", "线性", "石墨烯", "强度"])
    assert sorted(names(extractor.extract(text))) == sorted(found)


def test_latin_terms_match_whole_words_in_any_case_and_width() -> None:
    extractor = TermExtractor(["GaN", "deep learning", "SEI膜"])
    assert names(extractor.extract("organ elegant")) == []
    assert set(names(extractor.extract("基于ｇａｎ的 Deep Learning 与sei膜"))) == {"GaN", "deep learning", "SEI膜"}


def test_generic_words_are_no_terms() -> None:
    assert TermExtractor(["方法", "装置", "系统", "Research", "一", "x" * 41]).extract("方法装置系统 research 一") == []


def test_more_often_weighs_more_and_rarer_weighs_more() -> None:
    extractor = TermExtractor(["材料", "机械", "磷酸铁锂"])
    once, twice = extractor.extract("磷酸铁锂"), extractor.extract("磷酸铁锂，磷酸铁锂")
    assert twice[0].weight == pytest.approx(once[0].weight * (2 / 2.5) / (1 / 1.5))
    both = {t.name: t.weight for t in extractor.extract("机械与磷酸铁锂")}
    assert both["磷酸铁锂"] > 2 * both["机械"]
    assert all(0 < term.weight <= 1 for term in twice)


def test_frequent_terms_among_the_documents_tell_less() -> None:
    extractor = TermExtractor(["石墨烯", "碳纳米管"], {"石墨烯": 900, "碳纳米管": 3}, documents=1000)
    assert extractor.rarity("碳纳米管") > 3 * extractor.rarity("石墨烯")


def test_reading_texts_says_nothing_and_leaves_jieba_alone() -> None:
    code = "import sys; from graph.text.segment import tokens; tokens('石墨烯'); assert 'jieba' not in sys.modules"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

"""Words that retrieval counts, and phrases that no lexicon knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text.dictionary import LEAST, dictionary
from graph.text.generic import generic
from graph.text.phrases import phrases
from graph.text.segment import fold, tokens
from graph.text.terms import TermExtractor
from graph.text.words import words, words_and_pairs


def test_a_compound_is_found_by_itself_and_by_its_parts() -> None:
    assert {"石墨", "石墨烯", "墨烯"} <= set(words("石墨烯"))
    assert {"锂电池", "电池"} <= set(words("锂电池"))


def test_words_are_the_same_in_any_case_and_width() -> None:
    assert words("ＧａＮ器件") == words("gan器件")


def test_generic_words_and_grammar_are_left_out() -> None:
    assert words("一种的方法及其装置和系统") == []
    assert not {word for word in words("本发明公开了一种研究方法") if word in generic()}


def test_pairs_of_characters_stand_beside_longer_words_each_once() -> None:
    assert sorted(words_and_pairs("导热薄膜")) == sorted(["导热", "热薄", "薄膜"])
    assert words_and_pairs("石墨烯，GaN膜").count("石墨") == 1
    assert {"石墨烯", "墨烯", "gan"} <= set(words_and_pairs("石墨烯，GaN膜"))
    assert "烯膜" not in words_and_pairs("石墨烯，膜")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("热导率要高", "热导率"),
        ("想找人遛狗", "遛狗"),
        ("NCM811 的残碱偏高", "NCM811"),
        ("烟气脱硝后氨逃逸", "脱硝"),
    ],
)
def test_phrases_name_what_no_lexicon_has(text: str, found: str) -> None:
    assert any(found in phrase.name for phrase in phrases(text))
    assert all(text[p.start : p.end] == p.name for p in phrases(text))


@pytest.mark.parametrize("text", ["4.5V 以上", "10 mA/cm2", "需要解决问题", "，。", "12345", "5 MPa 20 min"])
def test_numbers_units_and_generic_words_are_no_phrases(text: str) -> None:
    assert phrases(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("仅靠磁选，引入含氟气体", "含氟气体"),
        ("抗拉强度比锻件低", "抗拉强度"),
        ("充电末段温升快", "充电末段温升"),
        ("需换玻纤", "玻纤"),
        ("快离子导体", "快离子导体"),
    ],
)
def test_words_of_the_clause_are_no_part_of_a_phrase(text: str, found: str) -> None:
    named = [phrase.name for phrase in phrases(text)]
    assert found in named
    assert not any(found in name for name in named if name != found)


def test_a_run_of_such_words_alone_is_no_phrase() -> None:
    assert phrases("改用引入，给出") == []


def test_phrases_leave_known_terms_alone() -> None:
    text = "石墨烯膜，又说石墨烯"
    known = TermExtractor(["石墨烯"]).extract(text)
    assert not any("石墨" in phrase.name for phrase in phrases(text, known))


def test_rarity_falls_with_frequency() -> None:
    rarity = dictionary().rarity
    assert rarity("问题") == LEAST
    assert LEAST < rarity("机械") < rarity("切割") < rarity("导热") <= rarity("不在词典里的词") == 1


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(folded[t.start : t.end] == t.text for t in tokens(folded))
    assert all(before.end <= after.start for before, after in zip(tokens(folded), tokens(folded)[1:], strict=False))
    assert all(word == fold(word) for word in words(text))
    phrases(text)


@given(st.text(), st.lists(st.text(min_size=2, max_size=6), max_size=5))
def test_terms_stand_where_they_say(text: str, names: list[str]) -> None:
    for term in TermExtractor(names).extract(text):
        assert fold(text[term.start : term.end]) == fold(term.name.strip())
        assert 0 < term.weight <= 1

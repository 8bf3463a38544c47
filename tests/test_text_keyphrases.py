"""Terms that an author would name: candidates, background, abbreviations, order."""

from __future__ import annotations

import subprocess
import sys
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text.abbreviations import Abbreviation, abbreviations
from graph.text.background import Background, packaged
from graph.text.candidates import candidates, runs
from graph.text.features import NAMES, WIDTHS, weights
from graph.text.keyphrases import KeyphraseExtractor
from graph.text.segment import fold

TITLE = "基于卷积神经网络的钢板表面缺陷检测"
ABSTRACT = (
    "针对钢板表面缺陷检测精度不高的问题，提出一种基于卷积神经网络（CNN）的方法。"
    "CNN 由空洞卷积提取特征，再用注意力机制融合。实验表明，该方法的检测精度和速度都优于传统方法。"
)
PAPER = f"{TITLE}。{ABSTRACT}"


def names(text: str, **options: int) -> list[str]:
    return [term.name for term in KeyphraseExtractor(packaged()).extract(text, **options)]


def test_names_what_the_paper_is_about() -> None:
    found = names(PAPER, heading=len(TITLE))
    assert len(found) == 5
    assert {"卷积神经网络", "钢板表面缺陷检测"} <= set(found)


def test_terms_stand_where_they_say_and_weights_fall() -> None:
    terms = KeyphraseExtractor(packaged()).extract(PAPER, first=8, heading=len(TITLE))
    assert [PAPER[term.start : term.end] for term in terms] == [term.name for term in terms]
    assert [term.weight for term in terms] == sorted((term.weight for term in terms), reverse=True)
    assert all(0 < term.weight < 1 for term in terms)
    assert len({term.name for term in terms}) == 8


def test_a_title_speaks_for_its_terms() -> None:
    plain = {t.name: t.weight for t in KeyphraseExtractor(packaged()).extract(PAPER, first=30)}
    headed = {t.name: t.weight for t in KeyphraseExtractor(packaged()).extract(PAPER, first=30, heading=len(TITLE))}
    assert headed["卷积神经网络"] > plain["卷积神经网络"]
    assert headed["空洞卷积"] == plain["空洞卷积"]


def test_known_terms_are_preferred_and_named_as_the_lexicon_does() -> None:
    extractor = KeyphraseExtractor(packaged(), known={"CNN": "卷积神经网络", "注意力机制": "注意力"})
    weight = {t.name: t.weight for t in extractor.extract("本文用CNN和注意力机制识别图像。", first=9)}
    plain = {
        t.name: t.weight for t in KeyphraseExtractor(packaged()).extract("本文用CNN和注意力机制识别图像。", first=9)
    }
    assert weight["卷积神经网络"] > plain["CNN"]
    assert weight["注意力"] > plain["注意力机制"]


def test_two_names_of_one_term_give_it_once() -> None:
    extractor = KeyphraseExtractor(packaged(), known={"石墨烯": "石墨烯", "graphene": "石墨烯"})
    found = [term.name for term in extractor.extract("石墨烯薄膜。graphene 的制备。", first=9)]
    assert found.count("石墨烯") == 1


def test_generic_words_alone_are_no_terms() -> None:
    assert names("本文研究了方法，分析了结果，提出了问题。") == []


@pytest.mark.parametrize("text", ["", "，。！", "🙂🙂", "İstanbul ẞ", "的" * 3_000, "123 456", "A" * 50, "\n"])
def test_odd_texts_are_read(text: str) -> None:
    terms = KeyphraseExtractor(packaged()).extract(text)
    assert all(text[term.start : term.end] for term in terms)


@given(st.text(alphabet="石墨烯的和电池研究 （）()Ca-CN3,。“”\n", max_size=60))
def test_candidates_stand_in_their_text(text: str) -> None:
    folded = fold(text)
    for key, one in candidates(folded).items():
        assert folded[one.start : one.end] == key
        assert one.alone <= min(one.first, one.last) <= one.times
        assert one.longer <= one.times
    for term in KeyphraseExtractor(packaged()).extract(text):
        assert " ".join(text[term.start : term.end].split()) == term.name


def test_runs_end_at_grammar_numbers_and_signs() -> None:
    found = [
        (fold("".join(word.text for word in run.words)), run.before, run.after)
        for run in runs("石墨烯的制备，电池12组")
    ]
    assert found == [("石墨烯", "\n", "的"), ("制备", "的", "，"), ("电池", "，", "12"), ("组", "12", "\n")]


def test_latin_words_join_over_spaces_and_hyphens() -> None:
    assert "deep learning" in candidates("用deep learning识别")
    assert "β-环糊精" in candidates("β-环糊精的合成")
    assert "环糊精-电池" not in candidates("环糊精-电池")


def test_the_commonest_longer_candidate_is_told() -> None:
    found = candidates("锂离子电池，锂离子电池，锂离子")
    longest = found["锂离子电池"]
    assert (longest.times, longest.longer) == (2, 0)
    assert (found["锂离子"].times, found["锂离子"].longer, found["锂离子"].alone) == (3, 2, 1)


def test_a_background_counts_texts_not_times() -> None:
    background = Background.of(["石墨烯电池，石墨烯", "石墨烯", "电池"])
    assert (background.counts["石墨烯"], background.counts["电池"]) == (2, 2)
    assert background.rarity("石墨烯") == pytest.approx(log(4 / 2.5))
    assert background.cohesion("石墨烯电池", "石墨烯", "电池") == pytest.approx(log(1.1 * 3 / (3 * 3)))
    assert background.cohesion("电池石墨烯", "电池", "石墨烯") == 0.0
    assert "石墨烯电池" not in Background.of(["石墨烯电池", "石墨烯"], least=2).counts


def test_a_background_is_written_and_read_alike(tmp_path: Path) -> None:
    background = Background.of(["石墨烯电池", "deep learning"])
    background.write(tmp_path / "a.gz")
    background.write(tmp_path / "b.gz")
    assert Background.read(tmp_path / "a.gz") == background
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_the_packaged_background_is_small_and_of_many_texts() -> None:
    assert packaged().texts > 30_000
    assert (Path(__file__).parents[1] / "graph" / "text" / "background.tsv.gz").stat().st_size < 2 * 2**20


def test_every_table_of_weights_is_complete() -> None:
    for name in ("terms", "words"):
        table = weights(name)
        assert (len(table.features), len(table.widths)) == (len(NAMES), WIDTHS)
        assert any(table.features)


def test_words_are_sought_with_their_own_weights() -> None:
    words = KeyphraseExtractor(packaged(), by=weights("words")).extract(PAPER, heading=len(TITLE))
    terms = KeyphraseExtractor(packaged()).extract(PAPER, heading=len(TITLE))
    assert sum(len(term.name) for term in words) < sum(len(term.name) for term in terms)


def test_abbreviations_are_read_from_brackets() -> None:
    text = "采用生成对抗网络（generative adversarial network，GAN）和扫描电镜(SEM)，见图(Fig)与张三(Zhang)、方法(3)"
    assert abbreviations(text) == [
        Abbreviation("GAN", "生成对抗网络", "generative adversarial network", 2, 8),
        Abbreviation("SEM", "扫描电镜", "", 45, 49),
    ]


def test_an_abbreviation_counts_for_its_term() -> None:
    extractor = KeyphraseExtractor(packaged())
    text = "生成对抗网络（GAN）。用GAN生成图像。GAN收敛。"
    found = {term.name: term.weight for term in extractor.extract(text, first=9)}
    assert "GAN" not in found
    assert found["生成对抗网络"] > extractor.extract(text.replace("GAN", "，"), first=1)[0].weight


def test_importing_reads_no_dictionary() -> None:
    code = (
        "import sys, graph.text.keyphrases, graph.text.quantities; from graph.text.dictionary import dictionary; "
        "from graph.text.background import packaged; "
        "assert dictionary.cache_info().currsize == packaged.cache_info().currsize == 0; "
        "assert not {'jieba', 'rjieba', 'yake', 'scipy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

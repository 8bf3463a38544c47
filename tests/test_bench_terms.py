"""The measurement of terms: scores, and ours beside the peers on a small sample."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from api.bench.terms import OURS, Comparison, measure, scores
from api.bench.terms_peers import PEERS
from api.bench.terms_texts import CSL, PATENTS, papers, patents, plain
from api.cli.frame import invoke
from api.settings import Settings
from graph.errors import InputError

PROVINCE = Path(__file__).parents[1] / "examples" / "province"
SAMPLE = 80


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody looks at."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first papers and patents of the example province in the form of their sources."""
    folder = tmp_path_factory.mktemp("data")
    for file in (CSL, PATENTS):
        (folder / file).parent.mkdir()
    with gzip.open(PROVINCE / "papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        (folder / CSL).write_text("".join(islice(lines, SAMPLE)), encoding="utf-8")
    (folder / PATENTS).write_text(json.dumps(list(islice(_patents(), SAMPLE))), encoding="utf-8")
    return folder


def _patents() -> Iterator[dict[str, str]]:
    with gzip.open(PROVINCE / "patents.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            text = f"标题：{row['专利名称']}\n摘要：{row['摘要']}\n权利声明：1."
            yield {"input": text, "output": row["关键词"].replace("；", ",")}


@pytest.fixture(scope="module")
def compared(data: Path) -> dict[str, Comparison]:
    return measure(data, documents=SAMPLE, progress=silent)


def test_scores_by_hand() -> None:
    named = ["石墨烯", "石墨烯", "Deep  Learning", "电池"]
    precision, recall, f1 = scores(named, frozenset({"石墨烯", "deep learning", "锂", "钠"}), 5)
    assert (precision, recall) == (2 / 5, 2 / 4)
    assert f1 == pytest.approx(2 * 0.4 * 0.5 / 0.9)
    assert scores(["石墨烯", "电池"], frozenset({"电池"}), 1) == (0, 0, 0)
    assert scores([], frozenset(), 5) == (0, 0, 0)
    assert plain(" ＧａＮ\n器件 ") == "gan 器件"


def test_every_method_is_measured_on_every_set(compared: dict[str, Comparison]) -> None:
    assert list(compared) == ["csl", "kppatent_zh"]
    for comparison in compared.values():
        assert set(comparison.found) == {*PEERS, *OURS}
        assert comparison.documents == SAMPLE
        for found in comparison.found.values():
            assert 0 < found.low < found.f1 < found.high < 1
            assert found.rate > 0


def test_ours_finds_no_less_than_the_best_peer(compared: dict[str, Comparison]) -> None:
    for comparison in compared.values():
        ours, best = comparison.found[comparison.ours], comparison.found[comparison.best_peer]
        assert best.f1 == max(comparison.found[name].f1 for name in PEERS)
        assert ours.f1 >= best.f1
        assert comparison.ratio == pytest.approx(ours.f1 / best.f1)
        assert comparison.low <= comparison.ratio <= comparison.high


def test_papers_are_found_far_better_than_by_any_peer(compared: dict[str, Comparison]) -> None:
    assert compared["csl"].low > 1
    assert compared["csl"].found["kezhuan_terms"].f1 >= 0.22


def test_texts_begin_with_their_titles(data: Path) -> None:
    first = papers(data)[0]
    assert first.text[: first.heading] == "一种基于平方和优化的飞行器大角度机动镇定控制器设计方法"
    assert "lyapunov函数" in first.keywords
    assert all(text.text[text.heading] == "。" for text in patents(data))


def test_missing_texts_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        measure(tmp_path, documents=9, progress=silent)
    assert told.value.code == "BENCH_TERMS_DATA"


def test_the_command_prints_figures(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path), "KEZHUAN_LANG": "en"})
    assert invoke(settings, ["bench", "terms", "--data", str(data), "--documents", "6"]) == 0
    told = capsys.readouterr().out
    assert "6 CSL papers" in told
    assert "Kezhuan: terms ÷" in told
    assert invoke(settings, ["bench", "terms", "--data", str(tmp_path)]) == 2
    assert "BENCH_TERMS_DATA" in capsys.readouterr().err
    assert invoke(settings, ["bench", "terms", "--documents", "1"]) == 2

"""Loading what the newest load loaded is told at once; anything that could make a difference is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.files.discover import plan
from etl.run import load
from etl.writing.fingerprint import fingerprint, known
from graph.ontology import DEFAULT, load_vocabulary
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

ROWS = "编号,需求名称,技术难题\nD1,寻求石墨烯导热膜,现有导热膜太厚\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "技术需求.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def mark(path: Path, vocabulary: Vocabulary, extractor: object = None) -> str:
    return fingerprint(plan([path]).files, vocabulary, extractor)


def test_the_same_again_is_known(file: Path, store: Store, vocabulary: Vocabulary) -> None:
    first = load([file], store, vocabulary)
    again = load([file], store, vocabulary)
    assert first.changes > 0
    assert (again.changes, again.load_id) == (0, first.load_id)
    assert [(f.read, f.created, f.unchanged) for f in again.files] == [(1, 0, 1)]
    assert len(store.read("etl_load_newest")) == 1


def test_another_content_name_or_vocabulary_is_another(file: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    before = mark(file, vocabulary)
    assert mark(file, vocabulary) == before
    assert mark(file, vocabulary, extractor=len) != before
    renamed = file.rename(tmp_path / "技术需求2.csv")
    assert mark(renamed, vocabulary) != before
    own = tmp_path / "ontology.toml"
    own.write_text(DEFAULT.read_text(encoding="utf-8").replace("技术难题", "难题"), encoding="utf-8")
    back = renamed.rename(file)
    assert mark(back, load_vocabulary(own)) != before
    back.write_text(ROWS + "D2,寻求新型滤材,除尘滤袋寿命短\n", encoding="utf-8")
    assert mark(back, vocabulary) != before


def test_after_another_load_it_is_compared_again(
    file: Path, tmp_path: Path, store: Store, vocabulary: Vocabulary
) -> None:
    load([file], store, vocabulary)
    other = tmp_path / "需求.csv"
    other.write_text(ROWS.replace("D1", "E1"), encoding="utf-8")
    load([other], store, vocabulary, kind="Demand")
    assert known(store, mark(file, vocabulary), tmp_path) is None


def test_faults_are_told_again_without_a_look_at_the_rows(
    file: Path, store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    file.write_text(ROWS + "D2,,没有名称\n", encoding="utf-8")
    first = load([file], store, vocabulary, loads=tmp_path / "loads")
    again = load([file], store, vocabulary, loads=tmp_path / "loads", rejects=tmp_path / "out")
    assert again.faults == first.faults
    assert len(first.faults) == 1
    assert "identify" not in again.seconds
    assert [(one.read, one.unchanged, one.rejected) for one in again.files] == [(2, 1, 1)]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["技术需求-技术需求.csv.csv"]


def test_faults_are_told_again(file: Path, store: Store, vocabulary: Vocabulary) -> None:
    file.write_text(ROWS + "D2,,没有名称\n", encoding="utf-8")
    assert len(load([file], store, vocabulary).faults) == len(load([file], store, vocabulary).faults) == 1

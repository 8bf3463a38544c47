"""The report of a load: for people in both languages, for programs as JSON, and on the Load node."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from etl.reports.report import LoadReport
from etl.run import check, load
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from graph.words import Lang

DEMANDS = "需求编号,需求名称,截止日期,预算,备注\nD1,一,2025,18万,x\nD2,,昨天,很多,y\n"


@pytest.fixture
def report(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> LoadReport:
    (tmp_path / "Demand.csv").write_text(DEMANDS, encoding="utf-8")
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    steps: list[tuple[int, int, str]] = []
    done = load([tmp_path], store, vocabulary, rejects=tmp_path / "out", progress=lambda *step: steps.append(step))
    assert all(step <= total for step, total, _ in steps)
    assert {what.split()[-1] for _, _, what in steps} >= {"check", "link", "terms", "entities", "relations"}
    return done


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("导入结果", "没有读取", "没有用到的列")), ("en", ("Load report", "Not read"))]
)
def test_a_person_reads_it_in_either_language(report: LoadReport, lang: Lang, words: tuple[str, ...]) -> None:
    console = Console(file=io.StringIO(), width=200)
    report.print(console, lang)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    for word in (*words, "Demand.csv", "备注", "readme.txt", "CELL_DATE", "昨天"):
        assert word in text
    assert "很多" not in text


def test_a_program_reads_it_as_json(report: LoadReport) -> None:
    data = json.loads(json.dumps(report.plain()))
    (file,) = data["files"]
    assert {k: file[k] for k in ("read", "created", "rejected", "faults")} == {
        "read": 2,
        "created": 1,
        "rejected": 1,
        "faults": 3,
    }
    assert data["faults"][0]["words"].keys() == {"zh", "en"}
    assert not report.failed
    assert set(report.seconds) == {"read", "identify", "relate", "terms", "compare", "nodes", "edges", "retract"}
    assert [Path(path).name for path in report.rejects] == ["Demand-Demand.csv.csv"]


def test_a_load_of_which_nothing_is_left_failed(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> None:
    (tmp_path / "Demand.csv").write_text("需求编号,需求名称\nD1,\n", encoding="utf-8")
    assert load([tmp_path], store, vocabulary).failed


def test_files_can_be_checked_without_a_store(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "Demand.csv").write_text(DEMANDS, encoding="utf-8")
    report = check([tmp_path], vocabulary, rejects=tmp_path / "out")
    assert [(file.read, file.rejected, file.faults) for file in report.files] == [(2, 1, 3)]
    assert {fault.code for fault in report.faults} == {"CELL_DATE", "CELL_NUMBER", "CELL_REQUIRED"}
    assert len(report.rejects) == 1


def test_faults_of_one_sort_are_told_once(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = "\n".join(f"D{n},名{n},昨天" for n in range(1_500))
    (tmp_path / "Demand.csv").write_text(f"需求编号,需求名称,截止日期\n{rows}\n", encoding="utf-8")
    console = Console(file=io.StringIO(), width=200)
    check([tmp_path], vocabulary).print(console, "en")
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert text.count("CELL_DATE") == 1
    assert "2, 3, 4 … (1,500)" in text


def test_an_unknown_heading_is_asked_back(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "Demand.csv").write_text("需求编号,需求名称,需求截止日期\nD1,一,2025\n", encoding="utf-8")
    console = Console(file=io.StringIO(), width=200)
    check([tmp_path], vocabulary).print(console, "zh")
    assert "需求截止日期（是否指 截止日期？）" in console.file.getvalue()  # type: ignore[attr-defined]

"""A small folder of data in the form of their sources, cut from the example province, for measuring retrieval."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from itertools import islice
from pathlib import Path

from api.evaluate.data import ABSTRACTS, GRANTS, PAPERS, PATENTS

PROVINCE = Path(__file__).parents[1] / "examples" / "province"
UNITS = ("天津理工大学", "兰州大学", "东华大学", "长沙理工大学", "安徽大学", "清华大学", "安徽工程大学")
PARTS = 40  # papers of each half, patents


def write_data(folder: Path) -> Path:
    """Papers of both halves, patents whose last half of the abstract stands for their claims, grants of few units."""
    for file in (PAPERS, PATENTS, GRANTS):
        (folder / file).parent.mkdir(parents=True)
    (folder / PAPERS).write_text("\n".join(map(_paper, _lines("papers.jsonl.gz"))), encoding="utf-8")
    rows = list(islice(csv.DictReader(_lines("patents.csv.gz")), 2 * PARTS))
    whole = [{"input": _patent(row["专利名称"], row["摘要"])} for row in rows[:PARTS]]
    (folder / PATENTS).write_text(json.dumps(whole), encoding="utf-8")
    others = [{"input": f"摘要：{row['摘要']}\n"} for row in rows[PARTS:]]
    (folder / ABSTRACTS).write_text(json.dumps(others), encoding="utf-8")
    with zipfile.ZipFile(folder / GRANTS, "w") as archive:
        archive.writestr(GRANTS.name.removesuffix(".zip"), _grants())
    return folder


def _lines(file: str) -> list[str]:
    with gzip.open(PROVINCE / file, "rt", encoding="utf-8") as lines:
        every = list(lines)
    return [*every[:PARTS], *every[-PARTS:]] if file.startswith("papers") else every


def _paper(line: str) -> str:
    row = json.loads(line)
    return json.dumps({**row, "split": row["source_id"].split("-")[1]}, ensure_ascii=False)


def _patent(title: str, abstract: str) -> str:
    half = len(abstract) // 2
    return f"标题：{title}\n摘要：{abstract[:half]}\n权利声明：{abstract[half:]}"


def _grants() -> str:
    rows = [row for row in csv.DictReader(_lines("grants.csv.gz")) if row["依托单位"] in UNITS]
    kept = [row for unit in UNITS for row in [r for r in rows if r["依托单位"] == unit][::6]]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("项目批准号", "项目名称", "依托单位", "负责人", "起止年月"))
    for row in kept:
        begin, end = row["起始年月"].replace("-", "."), row["截止年月"].replace("-", ".")
        table.writerow((row["项目批准号"], row["项目名称"], row["依托单位"], row["负责人"], f"{begin}-{end}"))
    return out.getvalue()

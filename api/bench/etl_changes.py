"""A share of a province's rows changed, as a source changes from one delivery to the next."""

from __future__ import annotations

import csv
from pathlib import Path

CHANGED = {
    "institutes.csv": "网站",
    "enterprises.csv": "联系电话",
    "researchers.csv": "研究方向",
    "managers.csv": "姓名",
    "patents.csv": "摘要",
    "achievements.csv": "成果简介",
    "demands.csv": "技术难题",
    "policies.csv": "标题",
    "cases.csv": "案例名称",
}


def change(folder: Path, every: int) -> int:
    """Change a value in every ``every``-th row of each file of the province in ``folder``; returns how many rows.

    No key is changed, so that each row still means the same entity.
    """
    return sum(_change(folder / path, heading, every) for path, heading in CHANGED.items())


def _change(path: Path, heading: str, every: int) -> int:
    new, changed = path.with_suffix(".new"), 0
    with path.open(encoding="utf-8", newline="") as old, new.open("w", encoding="utf-8", newline="") as stream:
        rows, out = csv.reader(old), csv.writer(stream, lineterminator="\n")
        head = next(rows)
        place = head.index(heading)
        out.writerow(head)
        for number, row in enumerate(rows):
            if number % every == 0:
                row[place] += "改"
                changed += 1
            out.writerow(row)
    new.replace(path)
    return changed

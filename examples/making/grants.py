"""Grants of the management sciences department of the NSFC: achievements of basic research and who led them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

from examples.making.schools import Units
from examples.making.tables import Table

SOURCE = "nsfc"
_ARCHIVE = "nsfc_grants/natural-2017-09-26.csv.zip"
_MEMBER = "natural-2017-09-26.csv"
_HEADER = (
    "项目批准号",
    "项目类别",
    "项目名称",
    "依托单位",
    "负责人",
    "资助金额",
    "起始年月",
    "截止年月",
    "总评",
)
# Two-character names are padded with spaces upstream: 李   平.
_PADDING = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def tables(data: Path, units: Units) -> list[Table]:
    """Grants, their leaders, and the units that are no university of the ministry's list (``units`` knows those)."""
    raw = _read(data / _ARCHIVE)
    rows = [_row(r, units) for r in raw]
    people = dict.fromkeys((row[4], row[3]) for row in rows)
    others = dict.fromkeys(row[3] for row in rows if not units.is_school(row[3]))
    grants = Table(SOURCE, "grants.csv.gz", "Achievement", _HEADER, rows, {"category": "基础研究"}, {"总评": ""})
    researchers = Table(SOURCE, "researchers.csv.gz", "Researcher", ("姓名", "所在单位"), list(people))
    organizations = Table(SOURCE, "grant_units.csv", "Organization", ("单位名称",), [(name,) for name in others])
    return [organizations, researchers, grants]


def _row(raw: dict[str, str], units: Units) -> tuple[str, ...]:
    started, completed = raw["起止年月"].split("-")
    return (
        raw["项目批准号"],
        raw["项目类别"],
        " ".join(raw["项目名称"].split()),
        units.spelling(raw["依托单位"]),
        _PADDING.sub("", raw["负责人"]).strip(),
        _yuan(raw["金额"]),
        _month(started),
        _month(completed),
        raw["总评"],
    )


def _month(text: str) -> str:
    """2018.01 → 2018-01; 2019.14 → 2019: ten grants have a month that does not exist."""
    year, month = text.split(".")
    return f"{year}-{month}" if 1 <= int(month) <= 12 else year


def _yuan(ten_thousands: str) -> str:
    """万元 as yuan: "17.5" → "175000"."""
    return format((Decimal(ten_thousands) * 10_000).normalize(), "f")


def _read(archive: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(archive) as opened:
        return list(csv.DictReader(io.StringIO(opened.read(_MEMBER).decode("utf-8"))))

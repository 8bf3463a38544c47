"""A table of clean rows in memory for measuring validation: the same for every validator."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from api.bench.province_codes import credit_codes, padded
from api.bench.province_words import joined, person, pick
from api.bench.province_world import world
from etl.files.manifest import InputFile, Source
from etl.files.read import RawRow
from etl.rows.headers import Header, find_header
from graph.vocabulary import Label
from graph.words import Words

KIND = "Enterprise"
HEAD = [
    *("企业名称", "简称", "统一社会信用代码", "组织机构代码", "企业规模", "网站"),
    *("所在地区", "所属行业", "联系人", "联系电话"),
]
SCALES = ("大型企业", "中型企业", "小型企业", "微型企业")
FILE = InputFile(Path("table.csv"), "table.csv", Source("bench", Words("测量", "bench")), KIND)


def clean_rows(rows: int) -> list[RawRow]:
    """``rows`` enterprises in ten columns, two of them codes with check digits."""
    known, at = world(rows * 8, seed=7), np.arange(rows)
    codes = credit_codes(at, np.zeros(rows, bool))
    columns = [
        known.enterprise(at),
        known.short_name(at),
        codes,
        codes.str.slice(8, 9),
        pick(SCALES, at),
        joined("https://e", padded(at, 1), ".example"),
        known.region(at),
        pick(known.industries, at * 7),
        person(at * 3),
        joined("139", padded(at * 37 % 10**8, 8)),
    ]
    cells = zip(*(column.to_list() for column in columns), strict=True)
    return [RawRow(number, list(row)) for number, row in enumerate(cells, 2)]


def header(label: Label) -> Header:
    """The header of the table."""
    return find_header([RawRow(1, [*HEAD])], label, FILE)

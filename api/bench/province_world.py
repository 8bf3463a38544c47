"""An invented province: how many there are of what, and the name of each by its number, so that nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from api.bench.province_words import FORMS, SCHOOLS, TRADES, Index, joined, mark, person, pick
from api.demo import PROVINCE

LISTS = ("regions.tsv", "industries.csv", "disciplines.csv", "ipc.csv")
SHARES = {
    "institutes.csv": 0.01,
    "enterprises.csv": 0.12,
    "registry.csv": 0.02,
    "researchers.csv": 0.21,
    "managers.csv": 0.01,
    "patents.csv": 0.32,
    "achievements.csv": 0.22,
    "demands.csv": 0.07,
    "policies.csv": 0.01,
    "cases.csv": 0.01,
}
LEAST = 5  # rows of each file


@dataclass(frozen=True, slots=True)
class World:
    """``sizes``: rows by file; the code lists of the examples, which the province uses; ``seed``: of all draws."""

    seed: int
    sizes: dict[str, int]
    regions: pl.DataFrame
    industries: list[str]
    disciplines: list[str]
    ipc: list[str]

    def region(self, at: Index, column: str = "地区名称") -> pl.Series:
        """The region of enterprise or institute ``at``: its name, or another column of the list."""
        return self.regions[column].gather(at % len(self.regions))

    def enterprise(self, at: Index) -> pl.Series:
        """Names of enterprises; every tenth has its region in brackets: 华源新材料(广东)有限公司."""
        base = at // len(self.regions)
        short, kind = self.region(at, "简称"), joined(mark(base), pick(TRADES, at * 7))
        form = pick(FORMS, at // 3)
        bracketed = pl.Series(at % 10 == 3)
        return joined(kind, "(", short, ")", form).zip_with(bracketed, joined(short, kind, form))

    def short_name(self, at: Index) -> pl.Series:
        """What people call an enterprise."""
        return joined(mark(at // len(self.regions)), pick(TRADES, at * 7))

    def institute(self, at: Index) -> pl.Series:
        """Names of universities and institutes."""
        return joined(self.region(at, "简称"), mark(at // len(self.regions) + 31), pick(SCHOOLS, at))

    def researcher(self, at: Index) -> pl.Series:
        """Names of researchers."""
        return person(at)

    def employer(self, at: Index) -> pl.Series:
        """Where researcher ``at`` works: four of five at an institute."""
        institutes, enterprises = self.sizes["institutes.csv"], self.sizes["enterprises.csv"]
        there = self.institute(at % institutes)
        return self.enterprise(at * 13 % enterprises).zip_with(pl.Series(at % 5 == 4), there)

    def colleague(self, at: Index, step: int) -> Index:
        """Another researcher with the employer of ``at``, or ``at`` itself; ``step`` tells several apart."""
        people, period = self.sizes["researchers.csv"], self.sizes["institutes.csv"] * 5
        other = at + step * period
        return np.where((at % 5 != 4) & (other < people), other, at)


def world(rows: int, seed: int) -> World:
    """The world of a province of about ``rows`` rows."""
    sizes = {path: max(LEAST, round(rows * share)) for path, share in SHARES.items()}
    tables = [
        pl.read_csv(PROVINCE / n, separator="\t" if n.endswith("tsv") else ",", infer_schema=False) for n in LISTS
    ]
    regions, industries, disciplines, ipc = tables
    classes = ipc.filter(pl.col("分类号").str.len_bytes() == 4)["分类号"].to_list()
    narrow = industries.filter(pl.col("行业代码").str.len_bytes() == 3)["行业代码"].to_list()
    return World(seed, sizes, regions, narrow, disciplines["学科代码"].to_list(), classes)

"""A second register of enterprises: the same ones in other spellings, with the truth about who is who."""

from __future__ import annotations

import numpy as np
import polars as pl
from opencc import OpenCC

from api.bench.province_codes import credit_codes
from api.bench.province_dirt import Dice, where
from api.bench.province_rows import Rows, coded, none, wrong_code
from api.bench.province_words import FORMS, Index, joined, mark, pick
from api.bench.province_world import World

HOWS = ("code", "brackets", "form", "short", "script", "region", "branch", "other")
DIFFERENT = HOWS.index("branch")  # from here on it is not the same enterprise
WIDE = {"(": "（", ")": "）"}


def registry(world: World, dice: Dice, at: Index) -> Rows:
    """The register: row ``at`` is about enterprise ``_meant(at)``, spelled as ``HOWS`` says."""
    meant, how = _meant(world, at), at % len(HOWS)
    code = credit_codes(meant, np.zeros(len(at), bool))
    columns = {
        "企业名称": spelled(world, at),
        "统一社会信用代码": where((how == 0) & coded(meant), code, pl.Series([""]).new_from_index(0, len(at))),
        "所在地区": world.region(meant),
    }
    return columns, none(dice)


def spelled(world: World, at: Index) -> pl.Series:
    """The names in the register."""
    meant, how = _meant(world, at), at % len(HOWS)
    name = world.enterprise(meant)
    ways = (
        name.str.replace("有限", "有限责任", literal=True).str.replace("责任责任", "责任", literal=True),
        joined("\u3000", name.str.replace_many(WIDE), " "),
        name.str.replace("责任", "", literal=True).str.replace("股份有限公司", "股份公司", literal=True),
        name.str.replace("(股份|集团)?有限(责任)?公司$", ""),
        pl.Series(list(map(OpenCC("s2t").convert, name.to_list())), dtype=pl.String),
        joined(world.region(meant), world.short_name(meant), pick(FORMS, meant // 3)),
        joined(name, mark(at), "分公司"),
    )
    for place, way in enumerate(ways):
        name = where(how == place, way, name)
    return name


def truth(world: World, at: Index) -> pl.DataFrame:
    """For each row of the register that means an enterprise of the other file: both uids, and how it is spelled."""
    meant, how = _meant(world, at), at % len(HOWS)
    same = (how < DIFFERENT) & ~wrong_code(world.seed, meant)
    regions = world.region(meant, "行政区划代码")
    code = joined("org:uscc:", credit_codes(meant, np.zeros(len(at), bool)))
    left = where(coded(meant), code, joined("org:name:", world.enterprise(meant), "@reg:code:", regions))
    name = spelled(world, at).str.strip_chars().str.replace_many({wide: plain for plain, wide in WIDE.items()})
    right = where((how == 0) & coded(meant), code, joined("org:name:", name, "@reg:code:", regions))
    named = pl.Series(list(HOWS), dtype=pl.String).gather(how)
    columns = [left.alias("left"), right.alias("right"), named.alias("how")]
    return pl.DataFrame(columns).filter(pl.Series(same))


def _meant(world: World, at: Index) -> Index:
    enterprises = world.sizes["enterprises.csv"]
    step = max(1, enterprises // world.sizes["registry.csv"])
    return np.where(at % len(HOWS) == len(HOWS) - 1, enterprises + at, at * step % enterprises)

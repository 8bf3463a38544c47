"""What people and programs do to cells: other spellings of the same, markers for nothing, and plain mistakes."""

from __future__ import annotations

import numpy as np
import polars as pl

from api.bench.province_codes import Mask
from api.bench.province_words import COLOURLESS, Index, joined, pick

WRONG_DATES = ("2023-02-30", "昨天", "2023.13.01", "20231301")
WIDE = {chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), 0x28, 0x29)}
DAY = 86_400_000


class Dice:
    """Draws for one chunk of one file, the same on every run."""

    def __init__(self, seed: int, table: int, chunk: int, size: int) -> None:
        self._random = np.random.default_rng([seed, table, chunk])
        self.size = size

    def below(self, bound: int) -> Index:
        """Whole numbers from 0 to ``bound`` - 1, all alike."""
        return self._random.integers(0, bound, self.size)

    def chance(self, share: float) -> Mask:
        """True for about ``share`` of the rows."""
        return self._random.random(self.size) < share

    def zipf(self, bound: int, flat: float = 1.0) -> Index:
        """Places from 0 to ``bound`` - 1, place k as often as 1 / (k + ``flat``) (Zipf–Mandelbrot, exponent 1)."""
        drawn = flat * ((bound + flat) / flat) ** self._random.random(self.size) - flat
        return np.minimum(drawn.astype(np.int64), bound - 1)


def where(mask: Mask, other: pl.Series | str, column: pl.Series) -> pl.Series:
    """``other`` where ``mask``, else ``column``."""
    instead = pl.lit(other) if isinstance(other, str) else other
    return pl.select(pl.when(pl.Series(mask)).then(instead).otherwise(column)).to_series()


def sparse(column: pl.Series, dice: Dice, share: float) -> pl.Series:
    """``column`` with ``share`` of its cells holding nothing, or a marker for nothing."""
    return where(dice.chance(share), pick(COLOURLESS, dice.below(len(COLOURLESS))), column)


def widened(column: pl.Series, dice: Dice, share: float) -> pl.Series:
    """``column`` with full-width digits and brackets, or spaces around, in ``share`` of its cells."""
    wide = joined(" ", column.str.replace_many(WIDE), "\u3000")
    return where(dice.chance(share), wide, column)


def dates(dice: Dice, wrong: Mask) -> pl.Series:
    """Days of 2005–2024 in five ways of writing, the serial numbers of Excel among them; no day where ``wrong``."""
    days = dice.below(7_300) + 12_784  # since 1970; 2005-01-01
    written = pl.Series(days * DAY).cast(pl.Datetime("ms"))
    ways = [written.dt.strftime(form) for form in ("%Y-%m-%d", "%Y年%-m月%-d日", "%Y/%-m/%-d", "%Y.%m")]
    way, column = dice.below(20), ways[0]
    for place, other in enumerate([*ways[1:], pl.Series(days + 25_569).cast(pl.String)]):
        column = where(way == place, other, column)
    return where(wrong, pick(WRONG_DATES, days), column)


def amounts(dice: Dice) -> pl.Series:
    """Amounts of 10,000 to 5,000,000 yuan: in plain digits, with commas, in 万 with and without 元."""
    tens = dice.below(500) + 1
    plain = pl.Series(tens * 10_000).cast(pl.String)
    commas = joined(pl.Series(tens * 10).cast(pl.String), ",000.00")
    short = pl.Series(tens).cast(pl.String)
    way, column = dice.below(4), plain
    for place, other in enumerate((where(tens < 100, commas, plain), joined(short, "万"), joined(short, "万元"))):
        column = where(way == place, other, column)
    return column

"""What in a column of text is plainly clean, as polars expressions, so that only the rest is converted cell by cell.

Every expression here is narrower than the converter it stands for (``clean.py``, ``dates.py``): where it is not sure,
the converter decides. What a cell means is thus said in one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import polars as pl

from etl.rows.clean import EMPTY, FORMULA_FAULTS, LONGEST

HAN = "\u4e00-\u9fff"  # unified ideographs: no normalisation changes them
SIGNS = "、。《》“”‘’·—"
FULL_WIDTH = "，；：？！（）．"  # kept in running text
LINE = rf"^[!-~{HAN}{SIGNS}]+(?: [!-~{HAN}{SIGNS}]+)*$"
PROSE = rf"^[!-~{HAN}{SIGNS}{FULL_WIDTH} \n]+$"
UNEVEN = r"^[ \n]|  |[ \n]$"
INSIDE = rf"[{HAN}A-Za-z0-9()./&+\-]"
ITEM = rf"(?:[{HAN}A-MO-Za-mo-z0-9]{INSIDE}+|[Nn]{INSIDE}{{4,}})"  # no empty marker is long enough or starts so
ITEMS = rf"^{ITEM}(?:[;；、]{ITEM})*$"
CASES = (
    "".join(case)
    for known in EMPTY
    if len(known.encode()) >= 5
    for case in product(*zip(known, known.upper(), strict=True))
)
MARKERS = sorted({*CASES, *FORMULA_FAULTS})
WORDS = sorted(marker for marker in MARKERS if "\u4e00" <= marker[0] <= "\u9fff")  # markers that look like an item
DAY = (
    r"(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31"  # 29 February aside
).replace(r"\d", "[0-9]")
DATE = rf"^(?:18|19|20|21)[0-9]{{2}}(?:-(?:0[1-9]|1[0-2])|-(?:{DAY}))?$"
WHOLE = r"^[0-9]{1,15}年?$"
AMOUNT = r"^-?(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.[0-9]{1,4})?(?:万|亿)?元?$"


@dataclass(frozen=True, slots=True)
class Plain:
    """``sure(cell, value)``: where a text is plainly clean (never where it is empty); ``value(cell)``: what it means
    there, and anything elsewhere; None: the text itself."""

    sure: Callable[[pl.Expr, pl.Expr], pl.Expr]
    value: Callable[[pl.Expr], pl.Expr] | None = None


def _line(cell: pl.Expr, _value: pl.Expr | None = None) -> pl.Expr:
    return _short(cell) & ~cell.is_in(MARKERS) & cell.str.contains(LINE)


def _short(cell: pl.Expr) -> pl.Expr:
    # Under five bytes a text may be an empty marker; there are few such texts, and each is converted once.
    return cell.str.len_bytes().is_between(5, LONGEST)


def _prose(cell: pl.Expr, _value: pl.Expr) -> pl.Expr:
    clean = cell.str.contains(PROSE) & ~cell.str.contains(UNEVEN)
    return (cell.str.len_bytes() >= 5) & ~cell.is_in(MARKERS) & clean


def _items(cell: pl.Expr, several: pl.Expr) -> pl.Expr:
    once = several.list.n_unique() == several.list.len()
    return _short(cell) & ~cell.str.contains_any(WORDS) & cell.str.contains(ITEMS) & once


def _split(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace_all(";", "；", literal=True).str.replace_all("、", "；", literal=True).str.split("；")


def _date(cell: pl.Expr, _value: pl.Expr) -> pl.Expr:
    return cell.str.contains(DATE)


def _integer(cell: pl.Expr, _value: pl.Expr) -> pl.Expr:
    return cell.str.contains(WHOLE)


def _number(factor: float) -> Plain:
    """Amounts that come out whole, or that nothing is multiplied with: others are rounded, see ``numbers.number``."""

    def value(cell: pl.Expr) -> pl.Expr:
        bare = cell.str.strip_chars_end("万亿元").str.replace_all(",", "", literal=True)
        written = cell.str.strip_suffix("元")
        ten_thousands = pl.when(written.str.ends_with("万")).then(1e4)
        hundred_millions = ten_thousands.when(written.str.ends_with("亿")).then(1e8)
        times = hundred_millions.when(cell.str.ends_with("元")).then(1.0).otherwise(factor)
        return bare.cast(pl.Float64, strict=False) * times

    def sure(cell: pl.Expr, product: pl.Expr) -> pl.Expr:
        simple = cell.str.contains("^[0-9.-]+$") if factor == 1.0 else pl.lit(False)
        return cell.str.contains(AMOUNT) & (simple | (product == product.round()))

    return Plain(sure, value)


def _whole(cell: pl.Expr) -> pl.Expr:
    return cell.str.strip_suffix("年").cast(pl.Int64, strict=False)


LINES = Plain(_line)
SEVERAL = Plain(_items, _split)
ONE = Plain(_line, pl.concat_list)


def uid(prefix: str) -> Plain:
    """Uids of the kind whose prefix is ``prefix``."""
    return Plain(lambda cell, _: _line(cell) & cell.str.starts_with(prefix + ":"))


def plain(kind: str, factor: float = 1.0) -> Plain | None:
    """What is plainly clean in a column of the property type ``kind``; None where every value is one of few."""
    known = {
        "string": LINES,
        "text": Plain(_prose),
        "strings": SEVERAL,
        "date": Plain(_date),
        "integer": Plain(_integer, _whole),
        "number": _number(factor),
    }
    return known.get(kind)

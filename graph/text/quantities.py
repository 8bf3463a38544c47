"""Numbers with units in texts, with their bounds: ≥ 99.9 %, 5 kW·h/kg, 180~220 ℃, 不低于 300 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from graph.text.segment import narrow
from graph.text.units import POWERS, Unit, units

NUMBER = r"[-−+]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s*[×xX*]\s*10(?:\^?[-−]?\d{1,2}|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?!\d))?"
LEAST = "≥|>=|>|不低于|不少于|不小于|至少|大于等于|大于或等于|大于|高于|超过|多于|不短于"
MOST = "≤|<=|<|不高于|不超过|不大于|不多于|至多|最多|小于等于|小于或等于|小于|低于|少于|不长于"
ABOVE, BELOW = "及?以上", "及?以下|以内|之内"
MANY = {"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
TEN = re.compile(r"\s*[×xX*]\s*10\^?")
NEVER_ALONE = frozenset(["分", "S"])  # 8分 may be a mark or a share, 3S a name
YEAR = 1000  # from which a number before 年 is a date
BETWEEN = re.compile(r"\s*[,，、]?\s*(?:且|并且|和|至|到)?\s*")
WARMTH = 10  # characters before 度 in which 温 tells that degrees of temperature are meant


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a text says of an amount, in a canonical ``unit``.

    ``value``: the number named, of a range the middle; ``low`` and ``high``: the bounds, None where it is open; both
    are ``value`` for a number without bounds. It stands at [start, end) of the text.
    """

    value: float
    unit: str
    low: float | None
    high: float | None
    start: int
    end: int

    def admits(self, amount: float) -> bool:
        """Whether ``amount``, in the same unit, lies within the bounds."""
        return (self.low is None or self.low <= amount) and (self.high is None or amount <= self.high)


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` in order. Numbers without a known unit, reference signs and dates are none."""
    plain = narrow(text)
    found = [_read(match, plain) for match in _pattern().finditer(plain) if _is_amount(match)]
    return list(_joined([one for one in found if one is not None], plain))


@cache
def _pattern() -> re.Pattern[str]:
    unit, many = units().pattern, "百万|千万|百|千|万|亿"
    return re.compile(
        rf"(?:(?P<least>{LEAST})|(?P<most>{MOST}))?\s*约?(?<![A-Za-z0-9./])(?P<first>{NUMBER})"
        rf"(?:\s*(?P<many1>{many})?\s*(?P<unit1>{unit})?\s*(?P<join>[-–—~∼～至到±]|\+/-)\s*约?(?P<second>{NUMBER}))?"
        rf"\s*(?P<many>{many})?\s*(?P<unit>{unit})(?:(?P<above>{ABOVE})|(?P<below>{BELOW}))?"
    )


def _is_amount(match: re.Match[str]) -> bool:
    dated = match["unit"] == "年" and not match["many"] and _number(match["first"]) >= YEAR
    text, unit = match.string, match["unit"]
    sign = (
        len(unit) == 1 and text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"
    )
    return unit not in NEVER_ALONE and not dated and not sign


def _read(match: re.Match[str], plain: str) -> Quantity | None:
    unit = _unit(match["unit"], plain[max(0, match.start() - WARMTH) : match.start("first")])
    begin = _unit(match["unit1"], "") if match["unit1"] else unit
    if begin.name != unit.name:
        return None
    many = match["many"]
    first = _number(match["first"]) * MANY.get(match["many1"] or many, 1.0) * begin.factor + begin.offset
    low, high = _bounds(match, first)
    if match["second"]:
        second = abs(_number(match["second"])) if match["join"] in ("±", "+/-") else _number(match["second"])
        second *= MANY.get(many, 1.0) * unit.factor
        low, high = sorted(
            (first - second, first + second) if match["join"] in ("±", "+/-") else (first, second + unit.offset)
        )
    named = [bound for bound in (low, high) if bound is not None]
    return Quantity(sum(named) / len(named), unit.name, low, high, match.start(), match.end())


def _bounds(match: re.Match[str], amount: float) -> tuple[float | None, float | None]:
    if match["least"] or match["above"]:
        return amount, None
    if match["most"] or match["below"]:
        return None, amount
    return amount, amount


def _unit(text: str, before: str) -> Unit:
    return units().read("℃" if text == "度" and "温" in before else text)


def _number(text: str) -> float:
    """A number as written: 1,000, 2×10⁻³, 1.5×10^4."""
    parts = TEN.split(text.replace(",", "").replace("−", "-"))
    power = int(parts[1].translate(POWERS)) if len(parts) > 1 and parts[1] else 0
    return float(parts[0]) * 10.0**power


def _joined(found: list[Quantity], plain: str) -> Iterator[Quantity]:
    """One quantity for two that bound the same amount: 0.05μm以上且2.0μm以下."""
    taken = -1
    for i, (one, other) in enumerate(pairwise([*found, None])):
        if one is None or i == taken:
            continue
        if other and _bound_one(one, other) and BETWEEN.fullmatch(plain, one.end, other.start):
            low = one.low if one.low is not None else other.low
            high = one.high if one.high is not None else other.high
            taken = i + 1
            yield replace(one, value=(one.value + other.value) / 2, low=low, high=high, end=other.end)
        else:
            yield one


def _bound_one(one: Quantity, other: Quantity) -> bool:
    """Whether one has a lower bound only and the other an upper one only, in order."""
    if one.unit != other.unit:
        return False
    lower, upper = (one, other) if one.high is None else (other, one)
    if lower.low is None or upper.high is None or lower.high is not None or upper.low is not None:
        return False
    return lower.low <= upper.high

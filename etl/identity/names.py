"""Two names of organizations compared part by part.

The rules of company names follow 企业名称相同相近比对规则 (工商企注字〔2017〕133号): one core and trade in another
order (art. 3 no. 2), with another legal form or without the place (no. 3) are the same name at one registry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from etl.identity.orgname import OrgName
from etl.identity.places import Codes, compatible
from etl.identity.reasons import Reason, Scored

Siblings = Callable[[OrgName], int]  # how many organizations may be meant by a name


def alone(_: OrgName) -> int:
    """The siblings of a name when nothing is known of other organizations: none but itself."""
    return 1


class Placed(NamedTuple):
    """A name, and the places that a field of the same row states."""

    name: OrgName
    regions: Codes = frozenset()


def compare(a: Placed, b: Placed, *, siblings: Siblings = alone) -> Scored:
    """How sure it is that two names are of one organization."""
    one, other = a.name, b.name
    if not (one.core and other.core):
        return Scored(0.0, ())
    if swapped(one.text, other.text):
        return Scored(0.92, (Reason("IDENTITY_SWAPPED"),))
    if one.unit != other.unit:
        return _units(one, other)
    if one.numbers != other.numbers:
        return Scored(0.1, (Reason("IDENTITY_NUMBER"),))
    if "company" in (one.kind, other.kind) and one.kind == other.kind:
        return _companies(a, b, siblings)
    return _others(one, other)


def _units(one: OrgName, other: OrgName) -> Scored:
    """Two parts of one organization, or a part and the whole; a part's name may be written short."""
    if one.core != other.core or one.trade != other.trade:
        return Scored(0.0, ())
    if one.unit and other.unit:
        short, long = sorted((one.unit, other.unit), key=len)
        if one.numbers == other.numbers and _ending(short) == _ending(long):
            if _stem(short) == _stem(long):
                return Scored(0.94, (Reason("IDENTITY_SHORT_UNIT"),))
            if short[0] == long[0] and _within(_stem(short), _stem(long)):
                return Scored(0.7, (Reason("IDENTITY_SHORT_UNIT"),))
        return Scored(0.1, (Reason("IDENTITY_UNITS"),))
    return Scored(0.1, (Reason("IDENTITY_BRANCH"),))


def _companies(a: Placed, b: Placed, siblings: Siblings) -> Scored:
    one, other = a.name, b.name
    if one.body != other.body:
        return _near(one, other)
    form = _form(one, other)
    here, there = one.regions or a.regions, other.regions or b.regions
    if not (here and there):
        if one.regions or other.regions or one.bracketed != other.bracketed:
            return Scored(0.75, (Reason("IDENTITY_REGION_MISSING"), *form[1]))
        return Scored(0.96 - form[0], (Reason("IDENTITY_CORE_TRADE"), *form[1]))
    if not compatible(here, there):
        return Scored(0.2, (Reason("IDENTITY_REGION_DIFFERS"),))
    if one.regions and other.regions:
        if one.regions.isdisjoint(other.regions):  # 四川某 and 德阳某: two registries, two names
            return Scored(0.7, (Reason("IDENTITY_REGION_WITHIN"), *form[1]))
        return Scored(0.97 - form[0], (Reason("IDENTITY_CORE_TRADE_REGION"), *form[1]))
    if not one.distinctive or siblings(one) > 1:  # a field fits, but so may a third of the name
        return Scored(0.7, (Reason("IDENTITY_REGION_MISSING_COMMON"), *form[1]))
    return Scored(0.94 - form[0], (Reason("IDENTITY_CORE_TRADE_REGION"), *form[1]))


def _form(one: OrgName, other: OrgName) -> tuple[float, tuple[Reason, ...]]:
    """What another legal form takes away: a company may change it, a works and a company may be two."""
    forms = {one.form, other.form}
    if len(forms) == 1:
        return 0.0, ()
    if forms <= {"limited", "shares", "company", ""}:
        return 0.02, (Reason("IDENTITY_FORM"),)
    return 0.2, (Reason("IDENTITY_FORM"),)


def _near(one: OrgName, other: OrgName) -> Scored:
    """Companies whose core or trade is not the same text: at most a question to a person."""
    if one.regions and other.regions and not compatible(one.regions, other.regions):
        return Scored(0.0, ())
    if one.core == other.core and one.distinctive and other.distinctive and len(one.core) > 2:
        if one.trade.startswith(other.trade) or other.trade.startswith(one.trade):
            return Scored(0.55, (Reason("IDENTITY_TRADE_PART"),))
        return Scored(0.2, (Reason("IDENTITY_TRADE_DIFFERS"),))
    if one.trade == other.trade and min(len(one.body), len(other.body)) > 4:
        return _typo(one.body, other.body)
    return Scored(0.0, ())


def _others(one: OrgName, other: OrgName) -> Scored:
    """Organizations that are no companies, or one that is and one that is not: their texts are their names."""
    if one.body == other.body:
        if "company" in (one.kind, other.kind):
            return Scored(0.7, (Reason("IDENTITY_SAME_NAME"), Reason("IDENTITY_FORM")))
        if one.kind == "english" and one.form != other.form:
            return Scored(0.92, (Reason("IDENTITY_FORM"),))
        return Scored(0.97, (Reason("IDENTITY_SAME_NAME"),))
    if one.kind == other.kind == "english":
        if sorted(one.core.split()) == sorted(other.core.split()):
            return Scored(0.75, (Reason("IDENTITY_WORD_ORDER"),))
        return _typo(one.core, other.core) if min(len(one.core), len(other.core)) > 9 else Scored(0.0, ())
    if one.kind == other.kind and one.regions == other.regions and min(len(one.core), len(other.core)) > 5:
        return _typo(one.core, other.core)
    return Scored(0.0, ())


def swapped(one: str, other: str) -> bool:
    """Whether two texts differ by two neighbours exchanged, as fast typing does.

    Not at the beginning: 华东理工大学 and 东华理工大学 are two. Of 12,000 real names no other two did, while 22 pairs
    differed by a sign more and 162 by another sign in its place, nearly all of them two organizations.
    """
    if len(one) != len(other) or len(one) < 6 or one == other:
        return False
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 2 or differ[1] != differ[0] + 1 or not differ[0]:
        return False
    at = differ[0]
    return one[at] == other[at + 1] and one[at + 1] == other[at] and not one[at : at + 2].isdecimal()


def _typo(one: str, other: str) -> Scored:
    """One sign more or less is a question; another sign in its place is nearly always another name."""
    if Levenshtein.distance(one, other, score_cutoff=1) > 1:
        return Scored(0.0, ())
    if len(one) != len(other):
        return Scored(0.65, (Reason("IDENTITY_TYPO"),))
    return Scored(0.45, (Reason("IDENTITY_ONE_SIGN"),))


def _ending(unit: str) -> str:
    return unit.replace("研究所", "所")[-1]


def _stem(unit: str) -> str:
    """What tells a unit from others: 计算技术所 → 计算."""
    stem = unit.replace("研究所", "").removesuffix("所").removesuffix("研究院").removesuffix("研究中心")
    for word in ("技术", "科学"):
        if stem.endswith(word) and len(stem) > len(word) + 1:
            stem = stem.removesuffix(word)
    return stem


def _within(short: str, long: str) -> bool:
    """Whether the signs of ``short`` stand in ``long`` in their order."""
    signs = iter(long)
    return len(short) > 1 and all(sign in signs for sign in short)

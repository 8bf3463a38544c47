"""Numbers as people write them: 万 and 亿, thousands' commas, marks of the yuan, and numerals (壹佰万元整)."""

from __future__ import annotations

import re
from math import isfinite

MULTIPLES = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
YUAN = r"((?:元|圆|块|人民币|rmb|cny)*)(?:整|正)?"
NUMBER = re.compile(rf"([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(千|万|百万|千万|亿|万亿)?{YUAN}", re.IGNORECASE | re.ASCII)
MONEY_MARKS = re.compile(r"^(?:人民币|rmb|cny|¥|￥)\s*|(?<=\d),(?=\d{3})|\s", re.IGNORECASE)

ORDINARY = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟圆", "零零二一二三四五六七八九十百千元")
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
UNITS = {"千": 1000, "百": 100, "十": 10, "": 1}
SECTION = r"(?:[一-九]千)?零?(?:[一-九]百)?零?(?:[一-九]?十)?零?[一-九]?".replace("一-九", "一二三四五六七八九")
SPOKEN = re.compile(rf"(?:({SECTION})亿)?零?(?:({SECTION})万)?零?({SECTION})(?:元(?:整|正)?|整|正)?")
PART = re.compile("([一二三四五六七八九]?)([千百十])|([一二三四五六七八九])")
CUT_SHORT = re.compile("[百千万亿][一二三四五六七八九](?:元|整|正|$)")  # 二百五 is 250 to some and 205 to others

BEFORE = "大约|大概|约|将近|接近|近|不超过|不高于|不多于|不低于|不少于|不小于|至少|最多|最高|最低|预计|≤|≥|<|>"
AFTER = "左右|上下|以内|之内|以下|及以上|以上|起"
ABOUT = re.compile(rf"^(?:{BEFORE})|(?:{AFTER})$|(?<=[\d十百千万亿])[多余](?=[千万百亿元圆]|$)")
ENDS = re.compile(r"([^-–—~至到]+)(?:-{1,2}|–|—{1,2}|~|至|到)([^-–—~至到]+)")


def parsed(text: str) -> tuple[float, float | None] | None:
    """The number that ``text`` says and the multiple that it names (10000 for 18万, 1 for 18元, None for 18); None when
    it is none.

    Numerals count as written in full: their multiple is 1.
    """
    text = MONEY_MARKS.sub("", text)
    match = NUMBER.fullmatch(text)
    if match is None:
        value = spoken(text)
        return None if value is None else (value, 1.0)
    value = float(match[1])
    named = MULTIPLES[match[2].lower()] if match[2] else 1.0 if match[3] else None
    return (value, named) if isfinite(value) else None


def roughly(text: str) -> tuple[float, float | None] | None:
    """As ``parsed``, of what is said to be about right (约50万, 50万以内, 300余万) or lies between two ends (50-100万).

    Of a range it is the middle; its first end has the multiple of the second one where it names none.
    """
    bare = ABOUT.sub("", MONEY_MARKS.sub("", text))
    if (found := parsed(bare)) is not None:
        return found
    match = ENDS.fullmatch(bare)
    low, high = map(parsed, match.groups()) if match else (None, None)
    if low is None or high is None or (high[1] is None and low[1] is not None):
        return None
    first, last = low[0] * (low[1] or high[1] or 1), high[0] * (high[1] or 1)
    return ((first + last) / 2, None if high[1] is None else 1.0) if first <= last else None


def spoken(text: str) -> float | None:
    """The whole number of Chinese numerals, ordinary or formal, with or without 元整; None when it is none."""
    text = text.translate(ORDINARY)
    match = SPOKEN.fullmatch(text)
    if match is None or CUT_SHORT.search(text):
        return None
    high, middle, low = match.groups()
    if high == "" or middle == "" or not (high or middle or low):
        return None
    return float(_section(high or "") * 10**8 + _section(middle or "") * 10**4 + _section(low))


def _section(text: str) -> int:
    return sum(DIGITS[digit or alone or "一"] * UNITS[unit or ""] for digit, unit, alone in PART.findall(text))

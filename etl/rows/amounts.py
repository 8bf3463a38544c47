"""Numbers as people write them: 万 and 亿, thousands' commas, marks of the yuan, and numerals (壹佰万元整)."""

from __future__ import annotations

import re
from math import isfinite

MULTIPLES = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
YUAN = r"(?:元|圆|块|人民币|rmb|cny)*(?:整|正)?"
NUMBER = re.compile(rf"([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(千|万|百万|千万|亿|万亿)?{YUAN}", re.IGNORECASE | re.ASCII)
MONEY_MARKS = re.compile(r"^(?:人民币|rmb|cny|¥|￥)\s*|(?<=\d),(?=\d{3})|\s", re.IGNORECASE)

ORDINARY = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟圆", "零零二一二三四五六七八九十百千元")
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
UNITS = {"千": 1000, "百": 100, "十": 10, "": 1}
SECTION = r"(?:[一-九]千)?零?(?:[一-九]百)?零?(?:[一-九]?十)?零?[一-九]?".replace("一-九", "一二三四五六七八九")
SPOKEN = re.compile(rf"(?:({SECTION})亿)?零?(?:({SECTION})万)?零?({SECTION})(?:元(?:整|正)?|整|正)?")
PART = re.compile("([一二三四五六七八九]?)([千百十])|([一二三四五六七八九])")
CUT_SHORT = re.compile("[百千万亿][一二三四五六七八九](?:元|整|正|$)")  # 二百五 is 250 to some and 205 to others


def parsed(text: str) -> tuple[float, float | None] | None:
    """The number that ``text`` says and the multiple that it names (10000 for 18万, None for 18); None when it is none.

    Numerals count as written in full: their multiple is 1.
    """
    text = MONEY_MARKS.sub("", text)
    match = NUMBER.fullmatch(text)
    if match is None:
        value = spoken(text)
        return None if value is None else (value, 1.0)
    value = float(match[1])
    return (value, MULTIPLES[match[2].lower()] if match[2] else None) if isfinite(value) else None


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

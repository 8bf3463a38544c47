"""Ordinals in names: 第三十八研究所, 第38研究所 and 38所 are one."""

from __future__ import annotations

import re

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
COUNTED = (
    "研究所|研究院|研究室|设计院|附属|临床|人民|工程|分公司|分厂|分院|医院|医科|军医|中学|大学|学院|部队|局|处|厂|院|所"
)
SPOKEN = re.compile(rf"第?([零〇一二三四五六七八九十百千]{{2,}})(?={COUNTED})|第([零〇一二三四五六七八九十百千]+)")
PLAIN = re.compile(rf"(?<![第\d])(\d+)(?={COUNTED})")


def arabic(text: str) -> str:
    """``text`` with its ordinals as 第 and digits."""
    return PLAIN.sub(r"第\1", SPOKEN.sub(_figure, text))


def _figure(match: re.Match[str]) -> str:
    return f"第{value(match[1] or match[2])}"


def value(spoken: str) -> int:
    """The number that Chinese numerals say: 三十八 → 38, 二一零 → 210, 一百零八 → 108."""
    if not any(char in UNITS for char in spoken):
        return int("".join(str(DIGITS[char]) for char in spoken))
    total = digit = 0
    for char in spoken:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit

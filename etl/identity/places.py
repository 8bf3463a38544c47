"""Places as names of organizations begin with them: ``places.txt`` (GB/T 2260), full and bare names to codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("places.txt")

Codes = frozenset[str]  # significant digits: "37" for 370000, "3702" for 370200

PEOPLES = re.compile(
    "(?<!内)(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|黎族|满族"
    "|柯尔克孜|哈萨克|维吾尔|蒙古)+(?=自治)"
)
ENDING = re.compile("(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|盟|州)$")
# Towns whose bare name is a word of its own: 东方电气 is not of Dongfang in Hainan.
WORDS = frozenset(
    [
        "东方",
        "合作",
        "明光",
        "新民",
        "永安",
        "安达",
        "北安",
        "大安",
        "兴平",
        "天长",
        "新星",
        "海林",
        "同江",
        "东兴",
        "五常",
        "兴化",
        "江山",
        "海阳",
        "同仁",
        "白杨",
        "双河",
        "无为",
    ]
)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """``names``: every name with the codes it may mean; ``lengths``: lengths of the names by their first two signs;
    ``titles``: the newest name of each place by its whole code."""

    names: dict[str, Codes]
    lengths: dict[str, tuple[int, ...]]
    titles: dict[str, str]

    def leading(self, text: str) -> str:
        """The longest place that ``text`` begins with; "" when there is none."""
        for length in self.lengths.get(text[:2], ()):
            if text[:length] in self.names:
                return text[:length]
        return ""

    def codes(self, name: str) -> Codes:
        """The codes that a place's ``name`` may mean."""
        return self.names.get(name, frozenset())


@cache
def gazetteer() -> Gazetteer:
    """All places, read once."""
    names: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, name = line.split(" ", 1)
            titles[code] = name
            for spelled in _spellings(code, name):
                names[spelled].add(significant(code))
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[:2]].add(len(name))
    ordered = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
    return Gazetteer({name: frozenset(codes) for name, codes in names.items()}, ordered, titles)


def significant(code: str) -> str:
    """``370000`` → ``37``: a place lies in another when its digits begin with the other's."""
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


def compatible(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether some place of ``one`` is, holds or lies in some place of ``other``."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


def bare(name: str) -> str:
    """A place's name without 省, 市 and the like: 青岛市 → 青岛, 延边朝鲜族自治州 → 延边."""
    short = ENDING.sub("", PEOPLES.sub("", name))
    return short if len(short) > 1 else name


def _spellings(code: str, name: str) -> set[str]:
    short = bare(name)
    town = code[4:] != "00"
    if town and (not name.endswith("市") or short in WORDS):
        return {name}
    return {name, short}

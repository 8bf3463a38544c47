"""Abbreviations that a text explains: 卷积神经网络（convolutional neural network，CNN）."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.text.candidates import Run, runs
from graph.text.segment import fold

GLOSS = re.compile(
    r"\s*[(（]\s*(?:(?P<full>[A-Za-z][A-Za-z\- ]{3,80}?)\s*[,，;；:：]\s*)?"
    r"(?:简称\s*)?(?P<short>[A-Z][A-Za-z0-9\-/]{1,9})\s*[)）]"
)
LEADING = re.compile(
    "[采运使应]用|选[用取]|[测确鉴]定|检[测查]|测[量试]|引[入进]|构[造建]|建立|给出|[得达]到|获得|介绍|观察|探讨|研究|分析|计算|设计|实现|发现"
    "|定义|提取|合成|制备|结合|比较|评[价估]|改进"
)
CAPITALS = 2  # that a short form has at least; (Fig) and (Zhang) are none


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """``short`` for ``long``, which stands at [start, end) of the text; ``full``: what it abbreviates, or ``""``."""

    short: str
    long: str
    full: str
    start: int
    end: int


def abbreviations(text: str) -> list[Abbreviation]:
    """The abbreviations that ``text`` gives in brackets after a Chinese term, in order, each short form once."""
    found: dict[str, Abbreviation] = {}
    if GLOSS.search(text) is None:
        return []
    for run in runs(fold(text)):
        end = run.words[-1].end
        gloss = GLOSS.match(text, end)
        if gloss is None or sum(c.isupper() for c in gloss["short"]) < CAPITALS:
            continue
        start = _start(run)
        if end - start > 1 and not run.words[-1].latin:
            full = " ".join((gloss["full"] or "").split())
            found.setdefault(gloss["short"], Abbreviation(gloss["short"], text[start:end], full, start, end))
    return list(found.values())


def _start(run: Run) -> int:
    """Where the term begins: after a verb that leads to it, as in 采用 … and 方法检测 …; 检测 in 无损检测 does not."""
    words = run.words
    lead = next((i for i in (1, 0) if i < len(words) - 1 and LEADING.fullmatch(words[i].text)), -1)
    return words[lead + 1].start

"""Items of code lists as forms name them: with signs of enumeration in their names, with their code before the name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

SIGN = "、"  # parts the values of a cell, and stands in names: 计算机、通信和其他电子设备制造业
MOST = 8  # pieces of one name
CODE_FIRST = re.compile(r"[(（\[【]?([0-9A-Za-z][0-9A-Za-z./]*)[)）\]】]?[\s:：.\-—]*([^\s0-9A-Za-z./].*)", re.DOTALL)


def rejoined(pieces: Sequence[str], known: Callable[[str], bool]) -> Iterator[str]:
    """The values of a cell that was parted at every sign, with names put together again: the longest that are known."""
    at = 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + MOST), at + 1, -1)
        joined = ((end, SIGN.join(pieces[at:end])) for end in ends)
        at, text = next(((end, text) for end, text in joined if known(text)), (at + 1, pieces[at]))
        yield text


def code_first(text: str) -> tuple[str, str] | None:
    """The code and the name of a text that has both, as in C39 计算机、通信和其他电子设备制造业; else None."""
    match = CODE_FIRST.fullmatch(text)
    return None if match is None else (match[1], match[2])

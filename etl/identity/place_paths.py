"""Places by the codes of GB/T 2260, whatever list is loaded: written as a path, 湖南省株洲市天元区, or alone where only
one place has that name."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.identity.places import Codes, gazetteer

BETWEEN = re.compile(r"[\s\-—–/\\·>＞]+")
DIGITS = 6


@lru_cache(maxsize=10_000)
def path_code(text: str) -> str | None:
    """The code (6 digits) of a place that is written behind at least one that it lies in; None for all else, also where
    several places could be meant."""
    places, rest = gazetteer(), BETWEEN.sub("", text)
    codes: Codes | None = None
    while rest:
        name = places.leading(rest)
        found = places.codes(name)
        inner = found if codes is None else frozenset(a for a in found if any(_within(a, b) for b in codes))
        rest = rest[len(name) :]
        if not inner or (codes is None and not rest):
            return None
        codes = inner
    return _only(codes or frozenset())


def sole_code(text: str) -> str | None:
    """The code (6 digits) of the one place that has this name, in full or without 省 and 市; None for all else."""
    return _only(gazetteer().codes(text))


def above(code: str) -> list[str]:
    """The codes of what a place lies in, the nearest first: its prefecture, its province."""
    titles = gazetteer().titles
    wider = [code[:digits].ljust(DIGITS, "0") for digits in (4, 2)]
    return [one for one in wider if one != code and one in titles]


def title(code: str) -> str:
    """The newest name of a place."""
    return gazetteer().titles[code]


def _only(codes: Codes) -> str | None:
    """The whole code of the only one of ``codes``."""
    return next(iter(codes)).ljust(DIGITS, "0") if len(codes) == 1 else None


def _within(inner: str, outer: str) -> bool:
    return inner != outer and inner.startswith(outer)

"""Traditional characters to simplified ones, for comparing only: what is shown stays as written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from opencc import OpenCC

IDEOGRAPHS = range(0x3400, 0xA000)


def simplified(text: str) -> str:
    """``text`` in simplified characters by OpenCC; itself when it holds no character that is only traditional.

    Most texts hold none, and are not sent through OpenCC.
    """
    return text if text.isascii() or _traditional().isdisjoint(text) else _converter()(text)


@cache
def _converter() -> Callable[[str], str]:
    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _traditional() -> frozenset[str]:
    """The characters that OpenCC would change."""
    alone = "\n".join(map(chr, IDEOGRAPHS))
    return frozenset(old for old, new in zip(alone, _converter()(alone), strict=True) if old != new)

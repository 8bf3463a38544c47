"""One spelling for names: widths, scripts, spaces and brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

CHINESE = re.compile("[\u3400-\u9fff]")
BRACKETS = str.maketrans("〔〕【】[]{}〈〉<>", "()()()()()()")
NOISE = re.compile(r"[\s·•・.,，。、;；:：'’‘\"“”_\-—–~～*#/\\|]+")


def folded(name: str) -> str:
    """NFKC, lower case, simplified, without spaces and signs, all brackets round; English keeps single spaces."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(BRACKETS)
    if not CHINESE.search(text):
        return " ".join(text.split())
    return _simplified()(unicodedata.normalize("NFC", NOISE.sub("", text)))  # an accent may meet a letter now


@cache
def _simplified() -> Callable[[str], str]:
    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert

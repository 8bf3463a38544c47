"""What the bytes of a text give away about its encoding: marks, where zeros stand, how much of it is UTF-8."""

from __future__ import annotations

import codecs
import unicodedata

# UTF-32's mark begins with UTF-16's, so it is looked for first.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 4096
NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})
LAYOUT = frozenset("\t\r\n")
MARKS = b'\n\r\t,;"{'


def like_utf16(head: bytes) -> str | None:
    """UTF-16's name when the first bytes of a file without a mark are such a text, else None.

    Its line ends, commas and the like are two bytes each, a zero always on the same side.
    """
    sample = head[:SAMPLE]
    for name, low, high in (("utf-16-le", sample[0::2], sample[1::2]), ("utf-16-be", sample[1::2], sample[0::2])):
        paired = sum(one in MARKS and not zero for one, zero in zip(low, high, strict=False))
        if 2 * paired > sum(map(sample.count, MARKS)) and _text(sample, name):
            return name
    return None


def mostly_utf8(sample: bytes) -> bool:
    """Whether bytes that are not UTF-8 throughout are so by far the most part, as a file with pasted-in rows is.

    GBK read as UTF-8 has hardly a character that comes out whole, hence four to one.
    """
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return whole > 4 * broken


def _text(sample: bytes, name: str) -> bool:
    """Whether bytes are ``name`` and of written characters only."""
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    return all(char in LAYOUT or unicodedata.category(char) not in NO_TEXT for char in text)

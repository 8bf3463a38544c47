"""Cells to values: text, lists, booleans. Numbers, dates and codes have modules of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from etl.files.read import Cell
from etl.rows.simplified import simplified
from graph.errors import InputError

SIGNS = ("", "/", "//", "\\", "-", "--", "---", "－", "—", "——", "–", "...", "…", "……", "\\n")  # \\N: a database's null
EMPTY = frozenset({*SIGNS, "n/a", "#n/a", "na", "null", "(null)", "<null>", "none", "nan", "nil"})
EMPTY |= {"无", "暂无", "空", "不详", "未知", "未填", "未填写", "暂缺"}
LONGEST_MARKER = max(map(len, EMPTY))
FORMULA_FAULTS = frozenset({"#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})  # what Excel writes
YES = frozenset({"是", "真", "有", "y", "yes", "true", "1", "√", "✓", "对"})
NO = frozenset({"否", "假", "无", "n", "no", "false", "0", "×", "x", "错", "-"})

SPACES = re.compile(r"\s+")
INVISIBLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2060\ufeff]")
BLANKS = re.compile(r"[^\S\n]+")
SEPARATORS = re.compile(r"[;；、|\n\r]+")
COMMA = re.compile(r"\s*[,，]\s*")
LONGEST = 500  # characters of one line; the store's indexes take values of up to 8 kB
MOST = 7_000  # bytes of a list, for the same reason
LATIN = re.compile(r"[A-Za-z.]")
# Full-width letters, digits and a few signs to their plain forms; Chinese punctuation stays as written.
WIDTHS = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
WIDTHS |= {0x3000: 0x20, 0xFF05: 0x25, 0xFF0B: 0x2B, 0xFF0F: 0x2F}


def line(cell: Cell) -> str | None:
    """One line of text, NFKC, spaces collapsed; None when the cell is empty or holds an empty marker (无, /, —, -).

    Raises ``InputError``: CELL_LIST (a list or an object), CELL_LONG, CELL_CHARACTER, CELL_FORMULA.
    """
    text = written(cell)
    if text.isascii():
        text = " ".join(text.split())
    else:
        text = SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFKC", _whole(text)))).strip()
    if len(text) > LONGEST:
        raise InputError("CELL_LONG", limit=LONGEST)
    return _filled(text)


def prose(cell: Cell) -> str | None:
    """Running text as written: superscripts, punctuation and line breaks stay; None when it is empty.

    Raises ``InputError``: CELL_LIST, CELL_CHARACTER, CELL_FORMULA.
    """
    text = unicodedata.normalize("NFC", _whole(written(cell))).translate(WIDTHS).replace("\r\n", "\n")
    return _filled(BLANKS.sub(" ", INVISIBLE.sub("", text)).strip())


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:  # one half of a surrogate pair: no store and no file takes it
        raise InputError("CELL_CHARACTER", place=error.start + 1) from error
    return text


def _filled(text: str) -> str | None:
    if len(text) <= LONGEST_MARKER and text.casefold() in EMPTY:
        return None
    if text in FORMULA_FAULTS:
        raise InputError("CELL_FORMULA")
    return text


def many(cell: Cell) -> list[str]:
    """The values of a cell with several, in order, each once.

    Separators are ; ； 、 | and line breaks; where there are none, also , and ， except between Latin letters, where a
    comma belongs to a name ("Huawei Technologies Co., Ltd."). Raises ``InputError`` (CELL_LONG).
    """
    pieces = cell if isinstance(cell, list) else _pieces(written(cell))
    values = list(dict.fromkeys(text for text in map(line, pieces) if text))
    if len(values) > 1 and len("".join(values).encode()) > MOST:
        raise InputError("CELL_LONG", limit=LONGEST)
    return values


def boolean(cell: Cell) -> bool | None:
    """Yes or no in Chinese or English, None when empty. Raises ``InputError`` (CELL_BOOLEAN)."""
    if isinstance(cell, bool):
        return cell
    text = unicodedata.normalize("NFKC", written(cell)).strip().casefold()
    if text in YES or text in NO:
        return text in YES
    if text in EMPTY:
        return None
    raise InputError("CELL_BOOLEAN")


def match_key(text: str) -> str:
    """What two spellings of a name or code have in common: NFKC, simplified, lower case, without spaces."""
    return simplified(plain_key(text))


def plain_key(text: str) -> str:
    """As ``match_key``, traditional characters as they are: 梁樑 and 梁梁 are two people."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return SPACES.sub("", text.casefold())


def written(cell: Cell) -> str:
    """A cell as text, whole numbers without a point; "" for None. Raises ``InputError``: CELL_LIST, CELL_LONG."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel keeps whole numbers as 71701001.0
    if isinstance(cell, list | dict):
        raise InputError("CELL_LIST")
    try:
        return str(cell)
    except ValueError as error:  # a whole number of thousands of digits
        raise InputError("CELL_LONG", limit=LONGEST) from error


def _pieces(text: str) -> list[str]:
    if SEPARATORS.search(text):
        return SEPARATORS.split(text)
    return list(_by_comma(text)) if COMMA.search(text) else [text]


def _by_comma(text: str) -> Iterator[str]:
    start = 0
    for match in COMMA.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if LATIN.match(before) and LATIN.match(after):
            continue
        yield text[start : match.start()]
        start = match.end()
    yield text[start:]


def shown(cell: Cell) -> str:
    """A cell as an error table shows it: one line of at most 80 characters."""
    try:
        text = str(cell)
    except ValueError:  # a whole number of thousands of digits
        return "…"
    return SPACES.sub(" ", text.encode(errors="replace").decode()).strip()[:80]

"""Codes with published rules: form and check digit, from any usual spelling to one canonical form."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.errors import InputError

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
USCC_FORM = re.compile(rf"[1-9ANY][{USCC_ALPHABET}][0-9]{{6}}[{USCC_ALPHABET}]{{9}}[0-9A-Z]")
LOOKALIKES = str.maketrans("IOZSVLB", "1025U18")  # letters read for digits; no credit code holds I, O, S, V or Z
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORG_FORM = re.compile(r"[0-9A-Z]{8}[0-9X]")
PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PATENT_FORM = re.compile(r"(?:ZL|CN)?((?:19|20)[0-9]{10}|[0-9]{8})\.?([0-9X])?[A-Z]?")
FOREIGN_PATENT = re.compile(r"(?!CN|ZL)(?:PCT/)?[A-Z]{2}[0-9A-Z/.\-]{4,20}")
ORCID_FORM = re.compile(r"([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])")
REGISTRATION_FORM = re.compile(r"[0-9A-Z]{3}(?:19|20)[0-9]{2}Y[0-9]{4}")
IPC_FORM = re.compile(r"([A-H](?:\d{2}(?:[A-Z](?:\d{1,4}(?:/\d{2,6})?)?)?)?)(?:\(\d{4}\.\d{2}\)[A-Z]?)?", re.ASCII)
TRL_FORM = re.compile(r"(?:TRL)?([1-9一二三四五六七八九])级?")
TRL_DIGITS = {digit: str(value) for value, digit in enumerate("一二三四五六七八九", 1)}
OPEN = frozenset({"公开", "公开级", "PUBLIC", "OPEN"})

NOISE = re.compile(r"[\s\-–—]+")


def uscc(text: str) -> str:
    """Unified social credit code, 18 characters (GB 32100-2015).

    Raises ``InputError``: USCC_FORM, USCC_DIGIT; LOOKALIKE_DIGIT when only letters that look like digits are wrong.
    """
    code = NOISE.sub("", text).upper()
    if not USCC_FORM.fullmatch(code):
        _lookalike(code, "IOZSV", uscc)
        raise InputError("USCC_FORM")
    total = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(code, USCC_WEIGHTS, strict=False))
    expected = USCC_ALPHABET[(31 - total % 31) % 31]
    if code[17] != expected:
        _lookalike(code, "IOZSV", uscc)
        raise InputError("USCC_DIGIT", expected=expected)
    return code


def org_code(text: str) -> str:
    """Organization code, 9 characters (GB 11714-1997). Raises ``InputError``: ORG_CODE_FORM, ORG_CODE_DIGIT."""
    code = NOISE.sub("", text).upper()
    if not ORG_FORM.fullmatch(code):
        raise InputError("ORG_CODE_FORM")
    total = sum(int(char, 36) * weight for char, weight in zip(code, ORG_WEIGHTS, strict=False))
    expected = {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    if code[8] != expected:
        raise InputError("ORG_CODE_DIGIT", expected=expected)
    return code


def patent_no(text: str) -> str:
    """Chinese patent application number, 8+1 or 12+1 characters without a dot (ZC 0006-2003), from any spelling.

    A number without its check digit is completed; one of another country or a PCT number is only put in capitals.
    Raises ``InputError``: PATENT_FORM, PATENT_DIGIT, LOOKALIKE_DIGIT.
    """
    code = NOISE.sub("", text).upper()
    match = PATENT_FORM.fullmatch(code)
    if not match:
        if FOREIGN_PATENT.fullmatch(code):
            return code
        _lookalike(code.removeprefix("ZL").removeprefix("CN"), "IOZSLB", patent_no)
        raise InputError("PATENT_FORM")
    digits, digit = match.groups()
    rest = sum(int(char) * weight for char, weight in zip(digits, PATENT_WEIGHTS, strict=False)) % 11
    expected = "X" if rest == 10 else str(rest)
    if digit not in (expected, None):
        raise InputError("PATENT_DIGIT", expected=expected)
    return str(digits) + expected


def orcid(text: str) -> str:
    """ORCID iD in groups of four (ISO 7064 MOD 11-2), from a bare id or an address. Raises ``InputError``."""
    code = text.strip().upper().rsplit("/", 1)[-1]
    match = ORCID_FORM.fullmatch(code)
    if not match:
        _lookalike(code, "IOZSLB", orcid)
        raise InputError("ORCID_FORM")
    total = 0
    for char in "".join(match.groups())[:15]:
        total = (total + int(char)) * 2
    expected = {10: "X"}.get((12 - total % 11) % 11, str((12 - total % 11) % 11))
    if match[4][-1] != expected:
        raise InputError("ORCID_DIGIT", expected=expected)
    return "-".join(match.groups())


def trl(text: str) -> str:
    """Technology readiness level 1–9 (GB/T 22900), from ``TRL 5``, ``5级``, ``五级``. Raises ``InputError``."""
    match = TRL_FORM.fullmatch(NOISE.sub("", text).upper())
    if not match:
        raise InputError("TRL_RANGE")
    return TRL_DIGITS.get(match[1], match[1])


def registration_no(text: str) -> str:
    """Achievement registration number: region or department (3), year (4), Y, serial (4). Raises ``InputError``."""
    code = NOISE.sub("", text).upper()
    if not REGISTRATION_FORM.fullmatch(code):
        raise InputError("REGISTRATION_FORM")
    return code


def ipc(text: str) -> str:
    """IPC symbol from section to subgroup (WIPO ST.8), without spaces: ``H01M4/36``. Raises ``InputError``."""
    match = IPC_FORM.fullmatch(NOISE.sub("", text).upper())
    if not match:
        raise InputError("IPC_FORM")
    return match[1]


def not_secret(text: str) -> str:
    """``公开``; any other grade of secrecy raises ``InputError`` (SECRET), and the row must be kept nowhere."""
    if NOISE.sub("", text).upper() not in OPEN:
        raise InputError("SECRET")
    return "公开"


def _lookalike(code: str, letters: str, check: Callable[[str], str]) -> None:
    """Raises ``InputError`` (LOOKALIKE_DIGIT) when ``code`` would be right with digits for some of ``letters``."""
    wrong = [(place, char) for place, char in enumerate(code, 1) if char in letters]
    if not wrong:
        return
    table = {ord(char): LOOKALIKES[ord(char)] for char in letters}
    try:
        check(code.translate(table))
    except InputError:
        return
    changes = "、".join(f"{place}: {char} → {char.translate(table)}" for place, char in wrong)
    raise InputError("LOOKALIKE_DIGIT", changes=changes)


CHECKS: dict[str, Callable[[str], str]] = {
    "uscc": uscc,
    "org_code": org_code,
    "patent_no": patent_no,
    "orcid": orcid,
    "trl": trl,
    "registration_no": registration_no,
    "ipc": ipc,
    "not_secret": not_secret,
}

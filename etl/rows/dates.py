"""Dates in the ways people and Excel write them, to ISO text that is as partial as what was written."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from etl.files.read import Cell
from etl.rows.amounts import spoken
from etl.rows.clean import line
from graph.errors import InputError

# Excel counts days from 1899-12-30 (its 1900 is a leap year); outside 1940–2120 a bare number is no serial.
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(14_611, 80_500)
YEARS = range(1800, 2201)
REPUBLIC = 1911  # 民国元年 is 1912

WRITTEN = re.compile(
    r"(\d{4})\s*(?:[-–—−/.年]\s*(?:(\d{1,2})\s*(?:[-–—−/.月]\s*(?:(\d{1,2})\s*[日号]?)?)?)?)?", re.ASCII
)
MONTH_FIRST = re.compile(r"(\d{1,2})\s*(?:月|月?[-/.])\s*(\d{4})年?", re.ASCII)
SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
ENGLISH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-]+)?"
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
    r"(?:[\s\-]+(?P<after>\d{1,2})(?:st|nd|rd|th)?(?=[\s,]))?[\s,\-]+(?P<year>\d{4})",
    re.IGNORECASE | re.ASCII,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

OPEN = frozenset({"长期", "长期有效", "长期征集", "常年", "常年有效", "不限", "无期限", "永久", "待定", "另行通知"})
OPEN |= {"尽快", "尽早", "越快越好", "近期", "即时", "随时", "视情况而定"}
YEAR_ENDS = re.compile(r"(\d{4}年)(?:年?底|年?末)")  # the end of a year is its last month
MONTH_PARTS = re.compile(r"(?<=月)(?:底|末|初|份|上旬|中旬|下旬)")
TIME = re.compile(r"(?:[T ]\s*|(?<=[日号]))\d{1,2}[:时点].*$")
WEEKDAY = re.compile(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$")
NUMERALS = re.compile(r"([十廿卅一二三四五六七八九]{1,3})(?=[月日号])")
YEAR = re.compile(r"民国(\d{1,3}|元)年|公元(?=\d)")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def iso(cell: Cell) -> str | None:
    """ "2018", "2018-01" or "2018-01-31"; None when the cell is empty or says that no date is set (长期有效, 待定).

    Understood: ISO, 2023年5月, 2018.01, 2018/1/31, 20180131, 201801, 5月/2023, 二〇一八年十二月三十一日, 民国112年,
    2027年底, 2024年6月底, 31 May 2023, Excel's dates and serial numbers; the time of day and the weekday are left out.
    Raises ``InputError``: CELL_DATE; CELL_DATE_MONTH for the number 2018.1, which may have been 2018.10 in a sheet.
    """
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and str(cell).endswith(".1") and int(cell) in YEARS:
        raise InputError("CELL_DATE_MONTH", year=int(cell))
    text = line(cell)
    if text is None or text in OPEN:
        return None
    serial = SERIAL.fullmatch(text)
    if serial and int(serial[1]) in SERIALS:
        return (EXCEL_EPOCH + timedelta(days=int(serial[1]))).isoformat()
    return _partial(*_parts(text if text.isascii() else _arabic(text)))


def _parts(text: str) -> tuple[str | None, ...]:
    """Year, month and day as written."""
    text = WEEKDAY.sub("", TIME.sub("", text)).strip()
    if match := SOLID.fullmatch(text) or WRITTEN.fullmatch(text):
        return match.groups()
    if match := MONTH_FIRST.fullmatch(text):
        return match[2], match[1], None
    match = ENGLISH.fullmatch(text)
    if match is None:
        raise InputError("CELL_DATE")
    return match["year"], str(MONTHS.index(match["month"].lower()) + 1), match["day"] or match["after"]


def _arabic(text: str) -> str:
    """``text`` with digits for Chinese numerals, and the year of our era: 二〇一八年十月 → 2018年10月."""
    text = text.replace("元月", "1月").replace("正月", "?月")  # 正月 is of the lunar calendar
    text = NUMERALS.sub(lambda match: str(_count(match[1])), text)
    text = text.translate(CHINESE_DIGITS) if text[0] in "一二" and "年" in text else text
    text = MONTH_PARTS.sub("", YEAR_ENDS.sub(r"\g<1>12月", text))
    return YEAR.sub(lambda match: _era(match[1]), text)


def _count(numeral: str) -> str:
    value = spoken(numeral.replace("廿", "二十").replace("卅", "三十"))
    return numeral if value is None else str(int(value))


def _era(year: str | None) -> str:
    return "" if year is None else f"{REPUBLIC + (1 if year == '元' else int(year))}年"


def _partial(year: str | None, month: str | None, day: str | None) -> str:
    try:
        whole = date(int(year or 0), int(month or 1), int(day or 1))
    except ValueError as error:
        raise InputError("CELL_DATE") from error
    if whole.year not in YEARS:
        raise InputError("CELL_DATE")
    return whole.isoformat()[: 10 if day else 7 if month else 4]

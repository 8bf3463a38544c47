"""Dates in the ways people and Excel write them, to ISO text that is as partial as what was written."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from etl.files.read import Cell
from etl.rows.clean import line
from graph.errors import InputError

# Excel counts days from 1899-12-30 (its 1900 is a leap year); outside 1940–2120 a bare number is no serial.
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(14_611, 80_500)
YEARS = range(1800, 2201)

WRITTEN = re.compile(r"(\d{4})\s*(?:[-/.年]\s*(?:(\d{1,2})\s*(?:[-/.月]\s*(?:(\d{1,2})\s*日?)?)?)?)?")
SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})?")
TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def iso(cell: Cell) -> str | None:
    """ "2018", "2018-01" or "2018-01-31"; None when the cell is empty. Raises ``InputError`` (CELL_DATE).

    Understood: ISO, 2023年5月, 2018.01, 2018/1/31, 20180131, 201801, 二〇一八年, Excel's dates and serial numbers.
    """
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell > SERIALS.start:
        cell = int(cell)  # a serial number with the time of day as its fraction
    text = line(cell)
    if text is None:
        return None
    if text.isdigit() and len(text) == 5 and int(text) in SERIALS:
        return (EXCEL_EPOCH + timedelta(days=int(text))).isoformat()
    if text[0] in "一二" and "年" in text:
        text = text.translate(CHINESE_DIGITS)
    match = SOLID.fullmatch(text) or WRITTEN.fullmatch(TIME.sub("", text))
    if not match:
        raise InputError("CELL_DATE")
    return _partial(*(int(part) if part else None for part in match.groups()))


def _partial(year: int | None, month: int | None, day: int | None) -> str:
    try:
        whole = date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise InputError("CELL_DATE") from error
    if whole.year not in YEARS:
        raise InputError("CELL_DATE")
    return whole.isoformat()[: 10 if day else 7 if month else 4]

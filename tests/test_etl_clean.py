"""Cells to values: text, lists, amounts, booleans and dates in the ways people write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.rows import clean, numbers
from etl.rows.dates import EXCEL_EPOCH, SERIALS, iso
from graph.errors import InputError


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "无",
        "/",
        "—",
        "-",
        " － ",
        "N/A",
        "null",
        None,
        "\u200b",
        "　",
        "…",
        "(NULL)",
        "\\N",
        "不详",
        "未填写",
        float("nan"),
    ],
)
def test_empty_markers_are_no_value(cell: Any) -> None:
    assert clean.line(cell) is None
    assert clean.prose(cell) is None
    assert clean.many(cell) == []
    assert iso(cell) is None
    assert numbers.number(cell) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("　北京大学（深圳）\n", "北京大学(深圳)"),
        ("ＡＢＣ１２３", "ABC123"),
        ("a \t b\u00a0 c", "a b c"),
        (71701001.0, "71701001"),
        (0.5, "0.5"),
        ("\ufeff名称\u200b", "名称"),
    ],
)
def test_a_line_is_normalised(cell: Any, expected: str) -> None:
    assert clean.line(cell) == expected


def test_prose_keeps_what_carries_meaning() -> None:
    text = "功率为１０²Ｗ，\r\n温度 25 ℃；  见图①。"
    assert clean.prose(text) == "功率为10²W，\n温度 25 ℃； 见图①。"


def test_a_line_that_no_index_could_hold_is_refused() -> None:
    assert clean.line("字" * clean.LONGEST) == "字" * clean.LONGEST
    with pytest.raises(InputError, match="CELL_LONG"):
        clean.line("字" * (clean.LONGEST + 1))
    with pytest.raises(InputError, match="CELL_LONG"):
        clean.many("；".join(f"{n:0400d}" for n in range(20)))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("石墨烯；储能;电池、隔膜|陶瓷", ["石墨烯", "储能", "电池", "隔膜", "陶瓷"]),
        ("石墨烯，储能, 电池", ["石墨烯", "储能", "电池"]),
        ("Huawei Technologies Co., Ltd.", ["Huawei Technologies Co., Ltd."]),
        ("Smith, John; 张三", ["Smith, John", "张三"]),
        ("张三,Smith", ["张三", "Smith"]),
        ("张三\n李四\n张三", ["张三", "李四"]),
        (["张三", "李四，王五", "无"], ["张三", "李四,王五"]),
        (330000.0, ["330000"]),
    ],
)
def test_a_cell_with_several_values_is_split(cell: Any, expected: list[str]) -> None:
    assert clean.many(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("18万", 18 * 1e4),
        ("18 万元", 18 * 1e4),
        ("０.57万", 5700),
        ("1.5亿元", 1.5 * 1e8),
        ("￥1,234,567.5", 1_234_567.5),
        ("人民币 300 元", 300),
        ("-3.5", -3.5),
        ("1e3", 1000),
        (42, 42),
        ("1.2万元整", 1.2 * 1e4),
        ("壹佰万元整", 100 * 1e4),
        ("人民币叁拾贰万伍仟圆整", 325_000),
        ("十万", 1e5),
        ("一亿零五百万元", 1e8 + 500 * 1e4),
        ("两千三百零五", 2305),
    ],
)
def test_amounts_are_in_yuan(cell: Any, expected: float) -> None:
    assert numbers.number(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("50-100", 75 * 1e4),
        ("50万～100万元", 75 * 1e4),
        ("50至100万", 75 * 1e4),
        ("8000元-2万元", 14_000),
        ("五十万至一百万元", 75 * 1e4),
        ("约80", 80 * 1e4),
        ("约 80 万元", 80 * 1e4),
        ("十万左右", 10 * 1e4),
        ("不超过200万元", 200 * 1e4),
        ("200万元以内", 200 * 1e4),
        ("300余万元", 300 * 1e4),
        ("300万余元", 300 * 1e4),
        ("≥1,000", 1000 * 1e4),
    ],
)
def test_rough_amounts_are_understood_and_told(cell: str, expected: float) -> None:
    assert numbers.amount(cell, 1e4) == expected
    told = numbers.rough(cell)
    assert told is not None
    assert told.code == "CELL_ROUGH"
    with pytest.raises(InputError, match="CELL_NUMBER"):
        numbers.number(cell, 1e4)


@pytest.mark.parametrize(
    "cell", ["100-50万", "50万-100", "2023-11-05", "约", "-", "1-", "若干万", "50-100-150", "多万"]
)
def test_what_is_no_amount_even_roughly_is_told(cell: str) -> None:
    assert numbers.rough(cell) is None
    if cell != "-":  # an empty marker
        with pytest.raises(InputError, match="CELL_NUMBER"):
            numbers.amount(cell)


@pytest.mark.parametrize("cell", ["18万", 18, None, "面议", "", "1,234.5"])
def test_of_plain_amounts_there_is_nothing_to_tell(cell: Any) -> None:
    assert numbers.rough(cell) is None
    assert numbers.amount(cell) == numbers.number(cell)


def test_the_unit_of_a_column_holds_unless_a_cell_names_its_own() -> None:
    assert numbers.number("18", 1e4) == 180_000
    assert numbers.number(0.57, 1e4) == 5700
    assert numbers.number("1.5亿", 1e4) == 1.5 * 1e8
    assert numbers.number("8000元", 1e4) == 8000


@pytest.mark.parametrize(
    "cell",
    [
        "十万左右",
        "10-20万",
        "1 2 a",
        "10%",
        "--3",
        True,
        "1e999",
        float("inf"),
        10**400,
        "二百五",
        "万元",
        "十百",
        "三万五",
    ],
)
def test_what_is_no_number_is_told(cell: Any) -> None:
    with pytest.raises(InputError, match="CELL_NUMBER"):
        numbers.number(cell)


def test_integers() -> None:
    assert numbers.integer("2024年") == numbers.integer("2024年度") == 2024
    assert numbers.integer(float("nan")) is None
    assert numbers.integer(7.0) == 7
    for cell in ("7.5", 1e300, "99999999999999999999"):
        with pytest.raises(InputError, match="CELL_INTEGER"):
            numbers.integer(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("是", True),
        ("否", False),
        ("YES", True),
        ("Ｎ", False),
        (True, True),
        (0, False),
        ("√", True),
        ("", None),
        ("无", False),
    ],
)
def test_booleans(cell: Any, expected: bool | None) -> None:
    assert clean.boolean(cell) is expected


def test_what_is_no_boolean_is_told() -> None:
    with pytest.raises(InputError, match="CELL_BOOLEAN"):
        clean.boolean("也许")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2023年5月", "2023-05"),
        ("2023年5月31日", "2023-05-31"),
        ("2018.01", "2018-01"),
        ("2018/1/5", "2018-01-05"),
        ("2018-01-05 00:00:00", "2018-01-05"),
        ("2018-01-05T08:30:00Z", "2018-01-05"),
        ("20180105", "2018-01-05"),
        ("201801", "2018-01"),
        ("2018", "2018"),
        ("２０１８年", "2018"),
        ("二〇一八年五月", "2018-05"),
        ("二〇二三年五月三十一日", "2023-05-31"),
        ("二零一八年十二月", "2018-12"),
        ("2018年元月", "2018-01"),
        ("2018年十月廿一日", "2018-10-21"),
        ("2023.5", "2023-05"),
        ("5月/2023", "2023-05"),
        ("05/2023", "2023-05"),
        ("2023/5/1", "2023-05-01"),
        ("2023—05—01", "2023-05-01"),
        ("2023年5月1日 星期一", "2023-05-01"),
        ("2023年5月1日8时30分", "2023-05-01"),
        ("2023年5月1号", "2023-05-01"),
        ("公元2023年", "2023"),
        ("民国112年5月", "2023-05"),
        ("2027年底", "2027-12"),
        ("2024年6月底", "2024-06"),
        ("二〇二四年三月上旬", "2024-03"),
        ("2024年3月份", "2024-03"),
        ("二〇二七年年末", "2027-12"),
        ("31 May 2023", "2023-05-31"),
        ("September 3, 2023", "2023-09-03"),
        ("43101.5", "2018-01-01"),
        (43101, "2018-01-01"),
        ("43101", "2018-01-01"),
        (43101.75, "2018-01-01"),
        (2018.01, "2018-01"),
        (2018, "2018"),
        (date(2018, 1, 2), "2018-01-02"),
        (datetime(2018, 1, 2, 3, 4), "2018-01-02"),
    ],
)
def test_dates_are_as_partial_as_written(cell: Any, expected: str) -> None:
    assert iso(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "2019-14",
        "2023-02-30",
        "去年",
        "99",
        "0000-01-01",
        "20231301",
        "2018.01-2020.12",
        "令和5年5月",
        "国务院令第588号",
        "03/04/2023",
        "23年5月",
        "2018年正月",
        "2018年十三月",
        "Maybe 2023",
        "፩፩፩፩፩",
        float("inf"),
        1e300,
    ],
)
def test_what_is_no_date_is_told(cell: Any) -> None:
    with pytest.raises(InputError, match="CELL_DATE"):
        iso(cell)


@pytest.mark.parametrize("cell", ["长期有效", " 待定 ", "尽快", "/"])
def test_no_date_may_be_set(cell: str) -> None:
    assert iso(cell) is None


@pytest.mark.parametrize("cell", ["面议", " 双方协商", "—"])
def test_an_amount_may_be_left_open(cell: str) -> None:
    assert numbers.number(cell) is None


def test_a_month_that_a_sheet_may_have_cut_short_is_asked_for() -> None:
    assert iso("2018.1") == "2018-01"
    assert iso(2018.2) == "2018-02"
    with pytest.raises(InputError, match=r"CELL_DATE_MONTH.*2018-10"):
        iso(2018.1)


def test_half_a_character_and_a_broken_formula_are_told() -> None:
    for convert in (clean.line, clean.prose, clean.many, numbers.number, iso):
        with pytest.raises(InputError, match="CELL_CHARACTER"):
            convert("甲\ud800")
        with pytest.raises(InputError, match="CELL_FORMULA"):
            convert(" #REF! ")
    assert clean.shown("甲\ud800乙") == "甲?乙"


def test_traditional_and_simplified_spellings_match_and_stay_as_written() -> None:
    assert clean.match_key("國立臺灣大學") == clean.match_key("国立台湾大学")
    assert clean.match_key("乾隆") == "乾隆"
    assert clean.line("國立臺灣大學") == "國立臺灣大學"


@given(st.integers(1, 99_999_999))
def test_every_numeral_means_its_number(value: int) -> None:
    assert numbers.number(numeral(value) + "元整") == value


def numeral(value: int) -> str:
    """``value`` (below 10^8) in formal numerals, as on a cheque."""
    high, low = divmod(value, 10_000)
    zero = "零" if high and 0 < low < 1000 else ""
    return (_section(high) + "万" if high else "") + zero + (_section(low) if low else "")


def _section(value: int) -> str:
    digits = [(value // 10**power % 10, unit) for power, unit in ((3, "仟"), (2, "佰"), (1, "拾"), (0, ""))]
    text = "".join("零壹贰叁肆伍陆柒捌玖"[digit] + (unit if digit else "") for digit, unit in digits)
    return re.sub("零+", "零", text).strip("零")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_way_to_write_a_day_means_that_day(day: date) -> None:
    written = [f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}", day]
    assert {iso(cell) for cell in written} == {day.isoformat()}
    serial = (day - EXCEL_EPOCH).days
    assert serial in SERIALS
    assert iso(serial) == day.isoformat()


@given(st.text(max_size=40))
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean.line(text)
    assert clean.line(once) == once
    kept = clean.prose(text)
    assert clean.prose(kept) == kept


@given(st.lists(st.text("石墨烯储能abc", min_size=1, max_size=5), max_size=5, unique=True))
def test_a_list_survives_being_joined(values: list[str]) -> None:
    assert clean.many("；".join(values)) == values

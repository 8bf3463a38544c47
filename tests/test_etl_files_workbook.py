"""Workbooks: merged titles and headers, values merged over rows, several sheets, stray cells, bombs, damage."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.files.manifest import InputFile, Source
from etl.files.read import RawRow, Table, tables
from etl.files.workbook_size import LAST_ROW
from etl.rows.headers import Header, find_header
from etl.rows.kinds import guess_kind
from graph.errors import InputError
from graph.vocabulary import Vocabulary
from graph.words import Words

Fill = Callable[[Worksheet], None]


def made(path: Path, rows: list[list[object]], merged: str = "") -> Path:
    """A workbook of one sheet; ``merged`` are its ranges, parted by spaces."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for one in merged.split():
        sheet.merge_cells(one)
    book.save(path)
    return path


def only(path: Path) -> Table:
    (table,) = tables(path)
    return table


def cells(path: Path) -> list[tuple[int, list[object]]]:
    return [(row.number, row.cells) for row in only(path).rows]


def header(path: Path, vocabulary: Vocabulary, kind: str = "Achievement") -> Header:
    file = InputFile(path, path.name, Source("s", Words("s", "s")))
    return find_header(only(path).head, vocabulary.label(kind), file)


TWO_ROWS: list[list[object]] = [
    ["全省科技成果汇总表", None, None, None, None, None, None],
    ["填报单位：示例厅", None, None, None, "2024年", None, None],
    ["成果名称", "登记信息", None, "完成单位", None, "经费（单位：万元）", None],
    [None, "登记号", "完成日期", "名称", "电话", "资助金额", "自筹"],
    ["甲", "2024A", "2024-01-02", "示例大学", "010", 5, 6],
    ["乙", "2024B", "2024-02-03", "示例学院", "020", 7, 8],
]
MERGED = "A1:G1 A2:D2 E2:G2 A3:A4 B3:C3 D3:E3 F3:G3"


def test_a_header_of_two_rows_is_one(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = made(tmp_path / "a.xlsx", TWO_ROWS, MERGED)
    found = header(path, vocabulary)
    assert found.row == 4
    assert [(column.target, column.factor) for column in found.columns] == [
        ("name", 1.0),
        ("registration_no", 1.0),
        ("completed", 1.0),
        ("organizations", 1.0),
        ("funding", 10_000.0),
    ]
    assert found.unknown == ("完成单位 › 电话", "经费 › 自筹（单位：万元）")
    assert cells(path)[-1] == (6, ["乙", "2024B", "2024-02-03", "示例学院", "020", 7, 8])
    assert guess_kind(only(path).head, vocabulary) == "Achievement"


def test_a_manifest_may_name_a_column_of_two_levels(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = made(tmp_path / "a.xlsx", TWO_ROWS, MERGED)
    columns = {"完成单位 › 电话": "", "经费自筹": "floor_price"}
    file = InputFile(path, "a.xlsx", Source("s", Words("s", "s")), columns=columns)
    found = find_header(only(path).head, vocabulary.label("Achievement"), file)
    assert found.unknown == ()
    assert found.columns[-1].target == "floor_price"


def test_a_sub_title_that_several_groups_have_means_none_of_them(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["登记号", "供方", None, "需方", None],
        [None, "名称", "电话", "名称", "电话"],
        ["1", "a", "b", "c", "d"],
    ]
    found = header(made(tmp_path / "a.xlsx", rows, "A1:A2 B1:C1 D1:E1"), vocabulary)
    assert [column.heading for column in found.columns] == ["登记号"]
    assert found.unknown == ("供方 › 名称", "供方 › 电话", "需方 › 名称", "需方 › 电话")


def test_three_levels(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["成果名称", "机构", None, None],
        [None, "完成单位", None, "备注"],
        [None, "名称", "电话", None],
        ["甲", "示例大学", "010", "x"],
    ]
    path = made(tmp_path / "a.xlsx", rows, "A1:A3 B1:D1 B2:C2 D2:D3")
    assert cells(path)[0] == (3, ["成果名称", "机构 › 完成单位 › 名称", "机构 › 完成单位 › 电话", "机构 › 备注"])


def test_a_title_over_all_columns_is_no_group(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows: list[list[object]] = [["成果汇总表", None, None], ["成果名称", "登记号", "备注"], ["甲", "1", "x"]]
    path = made(tmp_path / "a.xlsx", rows, "A1:C1")
    assert header(path, vocabulary).row == 2
    assert cells(path)[1] == (2, ["成果名称", "登记号", "备注"])


def test_merged_data_below_a_header_stays(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["成果名称", "登记号", "完成单位", "备注"],
        ["甲", "1", "示例大学", None],
        [None, "2", "示例学院", "x"],
        [None, None, None, None],
        ["乙", "3", "示例所", "y"],
    ]
    path = made(tmp_path / "a.xlsx", rows, "A2:A4 C2:D2")
    assert cells(path) == [
        (1, ["成果名称", "登记号", "完成单位", "备注"]),
        (2, ["甲", "1", "示例大学", ""]),
        (3, ["甲", "2", "示例学院", "x"]),
        (5, ["乙", "3", "示例所", "y"]),
    ]


def test_a_header_merged_downwards_alone_is_not_doubled(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows: list[list[object]] = [["成果名称", "登记号"], [None, None], ["甲", "1"]]
    path = made(tmp_path / "a.xlsx", rows, "A1:A2 B1:B2")
    assert cells(path) == [(1, ["成果名称", "登记号"]), (3, ["甲", "1"])]


def test_rows_count_from_the_top_left_of_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C4"], sheet["D4"], sheet["C6"] = "名称", "类型", "甲"
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [(4, ["", "", "名称", "类型"]), (6, ["", "", "甲", ""])]


def test_sheets_can_be_gone_through_in_any_order(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("机构", "成果"):
        book.create_sheet(name).append(["名称", name])
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    first, second = tables(tmp_path / "a.xlsx")
    assert (first.sheet, second.sheet) == ("机构", "成果")
    for _ in range(2):
        assert list(second.rows) == [RawRow(1, ["名称", "成果"])]
        assert list(first.rows) == [RawRow(1, ["名称", "机构"])]


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with the parts of its archive changed."""
    other = path.with_name("other.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return other


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(old, new) if "worksheets/" in name else data

    return change


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return made(tmp_path / "small.xlsx", [["成果名称", "登记号"], ["甲", "1"]])


@pytest.mark.parametrize("place", [b"XFD1048576", b"ZZ999999", b"A1048577", b"XFE1", b"AAAA1"])
def test_a_stray_cell_far_out_is_told(small: Path, place: bytes) -> None:
    path = rewritten(small, in_sheet(b'r="B2"', b'r="' + place + b'"'))
    with pytest.raises(InputError, match=r"WORKBOOK_HUGE.*other\.xlsx.*sheet1\.xml"):
        list(tables(path))


def test_a_cell_in_the_last_row_is_read(small: Path) -> None:
    path = rewritten(small, in_sheet(b'r="B2"', f'r="B{LAST_ROW}"'.encode()))
    assert [row.number for row in only(path).rows] == [1, 2, LAST_ROW]


def test_entities_are_not_blown_up(small: Path) -> None:
    declared = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"x" * 99) for n in range(12))
    path = rewritten(
        small,
        lambda name, data: (
            b"<!DOCTYPE worksheet [" + declared + b"]>" + data.replace("甲".encode(), b"&e11;")
            if "worksheets/" in name
            else data
        ),
    )
    with pytest.raises(InputError, match="FILE_UNREADABLE"):
        list(tables(path))


def test_an_archive_that_unpacks_to_gigabytes_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.files.workbook_size.UNPACKED", 1 << 22)
    path = rewritten(small, in_sheet(b"</sheetData>", b" " * (5 << 20) + b"</sheetData>"))
    assert path.stat().st_size < 1 << 16
    with pytest.raises(InputError, match=r"WORKBOOK_HUGE.*other\.xlsx.*XML"):
        list(tables(path))


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x03\x04" + bytes(60), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_what_is_no_workbook_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(InputError, match=r"FILE_UNREADABLE.*a\.xlsx"):
        list(tables(tmp_path / "a.xlsx"))

"""Files to tables: encodings, delimiters, title rows, sheets, compression, and files that cannot be read."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from etl.files.discover import plan
from etl.files.manifest import InputFile, Source
from etl.files.read import tables
from etl.rows.headers import find_header
from etl.rows.kinds import guess_kind
from graph.errors import InputError
from graph.vocabulary import Vocabulary
from graph.words import Words

TEXT = "名称,统一社会信用代码\n北京大学,12100000400000624D\n"


def rows(path: Path) -> list[tuple[int, list[object]]]:
    return [(row.number, row.cells) for table in tables(path) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "A.CSV"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str, name: str) -> None:
    data = b"\xff\xfe" + TEXT.encode("utf-16-le") if encoding == "utf-16-le-bom" else TEXT.encode(encoding)
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert rows(path) == [(1, ["名称", "统一社会信用代码"]), (2, ["北京大学", "12100000400000624D"])]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"编号{mark}名称\n1{mark}甲、乙\n2{mark}丙\n", encoding="utf-8")
    assert rows(path)[1] == (2, ["1", "甲、乙"])


def test_commas_inside_quotes_do_not_mislead(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('编号;名称\n1;"a, b, c"\n2;"d, e, f"\n', encoding="utf-8")
    assert rows(path)[1] == (2, ["1", "a, b, c"])


def test_rows_are_numbered_as_a_person_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('编号,名称\n\n1,"甲\n乙"\r\n2,丙', encoding="utf-8")
    assert rows(path) == [(1, ["编号", "名称"]), (3, ["1", "甲\n乙"]), (5, ["2", "丙"])]


def test_a_quote_never_closed_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('编号,名称\n1,甲\n2,"乙\n3,丙\n4,丁\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"CSV_QUOTE.*第 3 行"):
        rows(path)


def test_sheets_of_a_workbook_keep_their_row_numbers(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "机构"
    first["B2"], first["B4"], first["C4"], first["B5"], first["C5"] = "2024年度机构名单", "名称", "类型", "甲", 2024
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    data = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "b.xlsx.gz").write_bytes(gzip.compress(data))
    for name in ("a.xlsx", "b.xlsx.gz"):
        assert [table.sheet for table in tables(tmp_path / name)] == ["机构"]
        assert [number for number, _ in rows(tmp_path / name)] == [2, 4, 5]


def test_a_title_above_the_header_is_passed_over(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "a.csv"
    path.write_text("全省科技成果汇总表,,\n填表日期：2024年,,\n成果名称,登记号,随便\n甲,,x\n", encoding="utf-8")
    table = next(tables(path))
    file = InputFile(path, "a.csv", Source("s", Words("s", "s")))
    header = find_header(table.head, vocabulary.label("Achievement"), file)
    assert header.row == 3
    assert [column.target for column in header.columns] == ["name", "registration_no"]
    assert header.unknown == ("随便",)
    assert guess_kind(table.head, vocabulary) == "Achievement"


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"name": "甲", "keywords": ["x", "y"]}\n\n{"name": 1\n{"title": "乙"}\n', encoding="utf-8")
    found = next(tables(path))
    read = list(found.rows)
    assert [(row.number, row.error is None) for row in read] == [(0, True), (1, True), (3, False), (4, True)]
    assert read[0].cells == ["name", "keywords", "title"]
    assert read[1].cells == ["甲", ["x", "y"], None]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", "名称\n北京".encode("gbk") + b"\x80\xff\xff\n", "FILE_ENCODING"),
        ("a.csv", b"PK\x03\x04\x00\x00\x00", "FILE_BINARY"),
        ("a.csv.gz", b"\x1f\x8b\x08broken", "FILE_UNREADABLE"),
        ("a.csv.gz", gzip.compress(TEXT.encode() * 99, mtime=0)[:-20], "FILE_UNREADABLE"),
        ("a.csv.gz", TEXT.encode(), "FILE_UNREADABLE"),
        ("a.xlsx", b"not a workbook", "FILE_UNREADABLE"),
        ("a.jsonl", b"{}\n[1, 2]\n", "CSV_LINE"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as told:
        rows(path)
    assert told.value.code == code
    assert name in told.value.words.zh
    assert name in told.value.words.en


def test_the_line_of_a_wrong_byte_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("名称\n北京\n".encode("gbk") + b"\xff\xff\n")
    with pytest.raises(InputError, match="第 3 行"):
        rows(path)


def test_a_workbook_with_a_damaged_sheet_is_named(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "good.xlsx")
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"<oops" if "sheet1" in name else good.read(name))
    with pytest.raises(InputError, match=r"FILE_UNREADABLE.*bad\.xlsx"):
        rows(tmp_path / "bad.xlsx")


def test_paths_that_make_no_sense_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="INPUT_NO_FILE"):
        plan([tmp_path / "nothing.csv"])
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match="FILE_FORMAT"):
        plan([tmp_path / "a.pdf"])
    (tmp_path / "旧表.XLS").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(InputError, match=r"FILE_OLD_EXCEL.*旧表\.XLS"):
        plan([tmp_path / "旧表.XLS"])
    assert plan([tmp_path]).ignored == ["a.pdf", "旧表.XLS"]


def test_a_text_file_is_a_table_only_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "导出.txt"  # what Excel saves as "Unicode text"
    path.write_bytes("企业名称\t需求名称\n甲公司\t锂电池回收\n".encode("utf-16"))
    assert plan([tmp_path]).ignored == ["导出.txt"]
    (file,) = plan([path]).files
    assert rows(file.path) == [(1, ["企业名称", "需求名称"]), (2, ["甲公司", "锂电池回收"])]


def test_two_files_that_would_be_one_are_refused(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="SOURCE_TWICE"):
        plan([tmp_path])
    assert len(plan([tmp_path / "x", tmp_path / "x" / "a.csv", tmp_path / "x"]).files) == 1


def test_every_fault_of_a_manifest_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "a|b"\ncolour = "red"\n[[source.file]]\npath = "../x.csv"\nkid = "Patent"\n', encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"a\|b.*colour.*kid.*x.csv"):
        plan([tmp_path])


def test_a_kind_is_guessed_from_what_stands_below_the_headings(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,code,level\n北京大学,4111010001,本科\n清华大学,4111010003,本科\n", encoding="utf-8")
    assert guess_kind(next(tables(path)).head, vocabulary) is None  # the headings fit classes of patents
    path.write_text("name,code,level\n电池,H01M,3\n金刚石,C01B32/25,5\n", encoding="utf-8")
    assert guess_kind(next(tables(path)).head, vocabulary) == "IPC"

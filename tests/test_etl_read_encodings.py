"""Encodings and quotation marks: what is known without a mark, what is mixed, where a fault is."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from etl.files.decode import BLOCK, encoding
from etl.files.read import tables
from graph.errors import InputError

TEXT = "名称,统一社会信用代码\n北京大学,12100000400000624D\n"
FILLING = "中国科学院计算技术研究所,12100000400000624D\n" * (BLOCK // 30)


def rows(path: Path) -> list[tuple[int, list[object]]]:
    return [(row.number, row.cells) for table in tables(path) for row in table.rows]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), "utf-32-le"),
        (TEXT.encode("gbk"), "gb18030"),
        ("名称\n𠮷野家\n".encode("gb18030"), "gb18030"),
        (b"name\nPeking\n", "utf-8"),
        (FILLING.encode("gbk"), "gb18030"),
        (b"", "utf-8"),
    ],
    ids=["16le", "16be", "32le", "gbk", "gb18030", "ascii", "long", "empty"],
)
def test_encodings_are_told_apart(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert encoding(tmp_path / "a.csv") == name
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(data))
    assert encoding(tmp_path / "a.csv.gz") == name


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_encodings_are_read(tmp_path: Path, name: str) -> None:
    mark = {"utf-32-le": b"\xff\xfe\0\0"}.get(name, b"")
    (tmp_path / "a.csv").write_bytes(mark + TEXT.encode(name))
    assert rows(tmp_path / "a.csv") == [(1, ["名称", "统一社会信用代码"]), (2, ["北京大学", "12100000400000624D"])]


@pytest.mark.parametrize(
    ("before", "after"),
    [(TEXT * 20, TEXT * 20), (FILLING, TEXT), (TEXT, FILLING), ("", TEXT * 20)],
    ids=["middle", "end", "begin", "first"],
)
def test_a_gbk_line_in_a_utf8_file_is_named_not_read_as_gibberish(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(before.encode() + "上海交通大学,1\n".encode("gbk") + after.encode())
    with pytest.raises(InputError) as told:
        rows(path)
    assert told.value.code == "FILE_MIXED"
    assert f"第 {before.count(chr(10)) + 1} 行" in told.value.words.zh


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xef\xbb\xbf"])
def test_the_line_of_a_wrong_byte_in_a_marked_file(tmp_path: Path, mark: bytes) -> None:
    name, wrong = ("utf-16-le", b"\x00\xd8\x41\x00") if mark == b"\xff\xfe" else ("utf-8", b"\xff")
    (tmp_path / "a.csv").write_bytes(mark + "名称\n上海\n".encode(name) + wrong + "\n甲\n".encode(name))
    with pytest.raises(InputError, match=r"FILE_MIXED.*a\.csv.*第 3 行"):
        rows(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "data", [b"a,b\n1,\0\n", ("a,b\n1,\0\n" * 9).encode("utf-16"), bytes(range(256)) * 9], ids=["one", "wide", "all"]
)
def test_zeros_are_no_text(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(InputError, match=r"FILE_BINARY.*a\.csv"):
        rows(tmp_path / "a.csv")


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wb", compresslevel=1) as stream:
        stream.write(b'{"a": 1}\n{"a": "')
        for _ in range(17):
            stream.write(b"x" * (1 << 20))
    with pytest.raises(InputError, match=r"FILE_LINE_LONG.*a\.jsonl\.gz 第 2 行"):
        rows(tmp_path / "a.jsonl.gz")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('编号,名称\n1,甲\n2,"乙\n3,丙\n4,丁\n', 3),
        ('编号,名称\n1,甲\n2,"乙\n3,丙\n4,"丁"\n5,戊\n', 3),
        ('编号,名称\n1,"甲\n乙"\n2,"丙\n3,"丁","戊"\n', 4),
        ('编号,"名称\n1,甲\n', 1),
        ('编号,名称\n1,"甲""\n2,乙\n', 2),
    ],
)
def test_the_line_where_an_open_quote_began(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"CSV_QUOTE.*a\.csv 第 {line} 行"):
        rows(tmp_path / "a.csv")


def test_quotes_that_do_no_harm_are_read(tmp_path: Path) -> None:
    text = '编号,名称\n1,5" 钢管\n2,"甲"乙\n3,"丙\n""丁""\n"\n4,"戊,己"\n'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert [cells[1] for _, cells in rows(tmp_path / "a.csv")] == ["名称", '5" 钢管', "甲乙", '丙\n"丁"\n', "戊,己"]


def test_line_ends_of_every_kind(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        (tmp_path / "a.csv").write_bytes(TEXT.replace("\n", end).encode())
        assert [number for number, _ in rows(tmp_path / "a.csv")] == [1, 2]


def test_excel_says_its_delimiter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\n名称;简介\n甲;a,b,c\n乙;d,e,f\n丙;g,h,i\n", encoding="utf-8")
    assert rows(tmp_path / "a.csv")[2] == (3, ["甲", "a,b,c"])

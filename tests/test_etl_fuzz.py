"""Damaged files: whatever is done to one, reading it ends in tables or in a coded error that names it."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from etl.files.discover import plan
from etl.files.read import tables
from etl.files.spool import Spool
from etl.files.standard_input import spool_stream
from graph.errors import InputError

ROOT = Path(__file__).parents[1]
PROVINCE = ROOT / "examples" / "province"
OPEN_DATA = ROOT.parent / "shared" / "data"
SEED = 20_240_101
ROWS_AT_MOST = 5_000  # an input of a few kilobytes that gives more is read in a circle

Mangle = Callable[[random.Random, bytes], bytes]


def first_lines(path: Path, count: int) -> bytes:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return b"".join(data.splitlines(keepends=True)[:count])


@cache
def real(form: str) -> tuple[bytes, ...]:
    """Small pieces of real files of a format."""
    table = first_lines(PROVINCE / "achievements.csv", 8).decode()
    objects = [json.loads(line) for line in first_lines(PROVINCE / "papers.jsonl.gz", 4).splitlines()]
    made: dict[str, Callable[[], tuple[bytes, ...]]] = {
        "csv": lambda: (
            table.encode(),
            table.encode("gb18030"),
            table.encode("utf-16"),
            table.encode("utf-16-le"),
            first_lines(PROVINCE / "managers.csv", 6),
            '编号,名称,说明\r\n1,"甲\n乙","说""明"\r\n2,丙,\r\n'.encode("utf-8-sig"),
        ),
        "tsv": lambda: (first_lines(PROVINCE / "regions.tsv", 12),),
        "jsonl": lambda: (first_lines(PROVINCE / "papers.jsonl.gz", 3),),
        "json": lambda: (
            json.dumps(objects, ensure_ascii=False).encode(),
            json.dumps({"code": 0, "data": {"list": objects}}, indent=1).encode("utf-16"),
        ),
        "xlsx": lambda: (workbook(),),
        "parquet": lambda: (parquet(None), parquet("zstd")),
    }
    return (*made[form](), *open_data(form))


def open_data(form: str) -> tuple[bytes, ...]:
    """The same of the open data, where that lies beside this checkout."""
    if not OPEN_DATA.is_dir():
        return ()
    if form == "json":
        patents = json.loads((OPEN_DATA / "kppatent_zh" / "data_A.json").read_text(encoding="utf-8"))
        return (json.dumps(patents[:2], ensure_ascii=False, indent=4).encode(),)
    files = {"csv": ("cn_institutions/moe_schools.csv", 9), "jsonl": ("csl/csl_merged.jsonl", 2)}
    return (first_lines(OPEN_DATA / files[form][0], files[form][1]),) if form in files else ()


def workbook() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    rows: list[list[object]] = [
        ["成果汇总表"],
        ["成果名称", "登记", None],
        [None, "登记号", "日期"],
        ["甲", 1, 2.5],
        ["乙", True, ""],
    ]
    for row in rows:
        sheet.append(row)
    for one in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(one)
    book.create_sheet("二").append(["名称", "值"])
    book.save(stream)
    return stream.getvalue()


def parquet(compression: str | None) -> bytes:
    stream = io.BytesIO()
    frame = pl.DataFrame(
        {"名称": ["甲", "乙", None], "年": [2023, None, 2024], "词": [["a"], [], None], "b": [b"\xff", b"", None]}
    )
    frame.write_parquet(stream, compression=compression or "uncompressed")  # type: ignore[arg-type]
    return stream.getvalue()


def flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    return chance.choice((data[:end], data[start:], data[:start] + data[end:]))


def insert(chance: random.Random, data: bytes) -> bytes:
    odd = (
        b"\0",
        b'"',
        b'""',
        b"'",
        b"\n",
        b"\r",
        b",",
        b"\t",
        b"{",
        b"[",
        b"]",
        b"}",
        b"\\",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x1e",
    )
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(odd) + data[at:]
    return data


def swell(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return (
        data[:at]
        + chance.choice((b"x", "大".encode(), b",", b"[", b'{"a":', b'"', b"9", b"\n")) * chance.choice((50, 5_000))
        + data[at:]
    )


def mix(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    other = chance.choice(("上海交通大学,名称\n", '{"name": "上海交通大学"}\n', "é à ü\n", "𠮷\n"))
    return b"".join(
        [*lines[:at], other.encode(chance.choice(("utf-8", "gb18030", "utf-16", "utf-8-sig")), "replace"), *lines[at:]]
    )


def shuffle(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines) if lines else b"")
    chance.shuffle(lines) if chance.random() < 0.5 else None
    return b"".join(lines)


def double_headings(chance: random.Random, data: bytes) -> bytes:
    head, end, rest = data.partition(b"\n")
    return head + chance.choice((b",", b"\t", b" ")) + head + end + rest


def recount(chance: random.Random, data: bytes) -> bytes:
    """Another number somewhere in a Parquet file, as often as not in the metadata at its end."""
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    start = footer if 0 < footer < len(data) - 8 and chance.random() < 0.5 else 0
    at = chance.randrange(start, len(data))
    return data[:at] + bytes([chance.choice((0, 1, 2, 127, 128, 255))]) + data[at + 1 :]


TEXT: tuple[Mangle, ...] = (flip, cut, insert, swell, mix, shuffle, double_headings)
BYTES: tuple[Mangle, ...] = (flip, flip, cut, insert, swell)
METADATA: tuple[Mangle, ...] = (recount, recount, recount, *BYTES)


def mangled(chance: random.Random, data: bytes, ways: tuple[Mangle, ...]) -> bytes:
    for _ in range(chance.choice((1, 1, 2))):
        data = chance.choice(ways)(chance, data) if data else data
    return data


def packed(chance: random.Random, data: bytes) -> bytes:
    """The data gzipped, and that damaged most of the time."""
    data = gzip.compress(data, mtime=0)
    ways = (flip, cut, lambda _, some: some + b"\0\1", lambda _, some: some + some, lambda _, some: some)
    return chance.choice(ways)(chance, data)


def repacked(chance: random.Random, data: bytes) -> bytes:
    """A workbook with one part of its archive mangled, left out, doubled or falsely declared."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", chance.choice((0, 8))) as new:
        names = old.namelist()
        victim = chance.choice([name for name in names if "sheet" in name or "workbook" in name or "shared" in name])
        for name in names:
            part = old.read(name)
            if name != victim:
                new.writestr(name, part)
            elif (way := chance.random()) < 0.8:
                new.writestr(name, chance.choice((mangled_xml, mangled_xml, *TEXT))(chance, part))
            elif way < 0.9:
                new.writestr(name, bomb(chance))
    return result.getvalue() if chance.random() < 0.8 else flip(chance, result.getvalue())


def mangled_xml(chance: random.Random, data: bytes) -> bytes:
    changes = (
        (b'r="B3"', b'r="XFD1048576"'),
        (b'r="B3"', b'r="B9999999999"'),
        (b'r="B3"', b'r="3B"'),
        (b'r="B3"', b'r=""'),
        (b'ref="A1:C1"', b'ref="A1:XFD1048576"'),
        (b'ref="A1:C1"', b'ref="C9:A1"'),
        (b'ref="A1:C1"', b'ref="A0"'),
        (b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="'),
        (b't="n"', b't="s"'),
        (b't="inlineStr"', b't="d"'),
        (b"<v>", b"<v>1e999"),
        (b"<v>", b"<v>-9"),
        (b's="', b's="999'),
        (b"utf-8", b"utf-16"),
        (b'sheetId="1"', b'sheetId="x"'),
        (b"rId1", b"rId9"),
        (b"</", b"<"),
    )
    for _ in range(chance.choice((1, 2))):
        old, new = chance.choice(changes)
        data = data.replace(old, new, chance.choice((1, -1)))
    return data


def bomb(chance: random.Random) -> bytes:
    depth = chance.choice((3, 12))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 9}">' for n in range(depth))
    sheet = f"<worksheet><sheetData><row><c><v>&e{depth - 1};</v></c></row></sheetData></worksheet>"
    return f"<!DOCTYPE x [{entities}]>{sheet}".encode()


def outcome(path: Path) -> str:
    """How reading a file ends: "tables", or the code of its error; anything else fails the test."""
    try:
        for table in tables(path):
            found = list(islice(table.rows, ROWS_AT_MOST))
            assert len(found) < ROWS_AT_MOST
            assert {row.error.code for row in found if row.error} <= {"ROW_JSON"}
            assert table.head[0] == found[0]
    except InputError as error:
        told = error
    else:
        return "tables"
    assert path.name in told.words.zh
    assert path.name in told.words.en
    return told.code


CASES = [("csv", 4_000, TEXT), ("tsv", 1_000, TEXT), ("jsonl", 2_500, TEXT), ("json", 1_500, TEXT)]


@pytest.mark.parametrize(("form", "count", "ways"), CASES, ids=[form for form, _, _ in CASES])
def test_mangled_text(tmp_path: Path, form: str, count: int, ways: tuple[Mangle, ...]) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    for _ in range(count):
        data = mangled(chance, chance.choice(real(form)), ways)
        path = tmp_path / (f"a.{form}.gz" if chance.random() < 0.15 else f"a.{form}")
        path.write_bytes(packed(chance, data) if path.suffix == ".gz" else data)
        ends[outcome(path)] += 1
    assert ends["tables"] > count / 25, ends
    assert len(ends) > 3, ends


def test_mangled_workbooks(tmp_path: Path) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    (data,) = real("xlsx")
    for number in range(900):
        path = tmp_path / ("a.xlsx.gz" if number % 20 == 0 else "a.xlsx")
        odd = repacked(chance, data) if number % 3 else mangled(chance, data, BYTES)
        path.write_bytes(packed(chance, odd) if path.suffix == ".gz" else odd)
        ends[outcome(path)] += 1
    assert ends["tables"] > 90, ends
    assert {"FILE_UNREADABLE", "WORKBOOK_HUGE"} <= ends.keys(), ends


def test_mangled_parquet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    path = tmp_path / "a.parquet"
    for _ in range(600):
        path.write_bytes(mangled(chance, chance.choice(real("parquet")), METADATA))
        ends[outcome(path)] += 1
    capfd.readouterr()  # what polars prints when it panics
    assert {"tables", "FILE_UNREADABLE"} <= ends.keys(), ends


def test_mangled_standard_input() -> None:
    chance, ends, spool = random.Random(SEED), Counter[str](), Spool()
    forms = ("csv", "tsv", "jsonl", "json")
    for _ in range(400):
        data = mangled(chance, chance.choice(real(chance.choice(forms))), TEXT)
        try:
            path = spool_stream(io.BytesIO(packed(chance, data) if chance.random() < 0.2 else data), spool)
        except InputError as error:
            ends[error.code] += 1
        else:
            ends[outcome(path)] += 1
    assert ends["tables"] > 40, ends


DECLARATIONS = {
    "sources.toml": """
[[source]]
id = "s"
refresh = "daily"
fictitious = true
[[source.file]]
path = "a.csv"
kind = "Patent"
columns = { x = "name", y = "" }
units = { x = "万元" }
""",
    "columns.toml": """
kind = "Patent"
minimum = 3
columns = { x = "name", y = "" }
[units]
z = "万元"
[constants]
a = "b"
""",
}


@pytest.mark.parametrize("name", DECLARATIONS)
def test_mangled_declarations(tmp_path: Path, name: str) -> None:
    chance, ends = random.Random(SEED), Counter[str]()
    (tmp_path / "a.csv").write_text("name\nx\n", encoding="utf-8")
    text = DECLARATIONS[name].encode()
    for _ in range(300):
        (tmp_path / name).write_bytes(mangled(chance, text, (flip, cut, insert, shuffle, mix)))
        try:
            plan([tmp_path])
            ends["plan"] += 1
        except InputError as error:
            ends[error.code] += 1
    assert ends["plan"] > 0, ends
    assert ends["MANIFEST_INVALID"] > 100, ends


def test_a_gzip_bomb_is_read_in_pieces(tmp_path: Path) -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    zeros = b"".join([squeeze.compress(b"0" * (1 << 20)) for _ in range(64)])
    (tmp_path / "a.csv.gz").write_bytes(zeros + squeeze.flush())
    assert outcome(tmp_path / "a.csv.gz") == "FILE_LINE_LONG"

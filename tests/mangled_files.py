"""Small pieces of real files, and ways to damage them, for the tests of the readers."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
from openpyxl import Workbook

ROOT = Path(__file__).parents[1]
PROVINCE = ROOT / "examples" / "province"
OPEN_DATA = ROOT.parent / "shared" / "data"

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

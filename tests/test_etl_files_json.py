"""JSON and JSON Lines: shapes, rows that are no objects, places of faults, memory."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.files.json_scan import JsonScan
from etl.files.read import RawRow, tables
from etl.files.table import WIDEST
from graph.errors import InputError

OPEN_DATA = Path(__file__).parents[2] / "shared" / "data"
PEOPLE = [{"name": "甲", "tags": ["x", "y"]}, {"name": "乙", "age": 3}]


def rows(path: Path) -> list[RawRow]:
    return [row for table in tables(path) for row in table.rows]


def cells(path: Path) -> list[tuple[int, list[object]]]:
    return [(row.number, row.cells) for row in rows(path)]


TABLE = [(0, ["name", "tags", "age"]), (1, ["甲", ["x", "y"], None]), (2, ["乙", None, 3])]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "content",
    [
        PEOPLE,
        {"code": 0, "data": PEOPLE},
        {"data": PEOPLE, "fields": ["name", "tags"], "page": {"size": 2, "empty": {}}},
        {"code": 0, "data": {"total": 2, "list": PEOPLE}},
    ],
)
def test_an_array_of_objects_is_found(tmp_path: Path, content: object, indent: int | None) -> None:
    (tmp_path / "a.json").write_text(json.dumps(content, ensure_ascii=False, indent=indent), encoding="utf-8")
    assert cells(tmp_path / "a.json") == TABLE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_and_gzip(tmp_path: Path, encoding: str) -> None:
    text = json.dumps({"说明": "各单位上报", "data": PEOPLE}, ensure_ascii=False)
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(text.encode(encoding)))
    assert cells(tmp_path / "a.json.gz") == TABLE


@pytest.mark.parametrize("text", ["", "  \n", "[]", '{"data": []}', "[{}, {}]"])
def test_nothing_in_it_is_no_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert rows(tmp_path / "a.json") == []


@pytest.mark.parametrize("text", ['{"name": "甲"}', "3", '"x"', "[1, 2]", '{"a": [{"x": 1}], "b": [{"y": 1}]}'])
def test_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"JSON_SHAPE.*a\.json"):
        rows(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[{"a": 1},\n{"a": 2}\n', 3),
        ('[{"a": 1},\n{"a": 2},\n]', 3),
        ('[{"a": 1},\n{"a" 2}]', 2),
        ('[{"a": 1}]\n]', 2),
        ('[\n{"a": "x}]', 2),
        ('{\n"a": [{"b": 1}],}', 2),
        ("[" * 100_000, 1),
        ('[{"a": ' + "[" * 100_000 + "]" * 100_000 + "}]", 1),
    ],
)
def test_the_line_where_it_breaks_is_named(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        rows(tmp_path / "a.json")
    assert told.value.code == "CSV_LINE"
    assert f"a.json 第 {line} 行" in told.value.words.zh


def test_an_element_that_is_no_object_is_refused_alone(tmp_path: Path) -> None:
    text = '[{"a": 1}, 7, {"a": NaN}, {"a": ' + "9" * 5_000 + '}, {"a": "\\ud800"}, {"a": 2}]'
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    found = rows(tmp_path / "a.json")
    assert [(row.number, row.error and row.error.code) for row in found if row.error] == [
        (2, "ROW_JSON"),
        (3, "ROW_JSON"),
        (4, "ROW_JSON"),
        (5, "ROW_JSON"),
    ]
    assert (found[1].cells, found[-1].cells, found[-1].number) == ([1], [2], 6)


def test_values_split_between_pieces_are_whole() -> None:
    text = json.dumps([{"name": "中文", "n": 12345}, 1234.5e10, "x\\y", None, {}])
    for size in range(1, len(text) + 1):
        pieces = (text[at : at + size] for at in range(0, len(text), size))
        scan = JsonScan(pieces, "a.json")
        assert json.loads(scan.value()) == json.loads(text)
        assert scan.peek() == ""


def test_keys_that_are_values_are_told(tmp_path: Path) -> None:
    wide = {str(number): number for number in range(WIDEST + 1)}
    (tmp_path / "a.json").write_text(json.dumps([wide]), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps(wide), encoding="utf-8")
    for name in ("a.json", "a.jsonl"):
        with pytest.raises(InputError, match=rf"TABLE_WIDE.*{name}"):
            rows(tmp_path / name)


def objects(count: int) -> Iterator[str]:
    return (json.dumps({"name": f"企业{number}", "text": "说明" * 50}, ensure_ascii=False) for number in range(count))


def test_json_in_one_long_line_is_read(tmp_path: Path) -> None:
    item = b'{"text":"' + b"x" * (1 << 20) + b'"}'
    (tmp_path / "a.json").write_bytes(b"[" + b",".join([item] * 17) + b"]")
    assert sum(1 for table in tables(tmp_path / "a.json") for _ in table.rows) == 18


def test_one_value_without_end_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.json.gz", "wb", compresslevel=1) as stream:
        stream.write(b'[{"a": 1},\n{"text": "')
        for _ in range(20):
            stream.write(b"x" * (1 << 20))
    with pytest.raises(InputError, match=r"CSV_LINE.*a\.json\.gz 第 2 行"):
        rows(tmp_path / "a.json.gz")


def peak(path: Path) -> int:
    """The most memory in use at a time while all rows of a file are read."""
    tracemalloc.start()
    for table in tables(path):
        for _ in table.rows:
            pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json", "a.json.gz"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, name: str) -> None:
    found = []
    for count in (6_000, 18_000):  # 2 and 6 MB
        lines = {
            "a.jsonl": "\n".join(objects(count)),
            "a.csv": "name,text\n" + "\n".join(f"企业{number},{'说明' * 50}" for number in range(count)),
        }
        text = lines.get(name) or "[" + ",\n".join(objects(count)) + "]"
        (tmp_path / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        found.append(peak(tmp_path / name))
    assert found[1] < found[0] * 1.2


def test_rows_can_be_gone_through_twice(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(objects(3)), encoding="utf-8")
    table = next(iter(tables(tmp_path / "a.jsonl")))
    assert list(table.rows) == list(table.rows)


@pytest.mark.skipif(not OPEN_DATA.is_dir(), reason="the open data is not beside this checkout")
@pytest.mark.parametrize("name", ["data_A.json", "test_data_TAC.json"])
def test_open_data_is_read_whole(name: str) -> None:
    path = OPEN_DATA / "kppatent_zh" / name
    wanted = json.loads(path.read_text(encoding="utf-8"))
    table = next(iter(tables(path)))
    head, *found = table.rows
    assert [dict(zip(head.cells, row.cells, strict=True)) for row in found] == wanted

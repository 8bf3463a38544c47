"""Mappings beside files, and manifests: which applies, every fault at once, nothing dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.files.discover import plan
from etl.files.manifest import InputFile
from etl.files.manifest_faults import REFRESH
from etl.files.nearest import nearest
from etl.files.read import tables
from etl.rows.headers import find_header
from graph.errors import InputError
from graph.vocabulary import Vocabulary

CSV = "成果名,登记编号,经费,随便,内部备注\n甲,2024A,5,x,y\n"
MAPPING = """
kind = "Achievement"
[columns]
"成果名" = "name"
"登记编号" = "registration_no"
"经费" = "funding"
"内部备注" = ""
[units]
"经费" = "万元"
[constants]
secrecy = "公开"
"""


def only(path: Path, mapping: Path | None = None) -> InputFile:
    (file,) = plan([path], mapping=mapping).files
    return file


def test_a_mapping_says_what_columns_mean(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "columns.toml").write_text(MAPPING, encoding="utf-8-sig")
    file = only(tmp_path)
    assert (file.kind, dict(file.constants)) == ("Achievement", {"secrecy": "公开"})
    header = find_header(next(iter(tables(file.path))).head, vocabulary.label("Achievement"), file)
    assert [(column.target, column.factor) for column in header.columns] == [
        ("name", 1.0),
        ("registration_no", 1.0),
        ("funding", 10_000.0),
    ]
    assert header.unknown == ("随便",)
    assert plan([tmp_path]).ignored == []


@pytest.mark.parametrize(
    ("places", "wins"),
    [
        (["columns.toml"], "columns.toml"),
        (["columns.toml", "a.columns.toml"], "a.columns.toml"),
        (["a.csv.columns.toml", "a.columns.toml"], "a.csv.columns.toml"),
        (["b.csv.columns.toml", "columns.toml"], "columns.toml"),
        (["../data.columns.toml"], "../data.columns.toml"),
        (["../data.columns.toml", "columns.toml"], "columns.toml"),
        (["../columns.toml"], None),
    ],
)
def test_the_nearest_mapping_applies(tmp_path: Path, places: list[str], wins: str | None) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.csv").write_text(CSV, encoding="utf-8")
    for place in places:
        (folder / place).write_text(f'columns = {{ "成果名" = "{place}" }}', encoding="utf-8")
    for path in (folder, folder / "a.csv"):
        assert only(path).columns.get("成果名") == wins


def test_a_mapping_holds_for_the_folders_within(tmp_path: Path) -> None:
    (tmp_path / "year" / "month").mkdir(parents=True)
    (tmp_path / "year" / "month" / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "columns.toml").write_text('kind = "Achievement"', encoding="utf-8")
    assert only(tmp_path).kind == "Achievement"


def test_a_mapping_that_is_named_wins(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "columns.toml").write_text('kind = "Patent"', encoding="utf-8")
    (tmp_path / "mine.toml").write_text('kind = "Achievement"\n[columns]\n"成果名" = "name"', encoding="utf-8")
    assert only(tmp_path / "a.csv", mapping=tmp_path / "mine.toml").columns == {"成果名": "name"}
    (file,) = plan([tmp_path], mapping=tmp_path / "mine.toml", kind="Demand").files
    assert (file.kind, file.columns) == ("Demand", {"成果名": "name"})
    with pytest.raises(InputError, match=r"INPUT_NO_FILE.*none\.toml"):
        plan([tmp_path], mapping=tmp_path / "none.toml")


def test_a_manifest_needs_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "columns.toml").write_text('kind = "Patent"', encoding="utf-8")
    (tmp_path / "sources.toml").write_text('[[source]]\nid = "s"\n[[source.file]]\npath = "a.csv"', encoding="utf-8")
    assert only(tmp_path).kind is None
    assert plan([tmp_path]).ignored == ["columns.toml"]


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "columns.toml").write_text(
        'kind = 3\ncolour = "red"\nminimum = -1\n[columns]\n"甲" = 5\n[units]\n"经费" = "万圆"\n[constants]\n'
        "x = 2024-01-01",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as told:
        plan([tmp_path])
    assert told.value.code == "MANIFEST_INVALID"
    for part in ("columns.toml", "kind", "colour", "minimum", "columns.甲", "万圆", "constants.x"):
        assert part in told.value.words.zh
        assert part in told.value.words.en


@pytest.mark.parametrize(
    "content", [b"kind = ", b"\xff\xfe", b"x = " + b"9" * 5_000, b"x = " + b"[" * 5_000, b"a = 1\na = 2"]
)
def test_what_is_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    for name in ("columns.toml", "sources.toml"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=rf"MANIFEST_INVALID.*{name}"):
            plan([tmp_path])


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("", ["[[source]]"]),
        ("source = 3", ["[[source]]"]),
        ("source = [1, 2]", ["[[source]]"]),
        ('[[source]]\nid = 7\nfile = "x"', ["id", "file"]),
        ('[[source]]\nid = "s"\nrefresh = "hourly"', ["hourly", *REFRESH]),
        ('[[source]]\nid = "s"\nfictitious = "no"\nrefresh = 7', ["fictitious", "refresh"]),
        ('[[source]]\nid = "s"\n[[source]]\nid = "s"', ["s"]),
        ('[[source]]\nid = "s"\nfile = [3]', ["file"]),
        ('[[source]]\nid = "s"\n[[source.file]]\npath = 3\nminimum = "x"', ["path", "minimum"]),
        ('[[source]]\nid = "s"\n[[source.file]]\npath = "/etc/passwd"\nname = "x"', ["/etc/passwd", "name"]),
        ('[[source]]\nid = "s"\n[[source.file]]\npath = "a.csv"\nunits = { x = "圆" }', ["圆"]),
        ('[[source]]\nid = "s"\n[[source.file]]\nquery = "select 1"', ["url_env", "database"]),
        ('[[source]]\nid = "s"\n[[source.file]]\nquery = "q"\nurl_env = "A"\ndatabase = "sqlite:///a.db"', ["url_env"]),
        ('[[source]]\nid = "s"\n[[source.file]]\nquery = "q"\nurl_env = "A"\npath = "a.csv"', ["path"]),
        ('[[source]]\nid = "s"\n[[source.file]]\nquery = "q"\ndatabase = "sqlite:////etc/a.db"', ["/etc/a.db"]),
        ('[[source]]\nid = "s"\n[[source.file]]\nquery = "q"\ndatabase = "sqlite:///../a.db"', ["../a.db"]),
        ('[[source]]\nid = "s"\n[[source.file]]\nquery = "q"\ndatabase = "nonsense"', ["database"]),
        ('[[source]]\nid = "s"\n[[source.file]]\nquery = "q"\ndatabase = 3\nname = "a|b"', ["database", "name"]),
        (
            '[[source]]\nid = "s"\n' + 2 * '[[source.file]]\nquery = "q"\nurl_env = "A"\n',
            ["name"],
        ),
    ],
)
def test_faults_of_a_manifest(tmp_path: Path, content: str, parts: list[str]) -> None:
    (tmp_path / "sources.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as told:
        plan([tmp_path])
    assert told.value.code == "MANIFEST_INVALID"
    for part in parts:
        assert part in told.value.words.zh
        assert part in told.value.words.en


def test_a_password_in_a_manifest_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "s"\n[[source.file]]\nquery = "q"\ndatabase = "postgresql://me:hunter2@host/x"', "utf-8"
    )
    with pytest.raises(InputError, match="url_env") as told:
        plan([tmp_path])
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize("refresh", REFRESH)
def test_how_often_a_source_is_renewed(tmp_path: Path, refresh: str) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    text = f'[[source]]\nid = "s"\nrefresh = "{refresh}"\n[[source.file]]\npath = "a.csv"'
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    assert only(tmp_path).source.refresh == refresh


def test_every_missing_file_is_named(tmp_path: Path) -> None:
    text = '[[source]]\nid = "s"\n[[source.file]]\npath = "a.csv"\n[[source.file]]\npath = "b.csv"'
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"INPUT_NO_FILE.*a\.csv.*b\.csv"):
        plan([tmp_path])


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "x" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "y").symlink_to(tmp_path / "x", target_is_directory=True)
    assert [file.name for file in plan([tmp_path]).files] == ["a.csv"]


@pytest.mark.parametrize(
    ("kind", "heading", "found"),
    [
        ("Achievement", "成果名", "成果名称"),
        ("Achievement", "登记号码", "登记号"),
        ("Achievement", "完成人员", "完成人"),
        ("Achievement", " 关键词语（必填）", "关键词"),
        ("Achievement", "titel", "title"),
        ("Achievement", "基本信息 › 成果名", "成果名称"),
        ("Achievement", "随便", None),
        ("Achievement", "完成单位 › 电话", None),
        ("Achievement", "", None),
        ("Patent", "专利号码", "专利号"),
        ("Demand", "需求名", "需求名称"),
    ],
)
def test_the_nearest_heading(vocabulary: Vocabulary, kind: str, heading: str, found: str | None) -> None:
    assert nearest(heading, vocabulary.label(kind)) == found

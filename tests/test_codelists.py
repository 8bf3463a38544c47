"""Code lists: sound as shipped, every spelling finds its item, and what no list knows is told with the nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from etl.collect.template_columns import named
from etl.files.manifest import InputFile, Source
from etl.files.read import Cell, RawRow
from etl.rows.codes import not_secret, trl
from etl.rows.headers import find_header
from etl.rows.records import Record
from etl.rows.validate import Refused, RowValidator
from etl.run import check
from graph.codelists.check import codelist_check, nearest
from graph.codelists.model import CodeList, Item, key
from graph.codelists.read import FOLDER, codelists
from graph.errors import InputError, VocabularyError
from graph.ontology import DEFAULT, load_vocabulary
from graph.vocabulary import Vocabulary
from graph.words import Words

PROVINCE = Path(__file__).parents[1] / "examples" / "province"
LISTS = codelists()
GRADES = """
zh = "等级"
en = "grade"
standard = "own"
version = "{version}"
valid_from = {day}
{more}
items = [
  {{ code = "1", zh = "甲等", en = "first", synonyms = ["一等"] }},
  {{ code = "2", zh = "乙等", en = "second", until = 2020-12-31 }},
]
"""


def grades(*, version: str = "1", day: str = "2020-01-01", more: str = "") -> str:
    return GRADES.format(version=version, day=day, more=more)


def validated(
    vocabulary: Vocabulary, kind: str, head: Sequence[str], cells: Sequence[Cell]
) -> tuple[object, list[str]]:
    """What a row becomes, and the words of its faults."""
    label = vocabulary.label(kind)
    file = InputFile(Path("x.csv"), "x.csv", Source("s", Words("s", "s")))
    header = find_header([RawRow(1, list(head))], label, file)
    validator = RowValidator(label, header, file, "")
    result = validator.read(RawRow(2, list(cells)))
    if isinstance(result, Refused):
        return result, [fault.words.en for fault in result.faults]
    return result, [fault.words.en for fault in validator.notes(result)]


def own(tmp_path: Path, *, of: str, codes: str) -> Vocabulary:
    """The product's ontology with another list for a property of Researcher."""
    text = DEFAULT.read_text(encoding="utf-8")
    assert of in text
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "ontology.toml").write_text(text.replace(of, codes), encoding="utf-8")
    return load_vocabulary(tmp_path / "ontology.toml")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_spelling_of_every_item_is_understood(path: Path) -> None:
    codes = LISTS[path.stem]
    fix = codelist_check(codes)
    for item in codes.items:
        for text in item.spellings():
            assert fix(f" {text.upper()} ") == codes.stored(item)
    assert codes.words.zh != codes.words.en
    assert codes.standard
    assert codes.offered(date(2026, 1, 1)), "a list that offers nothing"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_list_after_a_standard_says_how_far_it_was_checked(path: Path) -> None:
    codes = LISTS[path.stem]
    if codes.standard == "科转图谱":
        assert codes.note is None
        return
    assert codes.note is not None
    assert re.search("本表|核对", codes.note.zh)
    assert re.search("own|checked", codes.note.en)
    assert named(codes).zh.endswith(f"{codes.note.zh}）")
    assert named(codes).en.endswith(f"{codes.note.en})")


def test_spellings_fold_width_case_spaces_and_dashes() -> None:
    assert key("５００万－1000万元") == key("500万–1000 万元") == key("500万-1000万元")
    assert codelist_check(LISTS["patent_type"])("Utility  Model") == "实用新型"


def test_the_nearest_items_and_the_version_are_named() -> None:
    with pytest.raises(InputError, match=r"CODE_UNKNOWN.*2017.*大型企业.*large enterprise") as caught:
        codelist_check(LISTS["enterprise_scale"])("特大型企业")
    assert caught.value.words.en.index("大型企业") < caught.value.words.en.index("中型企业")
    assert nearest(LISTS["enterprise_scale"], "§") == LISTS["enterprise_scale"].items[:3]


def test_an_unknown_value_stays_with_a_warning(vocabulary: Vocabulary) -> None:
    record, faults = validated(
        vocabulary, "Enterprise", ["企业名称", "企业规模", "资质"], ["甲", "巨型", "高企；星球级"]
    )
    assert isinstance(record, Record)
    assert record.properties == {"name": "甲", "scale": "巨型", "qualification": ["高新技术企业", "星球级"]}
    assert len(faults) == 2
    assert all("enterprise" in words for words in faults)


def test_two_spellings_of_one_item_are_one_value(vocabulary: Vocabulary) -> None:
    record, faults = validated(vocabulary, "Enterprise", ["企业名称", "资质"], ["甲", "高企；HT；高新技术企业"])
    assert isinstance(record, Record)
    assert (record.properties["qualification"], faults) == (["高新技术企业"], [])


def test_an_empty_marker_is_no_value(vocabulary: Vocabulary) -> None:
    record, faults = validated(vocabulary, "Enterprise", ["企业名称", "企业规模"], ["甲", "/"])
    assert isinstance(record, Record)
    assert (record.properties, faults) == ({"name": "甲"}, [])


def test_a_strict_list_refuses_the_row(tmp_path: Path) -> None:
    (tmp_path / "codelists").mkdir()
    (tmp_path / "codelists" / "grades.toml").write_text(grades(more="strict = true"), encoding="utf-8")
    strict = own(tmp_path, of='codes = "professional_title"', codes='codes = "grades"')
    head = ["姓名", "所在单位", "职称"]
    refused, faults = validated(strict, "Researcher", head, ["张三", "甲大学", "教授"])
    assert isinstance(refused, Refused)
    assert refused.faults[0].value == "教授"
    assert "甲等" in faults[0]
    record, _ = validated(strict, "Researcher", head, ["张三", "甲大学", "一等"])
    assert isinstance(record, Record)
    assert record.properties["title"] == "甲等"


def test_a_core_value_is_not_told_by_its_neighbours(tmp_path: Path) -> None:
    of = 'level = "core", headers = ["联系方式"] }\nphone'
    secret = own(tmp_path, of=of, codes=of.replace('"core"', '"core", codes = "professional_title"'))
    label = secret.label("Organization")
    assert label.properties["contact"].codes == LISTS["professional_title"]
    file = InputFile(Path("x.csv"), "x.csv", Source("s", Words("s", "s")))
    validator = RowValidator(label, find_header([RawRow(1, ["名称", "联系人"])], label, file), file, "")
    record = validator.read(RawRow(2, ["甲", "农艺师傅"]))
    assert isinstance(record, Record)
    (fault,) = validator.notes(record)
    assert fault.value is None
    assert "农艺" not in fault.words.zh + fault.words.en
    assert fault.words.zh.index("教授") < fault.words.zh.index("副教授") < fault.words.zh.index("讲师")


def test_the_named_checks_keep_the_last_word(vocabulary: Vocabulary) -> None:
    assert {not_secret(text) for item in LISTS["secrecy"].items for text in item.spellings() if "GK" not in text} == {
        "公开"
    }
    assert [trl(item.code) for item in LISTS["trl"].items] == list("123456789")
    head = ["编号", "名称", "技术成熟度", "密级"]
    record, faults = validated(vocabulary, "Achievement", head, ["1", "甲", "初样级", "GK"])
    assert isinstance(record, Record)
    assert (record.properties["trl"], record.properties["secrecy"], faults) == (5, "公开", [])
    refused, _ = validated(vocabulary, "Achievement", head, ["1", "甲", "10级", "公开"])
    assert isinstance(refused, Refused)
    assert [fault.code for fault in refused.faults] == ["TRL_RANGE"]
    refused, _ = validated(vocabulary, "Achievement", head, ["1", "甲", "5", "机密"])
    assert isinstance(refused, Refused)
    assert [fault.code for fault in refused.faults] == ["SECRET"]


def test_the_newest_version_is_meant_unless_one_is_named(tmp_path: Path) -> None:
    for version, day in (("2009", "2009-01-01"), ("2022", "2022-01-01"), ("2015", "2015-01-01")):
        (tmp_path / f"grades@{version}.toml").write_text(grades(version=version, day=day), encoding="utf-8")
    lists = codelists(tmp_path)
    assert set(lists) == {"grades", "grades@2009", "grades@2015", "grades@2022"}
    assert (lists["grades"].version, lists["grades@2009"].version) == ("2022", "2009")


def test_what_ended_is_understood_but_not_offered() -> None:
    codes = CodeList("g", Words("等", "g"), "own", "1", date(2020, 1, 1),
                     (Item("1", Words("甲", "a")), Item("2", Words("乙", "b"), until=date(2020, 12, 31))))  # fmt: skip
    assert [item.code for item in codes.offered(date(2020, 12, 31))] == ["1", "2"]
    assert [item.code for item in codes.offered(date(2021, 1, 1))] == ["1"]
    assert codelist_check(codes)("b") == "乙"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('zh = "等级"\n', "", "zh: missing"),
        ("valid_from = 2020-01-01", 'valid_from = "2020"', "valid_from: not a date"),
        ('en = "second"', 'en = "一 等"', "一等 means 2 of them"),
        ('code = "2", ', "", r"items[2].code: missing"),
        ("until = 2020-12-31", "untill = 2020-12-31", "items[2].untill: unknown"),
        ('standard = "own"', 'standard = "own"\nvalue = "en"', "value: not one of"),
        ('standard = "own"', 'standard = "own"\nnote = { zh = "自拟" }', "note: not zh and en"),
    ],
)
def test_each_fault_of_a_list_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in grades()
    (tmp_path / "grades.toml").write_text(grades().replace(old, new), encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        codelists(tmp_path)
    assert told in str(caught.value)


def test_the_ontology_names_lists_that_exist_for_types_that_have_codes(tmp_path: Path) -> None:
    with pytest.raises(
        VocabularyError, match=r"Researcher.properties.title.codes: unknown code list zzz; there are .*trl"
    ):
        own(tmp_path, of='codes = "professional_title"', codes='codes = "zzz"')
    with pytest.raises(VocabularyError, match=r"properties.completed.codes: only for"):
        own(
            tmp_path / "..",
            of='en = "completed", type = "date"',
            codes='en = "completed", type = "date", codes = "trl"',
        )


def test_every_coded_value_of_the_examples_is_in_its_list(vocabulary: Vocabulary) -> None:
    assert [fault for fault in check([PROVINCE], vocabulary).faults if fault.code == "CODE_UNKNOWN"] == []

"""Templates: every kind has one that guides, checks and loads as it is, in both languages, alone or all together."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl.collect.template import write_template, write_templates
from etl.collect.template_columns import Form, Part, heading, parts
from etl.collect.template_mark import mark_of
from etl.collect.template_rules import MOST_TEXT, MOST_TITLE, ROWS
from etl.collect.template_samples import sample
from etl.files.manifest import InputFile, Source
from etl.files.marks import CODES, EXAMPLE, GUIDE, NAME, read_marks
from etl.files.read import tables
from etl.rows.headers import find_header
from etl.rows.records import Record
from etl.rows.validate import RowValidator
from etl.run import check, load
from graph.codelists.check import codelist_check
from graph.errors import NotFoundError
from graph.ontology import DEFAULT, load_vocabulary
from graph.store.bolt import Store
from graph.vocabulary import Link, Vocabulary
from graph.words import Lang, Words

KINDS = tuple(load_vocabulary().labels)
LANGS: tuple[Lang, ...] = ("zh", "en")


def filled(part: Part) -> object:
    """A value that fits a column, not the template's own example."""
    if isinstance(part, Link):
        return "甲；乙" if part.many else "甲"
    if part.codes is not None:
        return part.codes.items[0].code
    checked = {"uscc": "91350100M000100Y43", "org_code": "802100433", "patent_no": "ZL 95115608.X", "ipc": "H01M",
               "orcid": "0000-0002-1825-0097", "registration_no": "9112020Y0002"}  # fmt: skip
    plain = {"integer": 3, "number": "18万", "boolean": "是", "date": "2023年5月", "strings": "甲；乙"}
    return checked.get(part.check or "") or plain.get(part.type, "甲")


def rules(sheet: Worksheet) -> dict[str, DataValidation]:
    """The rule of each column by its heading."""
    letters = {str(v.sqref).split(":")[0][:-1]: v for v in sheet.data_validations.dataValidation}
    assert all(str(v.sqref).endswith(str(ROWS)) for v in letters.values())
    heads = {get_column_letter(number): str(cell.value) for number, cell in enumerate(sheet[1], 1)}
    return {head: letters[letter] for letter, head in heads.items() if letter in letters}


def named_values(book: Workbook, name: str) -> list[Any]:
    """The values of the cells that a name of the workbook means."""
    ((title, area),) = book.defined_names[name].destinations
    return [row[0].value for row in book[title][area]]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_loads_as_it_is(kind: str, lang: Lang, vocabulary: Vocabulary, tmp_path: Path) -> None:
    path, label = tmp_path / "form.xlsx", vocabulary.label(kind)
    write_template(kind, vocabulary, path, lang=lang)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [heading(part, lang) for part in parts(label)]
    sheet.append([filled(part) for part in parts(label)])
    book.save(path)

    report = check([path], vocabulary)
    assert report.faults == []
    assert [(file.kind, file.read, file.rejected, file.unknown_columns) for file in report.files] == [(kind, 1, 0, ())]
    table = next(tables(path))
    file = InputFile(path, "form.xlsx", Source("s", Words("s", "s")))
    validator = RowValidator(label, find_header(table.head, label, file), file, table.sheet)
    record = validator.read(list(table.rows)[1])
    assert isinstance(record, Record)
    assert record.properties.keys() == label.properties.keys()
    assert record.links.keys() == label.links.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_are_right(kind: str, vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(kind, vocabulary, path)
    book = load_workbook(path)
    for row in book[EXAMPLE].iter_rows(min_row=2, values_only=True):
        book.worksheets[0].append(list(row))
    book.save(path)
    report = check([path], vocabulary)
    assert report.faults == []
    assert [file.read for file in report.files] == [2]


def test_all_kinds_in_one_workbook(vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    write_templates(vocabulary, path)
    book = load_workbook(path)
    assert book.sheetnames == [*(label.words.zh for label in vocabulary.labels.values()), EXAMPLE, GUIDE, CODES]
    for label in vocabulary.labels.values():
        book[label.words.zh].append([filled(part) for part in parts(label)])
    book.save(path)
    report = check([path], vocabulary)
    assert report.faults == []
    assert [(file.kind, file.read) for file in report.files] == [(kind, 1) for kind in KINDS]
    assert {title: mark.kind for title, mark in read_marks(path).items()} == {
        label.words.zh: label.name for label in vocabulary.labels.values()
    }


def test_drop_downs_come_from_the_lists_with_their_version(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_template("Enterprise", vocabulary, tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    codes = vocabulary.label("Enterprise").properties["scale"].codes
    assert codes is not None
    rule = rules(book.worksheets[0])["规模"]
    assert (rule.type, rule.formula1, rule.errorStyle) == ("list", "codes_enterprise_scale", "warning")
    assert named_values(book, "codes_enterprise_scale") == ["大型企业", "中型企业", "小型企业", "微型企业"]
    assert book[CODES].sheet_state == "hidden"
    assert f"enterprise_scale@{codes.version}" in [cell.value for cell in book[CODES][2]]
    assert rules(book.worksheets[0])["资质"].showErrorMessage is False, "several may be typed"


@pytest.mark.parametrize("lang", LANGS)
def test_every_choice_loads(lang: Lang, vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_templates(vocabulary, tmp_path / "all.xlsx", lang=lang)
    book = load_workbook(tmp_path / "all.xlsx")
    lists = {
        p.codes.name: p.codes for label in vocabulary.labels.values() for p in label.properties.values() if p.codes
    }
    assert len(lists) > 10
    for name, codes in lists.items():
        fix = codelist_check(codes)
        said = named_values(book, f"codes_{name}")
        assert [fix(str(text)) for text in said] == [codes.stored(item) for item in codes.items]


def test_cells_are_checked(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_template("Enterprise", vocabulary, tmp_path / "form.xlsx")
    sheet = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    uscc = rules(sheet)["统一社会信用代码"]
    assert "=18" in str(uscc.formula1)
    assert (uscc.errorStyle, uscc.showInputMessage) == ("stop", True)
    assert "18 位" in (uscc.prompt or "")
    assert rules(sheet)["名称*"].formula1 == "LEN(A2)<=500"
    write_template("Patent", vocabulary, tmp_path / "form.xlsx", lang="en")
    sheet = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    found = rules(sheet)
    assert "application number: 12 or 8 digits" in (found["application number"].prompt or "")
    assert str(found["valuation（CNY）"].formula1).count(">=0") == 1
    assert "ISNUMBER" in str(found["filing date"].formula1)


def test_missing_obligatory_cells_are_coloured(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_template("Demand", vocabulary, tmp_path / "form.xlsx")
    sheet = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    last = get_column_letter(sheet.max_column)
    found = {str(area.sqref): area.rules[0].formula for area in sheet.conditional_formatting}
    assert found == {
        f"{letter}2:{letter}{ROWS}": [f"AND(COUNTA($A2:${last}2)>0,LEN(TRIM({letter}2))=0)"] for letter in "B"
    }


@pytest.mark.parametrize("lang", LANGS)
def test_hints_are_short_enough_for_excel(lang: Lang, vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_templates(vocabulary, tmp_path / "all.xlsx", lang=lang)
    for sheet in load_workbook(tmp_path / "all.xlsx").worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len(str(rule.formula1)) <= 255
            assert all(len(text or "") <= MOST_TEXT for text in (rule.error, rule.prompt))
            assert all(len(text or "") <= MOST_TITLE for text in (rule.errorTitle, rule.promptTitle))


def test_codes_dates_and_names_are_text(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_template("Patent", vocabulary, tmp_path / "form.xlsx")
    sheet = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    formats = {
        cell.value: sheet.column_dimensions[get_column_letter(number)].number_format
        for number, cell in enumerate(sheet[1], 1)
    }
    assert formats["申请号"] == formats["申请日"] == formats["申请人"] == "@"
    assert formats["评估价值（元）"] == "General"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.page_setup.orientation == "landscape"


def test_the_guide_speaks_both_languages(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_template("Demand", vocabulary, tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    told = {str(row[0]): [str(cell or "") for cell in row] for row in book[GUIDE].iter_rows(values_only=True)}
    label = vocabulary.label("Demand")
    for part in parts(label):
        words = part.words
        row = told[words.zh if words.zh == words.en else f"{words.zh}\n{words.en}"]
        assert row[1] == ("*" if part.required else "")
        assert row[2].startswith(vocabulary.levels[part.level].zh)
        assert re.search(r"[一-鿿].*\n.*[a-z]", row[3], re.DOTALL)
        assert row[4] == sample(part, Form(label, vocabulary, "zh"))
    assert "1000万元以上" in told["预算区间\nbudget band"][5]
    comment = book.worksheets[0]["A1"].comment
    assert comment is not None
    assert "number" in comment.text
    assert "编号" in comment.text


def test_a_sheet_remembers_its_kind_and_version(vocabulary: Vocabulary, tmp_path: Path) -> None:
    path, label = tmp_path / "form.xlsx", vocabulary.label("Demand")
    write_template("Demand", vocabulary, path)
    book = load_workbook(path)
    book.worksheets[0].title = "二〇二六年 <征集> & 汇总"
    book.move_sheet(book.worksheets[0], 2)
    book.save(path)
    assert read_marks(path) == {"二〇二六年 <征集> & 汇总": mark_of(label)}
    assert f"{NAME}: 技术需求" in zipfile.ZipFile(path).read("docProps/custom.xml").decode()


def test_the_version_changes_with_columns_and_lists(vocabulary: Vocabulary, tmp_path: Path) -> None:
    label = vocabulary.label("Case")
    text = DEFAULT.read_text(encoding="utf-8").replace('level = "public", codes = "transfer_mode"', 'level = "public"')
    (tmp_path / "ontology.toml").write_text(text, encoding="utf-8")
    other = load_vocabulary(tmp_path / "ontology.toml")
    assert mark_of(other.label("Case")) != mark_of(label)
    assert mark_of(other.label("Demand")) == mark_of(vocabulary.label("Demand"))


def test_other_files_have_no_mark(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "plain.xlsx")
    (tmp_path / "text.xlsx").write_text("编号,名称", encoding="utf-8")
    assert read_marks(tmp_path / "plain.xlsx") == read_marks(tmp_path / "text.xlsx") == {}
    assert read_marks(tmp_path / "none.xlsx") == {}


def test_an_empty_template_loads_nothing(vocabulary: Vocabulary, tmp_path: Path, store: Store) -> None:
    write_template("Demand", vocabulary, tmp_path / "form.xlsx")
    report = load([tmp_path / "form.xlsx"], store, vocabulary)
    assert (report.changes, report.nodes, [file.read for file in report.files]) == (0, 0, [0])


def test_an_unknown_kind_is_told(vocabulary: Vocabulary, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        write_template("Unicorn", vocabulary, tmp_path / "form.xlsx")

"""Templates: every kind has one, and filled in it loads as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from etl.collect.template import SAMPLES, write_template
from etl.files.manifest import InputFile, Source
from etl.reports.report import LoadReport
from etl.rows.gather import gather
from etl.run import load
from graph.errors import NotFoundError
from graph.ontology import load_vocabulary
from graph.store.bolt import Store
from graph.vocabulary import Link, Property, Vocabulary
from graph.words import Words

KINDS = tuple(load_vocabulary().labels)


def filled(part: Property | Link) -> object:
    """A value that fits a column."""
    if isinstance(part, Link):
        return "甲；乙" if part.many else "甲"
    plain = {"integer": 3, "number": "18万", "boolean": "是", "date": "2023年5月", "strings": "甲；乙"}
    return SAMPLES.get(part.check or "") or plain.get(part.type, "甲")


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_loads_as_it_is(kind: str, vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(kind, vocabulary, path)
    label = vocabulary.label(kind)
    parts: list[Property | Link] = [*label.properties.values(), *label.links.values()]
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [p.words.zh + ("*" if p.required else "") for p in parts]
    sheet.append([filled(part) for part in parts])
    book.save(path)
    report = LoadReport()
    (table,) = gather(InputFile(path, "form.xlsx", Source("s", Words("s", "s"))), vocabulary, report)
    assert report.faults == []
    assert (table.report.kind, table.report.sheet) == (kind, label.words.zh)
    assert table.report.unknown_columns == ()
    (record,) = table.records
    assert record.properties.keys() == label.properties.keys()
    assert record.links.keys() == label.links.keys()


def test_the_template_guides_in_both_languages(vocabulary: Vocabulary, tmp_path: Path) -> None:
    write_template("Demand", vocabulary, tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    sheet, example, guide = book.worksheets
    validations = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "匿名发布")
    assert validations == {f"{letter}2:{letter}2000": '"是,否"'}
    text = "\n".join(str(cell) for row in guide.iter_rows(values_only=True) for cell in row if cell)
    label = vocabulary.label("Demand")
    parts: list[Property | Link] = [*label.properties.values(), *label.links.values()]
    for part in parts:
        assert part.words.zh in text
        assert part.words.en in text
    assert example.max_row == 2
    comment = sheet["A1"].comment
    assert comment is not None
    assert "number" in comment.text


def test_an_empty_template_loads_nothing(vocabulary: Vocabulary, tmp_path: Path, store: Store) -> None:
    write_template("Demand", vocabulary, tmp_path / "form.xlsx")
    report = load([tmp_path / "form.xlsx"], store, vocabulary)
    assert (report.changes, report.nodes, [file.read for file in report.files]) == (0, 0, [0])


def test_an_unknown_kind_is_told(vocabulary: Vocabulary, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        write_template("Unicorn", vocabulary, tmp_path / "form.xlsx")

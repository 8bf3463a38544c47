"""Excel templates: one sheet to fill in per kind, an example, drop-downs, and a guide in Chinese and English."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl.rows.headers import EXAMPLE, GUIDE
from graph.vocabulary import Label, Link, Property, Vocabulary
from graph.words import message

ROWS = 2_000  # rows that get drop-downs
WIDTH = 18

SAMPLES = {
    "uscc": "91110000600037341L",
    "org_code": "600037341",
    "patent_no": "201710601862.3",
    "orcid": "0000-0002-1825-0097",
    "trl": "5",
    "registration_no": "9112020Y0001",
    "ipc": "H01M4/36",
    "not_secret": "公开",
}


def write_template(kind: str, vocabulary: Vocabulary, path: Path) -> None:
    """Write the template of ``kind`` to ``path`` (.xlsx). Filled in, it loads as it is.

    Its first sheet, named after the kind, has one column per property and link, obligatory ones marked with *; the
    others are an example and a guide, which a load leaves alone. Raises ``NotFoundError`` (UNKNOWN_KIND), ``OSError``.
    """
    label = vocabulary.label(kind)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = label.words.zh
    parts = _parts(label)
    _header(sheet, parts)
    for column, part in enumerate(parts, 1):
        if isinstance(part, Property) and part.type == "boolean":
            _choices(sheet, column)
    example = book.create_sheet(EXAMPLE)
    example.append([part.words.zh for part in parts])
    example.append([_sample(part, vocabulary) for part in parts])
    _guide(book.create_sheet(GUIDE), label, vocabulary)
    book.save(path)


def _parts(label: Label) -> list[Property | Link]:
    return [*label.properties.values(), *label.links.values()]


def _header(sheet: Worksheet, parts: list[Property | Link]) -> None:
    sheet.append([part.words.zh + ("*" if part.required else "") for part in parts])
    for column, part in enumerate(parts, 1):
        cell = sheet.cell(1, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF2CC" if part.required else "EDEDED")
        cell.alignment = Alignment(wrap_text=True)
        cell.comment = Comment(f"{part.words.en}\n{_how(part)}", "kezhuan")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
        if isinstance(part, Property) and part.type == "string":
            _as_text(sheet, column)
    sheet.freeze_panes = "A2"


def _as_text(sheet: Worksheet, column: int) -> None:
    # Excel keeps 15 digits of a number; codes are longer and may begin with 0.
    sheet.column_dimensions[get_column_letter(column)].number_format = "@"


def _choices(sheet: Worksheet, column: int) -> None:
    choices = DataValidation(type="list", formula1='"是,否"', allow_blank=True)
    letter = get_column_letter(column)
    choices.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(choices)


def _guide(sheet: Worksheet, label: Label, vocabulary: Vocabulary) -> None:
    sheet.append([message("TEMPLATE_GUIDE", kind=label.words).zh])
    sheet.append([message("TEMPLATE_GUIDE", kind=label.words).en])
    sheet.append([])
    names = ("COLUMN", "REQUIRED", "LEVEL", "HOW", "SAMPLE")
    sheet.append([f"{words.zh} {words.en}" for words in (message(f"TEMPLATE_{name}") for name in names)])
    for part in _parts(label):
        level = vocabulary.levels[part.level]
        marks = [f"{part.words.zh} {part.words.en}", "*" if part.required else "", f"{level.zh} {level.en}"]
        sheet.append([*marks, _how(part), _sample(part, vocabulary)])
    for letter, width in zip("ABCDE", (32, 14, 22, 70, 36), strict=True):
        sheet.column_dimensions[letter].width = width


def _how(part: Property | Link) -> str:
    link = "LINKS" if isinstance(part, Link) and part.many else "LINK"
    code = part.type.upper() if isinstance(part, Property) else link
    words = message(f"TEMPLATE_{code}")
    return f"{words.zh} {words.en}"


def _sample(part: Property | Link, vocabulary: Vocabulary) -> str:
    if isinstance(part, Link):
        target = vocabulary.label(part.target)
        first = target.properties[target.refer_by[0] if target.refer_by else target.caption]
        return SAMPLES.get(first.check or "", f"({target.words.zh} {target.words.en})")
    if part.check in SAMPLES:
        return SAMPLES[part.check]
    samples = {"date": "2023-05-31", "boolean": "否", "number": "18万", "integer": "2023", "strings": "石墨烯；储能"}
    return samples.get(part.type, "")

"""The sheets of a template that explain: the guide in Chinese and English, and filled-in rows."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from etl.collect.template_columns import Form, Part, heading, how, named, parts
from etl.collect.template_mark import mark_of
from etl.collect.template_samples import sample
from etl.collect.template_sheet import FONT, PALE, paint, printable, title_of, width_of, width_of_all
from graph.vocabulary import Label, Level, Property
from graph.words import Words, message

COLUMNS = {"COLUMN": 24, "REQUIRED": 13, "LEVEL": 16, "HOW": 58, "SAMPLE": 32, "LIST": 52}
RULE = Border(bottom=Side("hair", color="B8BDC4"))
LINE_HEIGHT = 15
EXAMPLE_ROW = 2


def put_guide(sheet: Worksheet, forms: Sequence[Form]) -> None:
    """Write the guide of ``forms``, one section each, both languages in every cell."""
    for letter, width in zip("ABCDEF", COLUMNS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    row = 1
    for form in forms:
        row = _section(sheet, row, form) + 2
    sheet.sheet_view.showGridLines = False
    printable(sheet, sheet.title, forms[0].lang)


def put_example(sheet: Worksheet, forms: Sequence[Form]) -> None:
    """Write a full row of each kind and one of its obligatory cells only, each kind under its own heading."""
    row = 1
    for form in forms:
        label = form.label
        full = [sample(part, form) for part in form.columns]
        least = [text if _needed(part, label) else "" for part, text in zip(form.columns, full, strict=True)]
        for number, (part, *texts) in enumerate(zip(form.columns, full, least, strict=True), 1):
            paint(sheet.cell(row, number, heading(part, form.lang)), part, label)
            for below, text in enumerate(texts, 1):
                _sample_cell(sheet, row + below, number, text)
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width = max(width_of(part, label), 12 if column.width is None else column.width)
        sheet.row_dimensions[row].height = 34
        row += 4
    sheet.freeze_panes = "A2" if len(forms) == 1 else None
    printable(sheet, sheet.title, forms[0].lang, width=max(width_of_all(form.label) for form in forms))


def _needed(part: Part, label: Label) -> bool:
    """Whether a row cannot do without: it is obligatory, or part of the first group of keys that has no code."""
    tier = next((t for t in label.keys if not _checked(label, t)), label.keys[-1])
    return part.required or part.name in tier


def _checked(label: Label, tier: Sequence[str]) -> bool:
    return any(name in label.properties and label.properties[name].check for name in tier)


def _sample_cell(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, text or None)
    cell.font = Font(name=FONT, size=10, color="5A6068")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "@"


def _section(sheet: Worksheet, row: int, form: Form) -> int:
    """Write the section of a kind from ``row`` on; returns its last row."""
    color = form.label.color.lstrip("#")
    title = sheet.cell(row, 1, _both(message("TEMPLATE_TITLE", kind=form.label.words), " · "))
    title.font = Font(name=FONT, size=14, bold=True, color=color)
    sheet.row_dimensions[row].height = 26
    for words in _introduction(form):
        row += 1
        cell = sheet.cell(row, 1, _both(words, "\n"))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
        cell.font = Font(name=FONT, size=10, color="33373D")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[row].height = 2 * LINE_HEIGHT + 2
    row += 1
    _row(sheet, row, [_both(message(f"TEMPLATE_{name}"), "\n") for name in COLUMNS])
    for column in range(1, len(COLUMNS) + 1):
        sheet.cell(row, column).fill = PALE
        sheet.cell(row, column).font = Font(name=FONT, size=10, bold=True)
    for part in form.columns:
        row += 1
        _row(sheet, row, _told(part, form))
        if part.required:
            sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True, color=color)
    return row


def _introduction(form: Form) -> list[Words]:
    label, sheet = form.label, title_of(form.label, form.lang)
    told = [message("TEMPLATE_ROWS", sheet=sheet), message("TEMPLATE_MARKS"), message("TEMPLATE_MANY")]
    told.append(message("TEMPLATE_KEYS", tiers=_tiers(label)))
    if any(part.level is Level.CORE for part in form.columns):
        told.append(message("TEMPLATE_LEVELS", core=form.vocabulary.levels[Level.CORE]))
    return [*told, message("TEMPLATE_VERSION", mark=mark_of(label))]


def _tiers(label: Label) -> Words:
    """The groups of columns that identify a row; the source is known without being written."""
    known = {part.name: part.words for part in parts(label)}
    tiers = [[known[name] for name in tier if name in known] for tier in label.keys]
    return Words(
        "；".join(" + ".join(words.zh for words in tier) for tier in tiers),
        "; ".join(" + ".join(words.en for words in tier) for tier in tiers),
    )


def _told(part: Part, form: Form) -> list[str]:
    level, codes = form.vocabulary.levels[part.level], part.codes if isinstance(part, Property) else None
    return [
        _both(part.words, "\n"),
        "*" if part.required else "",
        _both(level, "\n"),
        _both(how(part, form.vocabulary), "\n"),
        sample(part, form),
        _both(named(codes), "\n") if codes is not None else "",
    ]


def _row(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, text or None)
        cell.font = Font(name=FONT, size=10, color="33373D")
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if column == 2 else "left")
        cell.border = RULE
    lines = max(_lines(text, width) for text, width in zip(texts, COLUMNS.values(), strict=True))
    sheet.row_dimensions[row].height = LINE_HEIGHT * lines + 4


def _lines(text: str, width: int) -> int:
    """How many lines ``text`` takes in a column; a Chinese character is two wide."""
    wide = [sum(2 if ord(char) > 0x2E80 else 1 for char in line) for line in text.split("\n")]
    return sum(1 + max(0, each - 1) // (width - 1) for each in wide)


def _both(words: Words, between: str) -> str:
    return words.zh if words.zh == words.en else f"{words.zh}{between}{words.en}"

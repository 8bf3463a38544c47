"""The sheet of a template that is filled in: heading, comments, formats, rules, and how it is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from etl.collect.template_columns import Form, Part, heading, how, parts
from etl.collect.template_mark import put_mark
from etl.collect.template_rules import put_rules
from graph.vocabulary import Label, Property, Vocabulary
from graph.words import Lang, Words, message

WIDTHS = {"text": 44, "strings": 28, "string": 20, "integer": 11, "number": 15, "date": 14, "boolean": 11}
LINK_WIDTH = 24
CAPTION_WIDTH = 34
FONT = "Microsoft YaHei"
PALE = PatternFill("solid", fgColor="F1F3F5")
LINE = Border(bottom=Side("medium", color="FFFFFF"), right=Side("thin", color="FFFFFF"))
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31
A4 = 9
PAGE_WIDTH = 200  # characters that are still legible across a page


def put_sheet(book: Workbook, form: Form) -> Worksheet:
    """Add the sheet to fill in for a kind, with one column per property and link."""
    label, lang = form.label, form.lang
    sheet: Worksheet = book.create_sheet(title_of(label, lang))
    for number, part in enumerate(form.columns, 1):
        _head(sheet, number, part, form)
        _comment(sheet, number, part, form.vocabulary)
    put_rules(sheet, form)
    put_mark(book, sheet, label)
    _view(sheet, form.columns, label)
    sheet.print_title_rows = "1:1"
    printable(sheet, label.words.text(lang), lang, width=width_of_all(label))
    return sheet


def title_of(label: Label, lang: Lang) -> str:
    """The title of a kind's sheet, by which a load knows the kind."""
    return FORBIDDEN.sub(" ", label.words.text(lang))[:LONGEST_TITLE]


def paint(cell: Cell | MergedCell, part: Part, label: Label) -> None:
    """Give a heading its looks: in the kind's colour where it is obligatory, pale where it is not."""
    cell.font = Font(name=FONT, size=10, bold=part.required, color="FFFFFF" if part.required else "33373D")
    cell.fill = PatternFill("solid", fgColor=label.color.lstrip("#")) if part.required else PALE
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")
    cell.border = LINE


def width_of(part: Part, label: Label) -> int:
    """How wide a column is, in characters."""
    if not isinstance(part, Property):
        return LINK_WIDTH
    return CAPTION_WIDTH if part.name == label.caption else WIDTHS[part.type]


def width_of_all(label: Label) -> int:
    """How wide the sheet of a kind is, in characters."""
    return sum(width_of(part, label) for part in parts(label))


def _head(sheet: Worksheet, number: int, part: Part, form: Form) -> None:
    paint(sheet.cell(1, number, heading(part, form.lang)), part, form.label)
    column = sheet.column_dimensions[get_column_letter(number)]
    column.width = width_of(part, form.label)
    column.font = Font(name=FONT, size=10)
    column.alignment = Alignment(vertical="top", wrap_text=isinstance(part, Property) and part.type == "text")
    if not isinstance(part, Property) or part.type in ("string", "strings", "date"):
        # As text: Excel keeps 15 digits of a number, drops zeros in front, and makes 1905 of a year in a date cell.
        column.number_format = "@"


def _comment(sheet: Worksheet, number: int, part: Part, vocabulary: Vocabulary) -> None:
    level, told = vocabulary.levels[part.level], how(part, vocabulary)
    head = part.words.zh + (" · " + message("TEMPLATE_REQUIRED").zh if part.required else "")
    lines = [head, told.zh, f"{message('TEMPLATE_LEVEL').zh}：{level.zh}", "", *_english(part, told, level)]
    comment = Comment("\n".join(lines), "kezhuan")
    comment.width, comment.height = 340, 30 + 16 * sum(1 + len(line.encode()) // 60 for line in lines)
    sheet.cell(1, number).comment = comment


def _english(part: Part, told: Words, level: Words) -> Sequence[str]:
    head = part.words.en + (" · " + message("TEMPLATE_REQUIRED").en if part.required else "")
    return (head, told.en, f"{message('TEMPLATE_LEVEL').en}: {level.en}")


def _view(sheet: Worksheet, columns: Sequence[Part], label: Label) -> None:
    caption = next((n for n, part in enumerate(columns, 1) if part.name == label.caption), 1)
    # What a row is called stays in sight, unless too much would stay with it.
    sheet.freeze_panes = f"{get_column_letter(caption + 1 if caption <= 2 else 1)}2"
    sheet.row_dimensions[1].height = 34
    sheet.sheet_properties.tabColor = label.color.lstrip("#")
    sheet.sheet_view.zoomScale = 100


def printable(sheet: Worksheet, header: str, lang: Lang, *, width: int = PAGE_WIDTH) -> None:
    """Set up a sheet of ``width`` characters for A4, on as few pages as stay legible, with header and page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, round(width / PAGE_WIDTH)), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    if sheet.oddHeader is not None and sheet.oddFooter is not None:
        sheet.oddHeader.left.text = header.replace("&", "&&")
        sheet.oddFooter.right.text = message("TEMPLATE_PAGE").text(lang)

"""The hidden sheet with the code lists: a column each, with its version, behind a name that drop-downs use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from etl.collect.template_columns import Form, choices
from etl.files.marks import CODES
from graph.codelists.model import CodeList
from graph.vocabulary import Property
from graph.words import message

HEAD = 4  # rows above the items: name, caption, version, standard
YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}
BOOLEAN = "codes_boolean"


def range_name(prop: Property) -> str | None:
    """The name of the cells whose values ``prop`` may take; None when it has no list."""
    if prop.type == "boolean":
        return BOOLEAN
    return None if prop.codes is None else "codes_" + re.sub(r"\W", "_", f"{prop.codes.name}")


def put_codes(book: Workbook, forms: Sequence[Form]) -> None:
    """Add the sheet with the lists that ``forms`` use, hidden, and name the cells of each."""
    properties = [prop for form in forms for prop in form.label.properties.values()]
    lists = {name: prop.codes for prop in properties if (name := range_name(prop))}
    if not lists:
        return
    sheet, lang = book.create_sheet(CODES), forms[0].lang
    sheet.sheet_state = "hidden"
    note = message("TEMPLATE_CODES_NOTE")
    sheet.cell(1, 1, f"{note.zh} {note.en}").font = Font(color="808080", italic=True)
    for column, (name, codes) in enumerate(lists.items(), 1):
        items = list(YES_NO[lang]) if codes is None else choices(codes, lang, date.today())
        for row, text in enumerate([*_about(name, codes), *items], 2):
            sheet.cell(row, column, text)
        letter, first = get_column_letter(column), HEAD + 2
        sheet.column_dimensions[letter].width = 28
        target = f"'{CODES}'!${letter}${first}:${letter}${first + len(items) - 1}"
        book.defined_names[name] = DefinedName(name, attr_text=target)


def _about(name: str, codes: CodeList | None) -> tuple[str, str, str, str]:
    if codes is None:
        return (name, "", "", "")
    return (f"{codes.name}@{codes.version}", f"{codes.words.zh} {codes.words.en}", codes.version, codes.standard)

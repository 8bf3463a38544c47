"""Excel templates: a sheet to fill in per kind, with drop-downs and checks, examples, and a guide in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from etl.collect.template_codes import put_codes
from etl.collect.template_columns import Form
from etl.collect.template_guide import put_example, put_guide
from etl.collect.template_sheet import put_sheet
from etl.files.marks import EXAMPLE, GUIDE
from graph.vocabulary import Vocabulary
from graph.words import Lang, message


def write_template(kind: str, vocabulary: Vocabulary, path: Path, *, lang: Lang = "zh") -> None:
    """Write the template of ``kind`` to ``path`` (.xlsx), with headings in ``lang``. Filled in, it loads as it is.

    Its first sheet, named after the kind, has one column per property and link, obligatory ones marked with *; the
    others are examples, a guide in both languages and the hidden code lists, which a load leaves alone. The sheet
    remembers its kind and version, see ``template_mark.py``. Raises ``NotFoundError`` (UNKNOWN_KIND), ``OSError``.
    """
    _write([Form(vocabulary.label(kind), vocabulary, lang)], path)


def write_templates(vocabulary: Vocabulary, path: Path, *, lang: Lang = "zh") -> None:
    """Write the templates of all kinds into one workbook: a sheet each, then examples and guide. Raises ``OSError``."""
    _write([Form(label, vocabulary, lang) for label in vocabulary.labels.values()], path)


def _write(forms: Sequence[Form], path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for form in forms:
        put_sheet(book, form)
    put_example(book.create_sheet(EXAMPLE), forms)
    put_guide(book.create_sheet(GUIDE), forms)
    put_codes(book, forms)
    book.properties.creator = "Kezhuan 科转图谱"
    if len(forms) == 1:
        book.properties.title = message("TEMPLATE_TITLE", kind=forms[0].label.words).text(forms[0].lang)
    book.save(path)

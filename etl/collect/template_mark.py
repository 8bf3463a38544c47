"""How a filled-in template is recognised: every sheet remembers its kind and the version of its template."""

from __future__ import annotations

import hashlib

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from etl.files.marks import NAME, Mark
from graph.vocabulary import Label


def mark_of(label: Label) -> Mark:
    """The mark of the template that is written for ``label`` today: another one when a column or code list changes."""
    properties = [
        (p.name, p.type, p.required, p.check, p.unit, p.codes and p.codes.version) for p in label.properties.values()
    ]
    links = [(link.name, link.target, link.many, link.required) for link in label.links.values()]
    told = repr((label.name, properties, links))
    return Mark(label.name, hashlib.sha256(told.encode()).hexdigest()[:8])


def put_mark(book: Workbook, sheet: Worksheet, label: Label) -> None:
    """Write the mark of ``label`` into ``sheet``, and into the properties of the file, where people can see it."""
    mark = mark_of(label)
    sheet.defined_names[NAME] = DefinedName(NAME, attr_text=f'"{mark}"', hidden=True)
    told = StringProperty(name=f"{NAME}: {sheet.title}", value=str(mark))
    book.custom_doc_props.append(told)  # type: ignore[attr-defined]  # the stubs do not have it

"""How a filled-in template is recognised: every sheet remembers its kind and the version of its template."""

from __future__ import annotations

import hashlib
import html
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from graph.vocabulary import Label

NAME = "kezhuan_template"  # a name of the sheet, so it stays when the sheet is renamed, moved or copied
LARGEST = 1 << 22  # bytes of the part of the file in which the names stand

SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*?\bname=\"([^\"]*)\"")
DEFINED = re.compile(r"<(?:\w+:)?definedName\s([^>]*)>([^<]*)<")
LOCAL = re.compile(r"\blocalSheetId=\"(\d+)\"")
CONTENT = re.compile(r"\"(\w+)@([0-9a-f]+)\"")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a sheet was made for: a kind, and the version of its template."""

    kind: str
    version: str

    def __str__(self) -> str:
        return f"{self.kind}@{self.version}"


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


def read_marks(path: Path) -> dict[str, Mark]:
    """The mark of each sheet of an Excel file that has one, by the sheet's present title; empty for any other file."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            text = part.read(LARGEST).decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return {}
    titles = [html.unescape(title) for title in SHEET.findall(text)]
    found: dict[str, Mark] = {}
    for attributes, content in DEFINED.findall(text):
        local, said = LOCAL.search(attributes), CONTENT.fullmatch(html.unescape(content).strip())
        if f'name="{NAME}"' in attributes and local and said and int(local[1]) < len(titles):
            found[titles[int(local[1])]] = Mark(said[1], said[2])
    return found

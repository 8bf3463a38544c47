"""What a template put into each of its sheets: the kind that the sheet was made for."""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

NAME = "kezhuan_template"  # a name of the sheet, so it stays when the sheet is renamed, moved or copied
CODES, GUIDE, EXAMPLE = "代码表 Codes", "填写说明 Guide", "示例 Example"  # sheets of a template that hold no data
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

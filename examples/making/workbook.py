"""An Excel workbook with one sheet whose bytes do not depend on when it was written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_MOMENT = (2024, 1, 1, 0, 0, 0)
_ISO = b"2024-01-01T00:00:00Z"
_STAMP = re.compile(rb"(?<=W3CDTF\">)[^<]*")
_WIDE = 60


def workbook(sheet: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The bytes of a workbook with the one sheet ``sheet``: bold, frozen header, wrapped cells of text."""
    book = Workbook()
    page = book.active
    if page is None:
        raise ValueError("a new workbook has no sheet")
    page.title = sheet
    for row in (header, *rows):
        page.append(list(row))
    for cell in page[1]:
        cell.font = Font(bold=True)
    for column, name in enumerate(header):
        longest = max(len(name), *(len(row[column]) for row in rows))
        page.column_dimensions[get_column_letter(column + 1)].width = min(_WIDE, 2 * longest + 2)
        for cell in page[get_column_letter(column + 1)]:
            cell.alignment = Alignment(wrap_text=longest > _WIDE // 2, vertical="top")
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(raw: bytes) -> bytes:
    """``raw`` with every time stamp set to one moment; openpyxl stamps the entries and the properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            part = old.read(name)
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, _STAMP.sub(_ISO, part) if name == "docProps/core.xml" else part)
    return out.getvalue()

"""What a workbook unpacks to, found out beforehand: a bomb or a stray cell far out must not fill memory."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from graph.errors import InputError

LARGEST = 1 << 29  # bytes of a workbook as it lies there
UNPACKED = 1 << 31  # bytes of XML in it
MOST_CELLS = 50_000_000  # of a sheet from A1 to its last cell, empty ones too: each takes 32 bytes
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # Excel's own limits

BLOCK = 1 << 20
OVERLAP = 64
COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)""")
ROW = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*(\d+)""")
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    RuntimeError,  # encrypted, or (NotImplementedError) packed in another way
)


def check_size(data: bytes, file: str) -> None:
    """Raises ``InputError``: WORKBOOK_HUGE, FILE_UNREADABLE. What is no archive is left to the reader to refuse."""
    if len(data) > LARGEST:
        raise InputError("WORKBOOK_HUGE", file=file, what=f"> {LARGEST >> 20} MB")
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive, file)
    except DAMAGE as error:
        raise InputError("FILE_UNREADABLE", file=file, why=error) from error


def _check_entries(archive: zipfile.ZipFile, file: str) -> None:
    unpacked = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        extent = _Extent()
        for block in _blocks(archive, entry):
            unpacked += len(block)
            if unpacked > UNPACKED:
                raise InputError("WORKBOOK_HUGE", file=file, what=f"> {UNPACKED >> 20} MB XML")
            if "worksheets/" in entry.filename:
                extent.see(block)
        if extent.columns * extent.rows > MOST_CELLS or extent.rows > LAST_ROW or extent.columns > LAST_COLUMN:
            raise InputError("WORKBOOK_HUGE", file=file, what=f"{entry.filename}: {extent.rows} × {extent.columns}")


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    entry.file_size = 1 << 62  # what the archive says of it may be wrong: count what comes out
    with archive.open(entry) as stream:
        while block := stream.read(BLOCK):
            yield block


class _Extent:
    """How far down and to the right the cells of a sheet's XML reach."""

    def __init__(self) -> None:
        self.rows, self.columns = 0, 0
        self._tail = b""

    def see(self, block: bytes) -> None:
        text = self._tail + block
        self._tail = text[-OVERLAP:]
        self.rows = max([self.rows, *(int(row[:9]) for row in set(ROW.findall(text)))])
        self.columns = max([self.columns, *map(_column, set(COLUMN.findall(text)))])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:5]:
        number = number * 26 + letter - 64
    return number

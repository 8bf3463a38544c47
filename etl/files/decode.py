"""Bytes to text: digest of a file, its encoding, and lines from it, plain or gzipped."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from etl.files.encodings import BOMS, SAMPLE, like_utf16, mostly_utf8
from etl.files.reading import reading
from etl.files.table import LONGEST
from graph.errors import InputError

BLOCK = 1 << 18
MARK = "\ufeff"
NO_ZEROS = ("utf-8", "gb18030")


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of the file as it lies there."""
    total, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            total.update(block)
            size += len(block)
    return total.hexdigest(), size


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, decompressed when its name ends in ``.gz``."""
    return cast(BinaryIO, gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def encoding(path: Path, *, longest: int | None = LONGEST) -> str:
    """The encoding of a text, all of which was tried: by its byte-order mark, else UTF-8, else GB18030 (holds GBK).

    UTF-16 without a mark is known by where its zero bytes stand. ``longest``: characters that a line may have.
    Raises ``InputError``: FILE_BINARY, FILE_ENCODING and FILE_MIXED (naming the line), FILE_LINE_LONG, FILE_UNREADABLE
    (damaged gzip), FILE_DENIED.
    """
    with reading(path), open_bytes(path) as stream:
        head = stream.read(SAMPLE)
    marked = next((name for mark, name in BOMS if head.startswith(mark)), None) or like_utf16(head)
    name = marked or "utf-8"
    if (fault := _fault(path, name, longest)) is None:
        return name
    if marked or _mixed(path, fault[1]):
        raise InputError("FILE_MIXED", file=path.name, line=fault[0], encoding=name.upper())
    if (fault := _fault(path, "gb18030", longest)) is not None:
        raise InputError("FILE_ENCODING", file=path.name, line=fault[0])
    return "gb18030"


def lines(path: Path, name: str | None = None) -> Iterator[str]:
    """The text of the file line by line, line ends kept; ``name`` is its encoding when that is known.

    Raises as ``encoding`` does.
    """
    found = name or encoding(path)
    with reading(path), open_bytes(path) as stream, io.TextIOWrapper(stream, encoding=found, newline="") as text:
        yield text.readline().removeprefix(MARK)
        yield from text


def blocks(path: Path, name: str) -> Iterator[str]:
    """The text of the file in pieces of BLOCK characters, without a byte-order mark. Raises as ``lines``."""
    with reading(path), open_bytes(path) as stream, io.TextIOWrapper(stream, encoding=name, newline="") as text:
        block = text.read(BLOCK).removeprefix(MARK)
        while block:
            yield block
            block = text.read(BLOCK)


def _fault(path: Path, name: str, longest: int | None) -> tuple[int, int] | None:
    """The line (1-based) and the byte where the text stops being ``name``; None when it never does."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    line, read, since = 1, 0, 0
    with reading(path), open_bytes(path) as stream:
        while True:
            block = stream.read(BLOCK)
            if b"\0" in block and name in NO_ZEROS:
                raise InputError("FILE_BINARY", file=path.name)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(name, "replace")
                return line + _ends(before), max(read - len(error.object) + len(block), 0) + error.start
            if "\0" in text:
                raise InputError("FILE_BINARY", file=path.name)
            since = _since(text, since)
            if longest is not None and since > longest:
                raise InputError("FILE_LINE_LONG", file=path.name, line=line, limit=longest)
            if not block:
                return None
            line, read = line + _ends(text), read + len(block)


def _ends(text: str) -> int:
    return text.count("\n") or text.count("\r")  # \r alone ends the lines of old Macintosh files


def _since(text: str, before: int) -> int:
    """Characters since the last end of a line."""
    last = max(text.rfind("\n"), text.rfind("\r"))
    return len(text) - last - 1 if last >= 0 else before + len(text)


def _mixed(path: Path, at: int) -> bool:
    """Whether the file around byte ``at``, where UTF-8 fails, is UTF-8 for the most part."""
    with reading(path), open_bytes(path) as stream:
        skip = max(at - BLOCK, 0)
        stream.seek(skip)
        return mostly_utf8(stream.read(2 * BLOCK))

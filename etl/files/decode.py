"""Bytes to text: digest of a file, its encoding, and lines from it, plain or gzipped."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from graph.errors import InputError

BLOCK = 1 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


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


def encoding(path: Path) -> str:
    """The encoding of a text file: by its byte-order mark, else strict UTF-8, else GB18030 (which holds GBK).

    Raises ``InputError``: FILE_BINARY, FILE_ENCODING (naming the line), FILE_UNREADABLE (damaged gzip).
    """
    with told(path), open_bytes(path) as stream:
        head = stream.read(4)
        for mark, name in BOMS:
            if head.startswith(mark):
                return name
    if _line_of_fault(path, "utf-8") is None:
        return "utf-8"
    line = _line_of_fault(path, "gb18030")
    if line is not None:
        raise InputError("FILE_ENCODING", file=path.name, line=line)
    return "gb18030"


def lines(path: Path) -> Iterator[str]:
    """The text of the file line by line, line ends kept. Raises as ``encoding`` does."""
    name = encoding(path)
    with told(path), open_bytes(path) as stream, io.TextIOWrapper(stream, encoding=name, newline="") as text:
        yield from text


def _line_of_fault(path: Path, name: str) -> int | None:
    """The line (1-based) where the bytes stop being ``name``, None when they never do."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    line = 1
    with told(path), open_bytes(path) as stream:
        while block := stream.read(BLOCK):
            if b"\0" in block:
                raise InputError("FILE_BINARY", file=path.name)
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            line += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


class told:  # noqa: N801 - reads as a sentence at its uses: with told(path)
    """Context: turn the operating system's and gzip's errors into coded ones that name the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, PermissionError):
            raise InputError("FILE_DENIED", path=self._path) from error
        if isinstance(error, OSError | EOFError | zlib.error):
            raise InputError("FILE_UNREADABLE", file=self._path.name, why=error) from error
        if isinstance(error, UnicodeDecodeError):
            raise InputError("FILE_ENCODING", file=self._path.name, line="?") from error

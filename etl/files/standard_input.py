"""Standard input as a file: its format found out from its first bytes unless it is given."""

from __future__ import annotations

import gzip
import re
import shutil
import zlib
from pathlib import Path
from typing import BinaryIO

import orjson

from etl.files.encodings import BOMS
from etl.files.forms import FORMATS, PACKED
from etl.files.reading import reading
from etl.files.spool import Spool
from graph.errors import InputError

STDIN = Path("-")
SAMPLE = 1 << 16
GZIP = b"\x1f\x8b"
OBJECTS = re.compile(r'\{\s*"[^"]*"\s*:\s*(?:\[\s*)?\{|:\s*\[\s*\{')  # an object or an array of them within an object
MAGIC = ((b"PK\x03\x04", ".xlsx"), (b"PAR1", ".parquet"))


def spool_stream(stream: BinaryIO, spool: Spool, *, form: str | None = None) -> Path:
    """Write a stream down as ``stdin`` with the suffix of its format, so that it can be read twice.

    ``form`` is one of FORMATS without its dot; None: by its first bytes, CSV when they look like nothing else.
    Raises ``InputError``: STDIN_EMPTY, FILE_FORMAT, FILE_UNREADABLE.
    """
    suffix = None if form is None else f".{form.casefold().removeprefix('.')}"
    if suffix is not None and suffix not in FORMATS:
        raise InputError("FILE_FORMAT", file="-", known=" ".join(one[1:] for one in FORMATS))
    with reading(STDIN):
        head = stream.read(SAMPLE)
        if not head:
            raise InputError("STDIN_EMPTY")
        packed = PACKED if head.startswith(GZIP) else ""
        path = spool.place(f"stdin{suffix or sniff(_unpacked(head) if packed else head)}{packed}")
        with path.open("wb") as target:
            target.write(head)
            shutil.copyfileobj(stream, target)
    return path


def sniff(head: bytes) -> str:
    """The suffix of the format that a file's first bytes look like: ".csv" when like nothing else."""
    for magic, suffix in MAGIC:
        if head.startswith(magic):
            return suffix
    text = _text(head).lstrip()
    if text.startswith("["):
        return ".json"
    return _braces(text) if text.startswith("{") else ".csv"


def _braces(text: str) -> str:
    """Lines of objects, or one object: one that holds objects, or that does not end in its first line."""
    first, _, rest = text.partition("\n")
    try:
        item = orjson.loads(first)
    except orjson.JSONDecodeError:
        lines = rest.lstrip().startswith("{") or (len(first) == len(text) and not OBJECTS.match(text))
        return ".jsonl" if lines else ".json"
    return ".jsonl" if rest.strip() or not OBJECTS.search(orjson.dumps(item).decode()) else ".json"


def _text(head: bytes) -> str:
    name = next((name for mark, name in BOMS if head.startswith(mark)), "utf-8")
    return head.decode(name, "replace").removeprefix("\ufeff")


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(head, SAMPLE)
    except zlib.error as error:
        raise gzip.BadGzipFile(str(error)) from error

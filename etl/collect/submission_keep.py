"""Keeping a file that is handed in, whole or without what may not be kept; and clearing away what a crash left."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Collection
from pathlib import Path

from etl.collect.queue_model import Part
from etl.collect.submission_copy import private_folder, write_rows
from etl.collect.submission_rows import Reading
from etl.files.decode import digest
from etl.files.manifest import InputFile
from graph.errors import InputError

BLOCK = 1 << 20
STALE = 3_600  # seconds after which a folder in the making is nobody's


def keep(folder: Path, file: InputFile, reading: Reading, sha256: str) -> tuple[Part, ...]:
    """Keep a file in ``folder``; when it is not ``whole``, only the rows that may be kept, without the others' content.

    Raises ``InputError`` (FILE_CHANGED) when the file is no longer the one that was read.
    """
    if reading.whole:
        kept = private_folder(folder / "file") / file.path.name  # its name may tell its kind
        same = _copy(file.path, kept) == sha256
        parts = [Part(f"file/{kept.name}")]
    else:
        parts = [_rest(folder / f"rows-{at}.jsonl", reading, at - 1) for at in range(1, len(reading.tables) + 1)]
        same = digest(file.path)[0] == sha256
    if not same:
        raise InputError("FILE_CHANGED", file=file.name)
    return tuple(parts)


def sweep(folder: Path, known: Collection[str]) -> None:
    """Remove folders of submissions that were never written down; to be called by the one writer of the log."""
    for path in folder.iterdir():
        stale = not path.name.startswith(".") or time.time() - path.stat().st_mtime > STALE
        if path.is_dir() and path.name not in known and stale:
            shutil.rmtree(path, ignore_errors=True)


def _rest(path: Path, reading: Reading, at: int) -> Part:
    table = reading.tables[at]
    good = {row.number for row in reading.rows if row.sheet == table.sheet and row.flaw != "secret"}
    write_rows(path, {r.number: table.cells(r) for r in table.rows() if r.number in good and r.error is None})
    return Part(path.name, table.label.name, table.sheet)


def _copy(source: Path, target: Path) -> str:
    """Copy a file to disk for good; returns the SHA-256 of what was copied."""
    total = hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with source.open("rb") as stream, os.fdopen(os.open(target, flags, 0o600), "wb") as out:
        while block := stream.read(BLOCK):
            total.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return total.hexdigest()

"""Rows written as JSON Lines: each stands in the line of its number, so that references to it stay true."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import orjson

from etl.files.read import Cell


def write_rows(path: Path, rows: Mapping[int, Mapping[str, Cell]]) -> None:
    """Write rows by their numbers (1-based) to ``path``; lines between them are empty. Whole or not at all."""
    last = max(rows, default=0)
    lines = (orjson.dumps(rows[at], default=str) if at in rows else b"" for at in range(1, last + 1))
    write_whole(path, b"".join(line + b"\n" for line in lines))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, so that a crash leaves the old one or the new one."""
    private_folder(path.parent)
    fresh = path.with_name(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def private_folder(folder: Path) -> Path:
    """A folder that only its owner can enter, made when it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder

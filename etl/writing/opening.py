"""The start of a load in the graph: its node, its sources and files."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.files.decode import digest
from etl.files.manifest import InputFile, Source
from etl.writing.changes import ChangeLog
from etl.writing.decide import Stamp
from etl.writing.undo import Image, UndoLog
from graph.store.bolt import Store


def open_load(store: Store, files: Sequence[InputFile], undo: Path, *, warm: bool) -> Stamp:
    """Open a load in the graph, after noting in an undo log of its own in folder ``undo`` what that changes."""
    stamp = new_stamp(store, files)
    log = UndoLog(log_of(undo, stamp.load_id))
    sources, entries = notes(files, stamp)
    if warm:
        log.books(*_books(store, [row["id"] for row in sources], [row["key"] for row in entries]))
    else:
        log.cold()
    log.close()
    note = ChangeLog(stamp.load_id, whole=not warm).mark()
    store.write("etl_load_start", first=note, id=stamp.load_id, started=stamp.now, sources=sources, files=entries)
    return stamp


def notes(files: Sequence[InputFile], stamp: Stamp) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The properties of the nodes of all sources, and of all files, of a load."""
    sources = {file.source.id: file.source for file in files}
    return [_source_node(source) for source in sources.values()], [_file_node(file, stamp.now) for file in files]


def new_stamp(store: Store, files: Sequence[InputFile]) -> Stamp:
    """An id and time for a load of ``files``, and which sources are fictitious."""
    at = now()
    load_id = f"{at[:19].replace(':', '').replace('-', '')}Z-{secrets.token_hex(3)}"
    invented = {row["id"] for row in store.read("etl_sources") if row["fictitious"]}
    invented -= {file.source.id for file in files}
    invented |= {file.source.id for file in files if file.source.fictitious}
    return Stamp(load_id, at, frozenset(invented))


def log_of(folder: Path, load_id: str) -> Path:
    """The undo log of a load."""
    return folder / f"{load_id}.undo"


def now() -> str:
    """The time, UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _books(store: Store, sources: list[str], files: list[str]) -> tuple[Mapping[str, Image], Mapping[str, Image]]:
    found = store.read("etl_books_image", sources=sources, files=files)[0]
    known_sources = {row["id"]: row for row in found["sources"]}
    known_files = {row["key"]: row for row in found["files"]}
    return {key: known_sources.get(key) for key in sources}, {key: known_files.get(key) for key in files}


def _source_node(source: Source) -> dict[str, Any]:
    words = {"id": source.id, "zh": source.words.zh, "en": source.words.en}
    terms = {"licence": source.licence, "url": source.url, "publisher": source.publisher}
    return {**words, **terms, "fictitious": source.fictitious, "refresh": source.refresh}


def _file_node(file: InputFile, loaded: str) -> dict[str, Any]:
    sha256, size = digest(file.path)
    key = f"{file.source.id}/{file.name}"
    return {"key": key, "source": file.source.id, "file": file.name, "sha256": sha256, "bytes": size, "loaded": loaded}

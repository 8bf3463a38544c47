"""Everything that is wrong with a manifest, so that it can be mended in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from etl.files.declared import COLUMNS, column_faults, shape_faults
from graph.words import Words, message

REFRESH = ("daily", "weekly", "monthly", "quarterly", "yearly", "never")
SOURCE = {
    "id": str,
    "zh": str,
    "en": str,
    "licence": str,
    "url": str,
    "publisher": str,
    "fictitious": bool,
    "refresh": str,
    "file": list,
}
FILE = {"path": str, "name": str, "query": str, "url_env": str, "database": str, **COLUMNS}

Raw = Mapping[str, Any]


def faults(raw: Raw) -> Iterator[Words]:
    """Every fault of a manifest's content."""
    yield from shape_faults(raw, {"source": list}, "sources.toml")
    sources = raw.get("source")
    if not isinstance(sources, list) or not sources or not all(isinstance(entry, dict) for entry in sources):
        yield message("FAULT_NO_SOURCE")
        return
    ids = Counter(str(entry.get("id")) for entry in sources if entry.get("id"))
    yield from (message("FAULT_TWICE", at=name) for name, times in ids.items() if times > 1)
    for number, entry in enumerate(sources, 1):
        yield from _source_faults(entry, str(entry.get("id") or f"#{number}"))


def _source_faults(entry: Raw, at: str) -> Iterator[Words]:
    yield from shape_faults(entry, SOURCE, at)
    name = entry.get("id")
    if not isinstance(name, str) or not name or "|" in name or "/" in name:
        yield message("FAULT_ID", at=at)
    if isinstance(entry.get("refresh"), str) and entry["refresh"] not in REFRESH:
        yield message("FAULT_REFRESH", at=at, refresh=entry["refresh"], known=", ".join(REFRESH))
    files = entry.get("file", [])
    files = files if isinstance(files, list) else []
    for number, file in enumerate(files, 1):
        if not isinstance(file, dict):
            yield message("FAULT_TYPE", at=at, key="file", type="[[source.file]]")
            continue
        there = f"{at}/{file.get('path') or file.get('name') or f'#{number}'}"
        yield from shape_faults(file, FILE, there)
        yield from column_faults(file, there)
        yield from _query_faults(file, there) if "query" in file else _path_faults(file, there)
    if sum("query" in file and "name" not in file for file in files if isinstance(file, dict)) > 1:
        yield message("FAULT_NAMES", at=at)


def _path_faults(file: Raw, at: str) -> Iterator[Words]:
    path = file.get("path", "")
    pure = PurePosixPath(path) if isinstance(path, str) else None
    if not path or pure is None or pure.is_absolute() or ".." in pure.parts or "|" in path or "\0" in path:
        yield message("FAULT_PATH", at=at, path=repr(path))
    yield from (message("FAULT_NEEDS_QUERY", at=at, key=key) for key in ("url_env", "database", "name") if key in file)


def _query_faults(file: Raw, at: str) -> Iterator[Words]:
    if "path" in file or ("url_env" in file) == ("database" in file):
        yield message("FAULT_QUERY", at=at)
    name = file.get("name", "-")
    if not isinstance(name, str) or not name or "|" in name or "/" in name:
        yield message("FAULT_ID", at=at)
    from sqlalchemy import make_url  # noqa: PLC0415 - its import takes long and few manifests have queries
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    database = file.get("database", "sqlite:///")
    try:
        url = make_url(database) if isinstance(database, str) else None
    except (SQLAlchemyError, ValueError):
        yield message("FAULT_DATABASE", at=at)
        return
    if url is not None and url.password:
        yield message("FAULT_PASSWORD", at=at)
    elif url is not None and database.startswith("sqlite") and not _inside(url.database or "."):
        yield message("FAULT_PATH", at=at, path=repr(database))


def _inside(database: str) -> bool:
    """Whether an SQLite file lies in the manifest's folder, as every other file of it has to."""
    path = PurePosixPath(database)
    return not path.is_absolute() and ".." not in path.parts

"""The manifest ``sources.toml`` of a folder: which sources it holds, and what each of their files promises."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from graph.errors import InputError
from graph.words import Words

MANIFEST = "sources.toml"
SOURCE_KEYS = frozenset({"id", "zh", "en", "licence", "url", "publisher", "fictitious", "refresh", "file"})
FILE_KEYS = frozenset({"path", "kind", "sheet", "minimum", "constants", "columns", "units"})

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Whose data it is, and under which terms; becomes a ``Source`` node."""

    id: str
    words: Words
    licence: str = ""
    url: str = ""
    publisher: str = ""
    fictitious: bool = False
    refresh: str = ""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to load. ``name`` goes into every ``SourceRef``; ``kind`` is None when it is to be found out.

    ``constants`` are values for every row, ``columns`` map a heading to a property or link ("" = ignored on purpose),
    ``units`` map a heading to the unit of its amounts (万元).
    """

    path: Path
    name: str
    source: Source
    kind: str | None = None
    sheet: str | None = None
    minimum: int = 0
    constants: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def read_manifest(folder: Path) -> list[InputFile]:
    """The files that ``folder``'s manifest names, in its order.

    Raises ``InputError``: MANIFEST_INVALID with every fault at once, or INPUT_NO_FILE for a file that is not there.
    """
    path = folder / MANIFEST
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError("MANIFEST_INVALID", file=MANIFEST, faults=error) from error
    found = list(_faults(raw))
    if found:
        raise InputError("MANIFEST_INVALID", file=MANIFEST, faults="; ".join(found))
    return [_file(folder, _source(entry), file) for entry in raw["source"] for file in entry.get("file", [])]


def _source(raw: Raw) -> Source:
    words = Words(raw.get("zh", raw["id"]), raw.get("en", raw["id"]))
    rest = {key: raw[key] for key in ("licence", "url", "publisher", "fictitious", "refresh") if key in raw}
    return Source(raw["id"], words, **rest)


def _file(folder: Path, source: Source, raw: Raw) -> InputFile:
    path = folder / raw["path"]
    if not path.is_file():
        raise InputError("INPUT_NO_FILE", path=path)
    rest = {key: raw[key] for key in ("kind", "sheet", "minimum", "constants", "columns", "units") if key in raw}
    return InputFile(path, raw["path"], source, **rest)


def _faults(raw: Raw) -> Iterator[str]:
    sources = raw.get("source")
    if not isinstance(sources, list) or not sources:
        yield "[[source]]: missing"
        return
    ids = [entry.get("id") for entry in sources]
    yield from (f"source {name}: declared twice" for name in sorted({str(i) for i in ids if ids.count(i) > 1}))
    for number, entry in enumerate(sources, 1):
        yield from _source_faults(entry, entry.get("id") or f"#{number}")


def _source_faults(entry: Raw, at: str) -> Iterator[str]:
    if not entry.get("id") or "|" in entry["id"] or "/" in entry["id"]:
        yield f"source {at}: id missing or with | or / in it"
    yield from (f"source {at}: unknown key {key}" for key in entry.keys() - SOURCE_KEYS)
    for file in entry.get("file", []):
        path = file.get("path", "")
        yield from (f"source {at}, file {path}: unknown key {key}" for key in file.keys() - FILE_KEYS)
        pure = PurePosixPath(path)
        if not path or pure.is_absolute() or ".." in pure.parts or "|" in path:
            yield f"source {at}: path {path!r} must lie in the folder"

"""The manifest ``sources.toml`` of a folder: which sources it holds, and what each of their files promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.files.asked_query import Query
from etl.files.declared import COLUMNS, read_toml, together
from etl.files.manifest_faults import faults
from etl.files.spool import Spool
from graph.errors import InputError
from graph.words import Words

MANIFEST = "sources.toml"
TERMS = ("licence", "url", "publisher", "fictitious", "refresh")

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
    ``units`` map a heading to the unit of its amounts (万元). ``spool`` keeps the written-down rows of a query or of
    standard input, where ``path`` then lies.
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
    spool: Spool | None = field(default=None, compare=False, repr=False)


def read_manifest(folder: Path) -> list[InputFile]:
    """The files that ``folder``'s manifest names, in its order; its queries are run.

    Raises ``InputError``: MANIFEST_INVALID with every fault at once, INPUT_NO_FILE with every file that is not there,
    and those of ``query.spool_query``.
    """
    raw = read_toml(folder / MANIFEST)
    if found := list(faults(raw)):
        raise InputError("MANIFEST_INVALID", file=MANIFEST, faults=together(found))
    entries = [(_source(entry), file) for entry in raw["source"] for file in entry.get("file", ())]
    missing = [file["path"] for _, file in entries if "path" in file and not (folder / file["path"]).is_file()]
    if missing:
        raise InputError("INPUT_NO_FILE", path="、".join(str(folder / path) for path in missing))
    return [
        _query(folder, source, file) if "query" in file else _file(folder, source, file) for source, file in entries
    ]


def query_file(query: Query, source: Source, choices: Raw) -> InputFile:
    """A query, run, as a file to load; ``choices`` are what is said of it in terms of ``declared.COLUMNS``."""
    from etl.files.query import spool_query  # noqa: PLC0415 - its import takes long and few sources are queries

    spool = Spool()
    name = query.name.replace("|", "_").replace("/", "_")
    return InputFile(spool_query(query, spool), name, source, spool=spool, **choices)


def _source(raw: Raw) -> Source:
    words = Words(raw.get("zh", raw["id"]), raw.get("en", raw["id"]))
    return Source(raw["id"], words, **{key: raw[key] for key in TERMS if key in raw})


def _file(folder: Path, source: Source, raw: Raw) -> InputFile:
    return InputFile(folder / raw["path"], raw["path"], source, **_choices(raw))


def _query(folder: Path, source: Source, raw: Raw) -> InputFile:
    name = raw.get("name", f"{source.id}.sql")
    query = Query(raw["query"], name, raw.get("url_env", ""), raw.get("database", ""), folder)
    return query_file(query, source, _choices(raw))


def _choices(raw: Raw) -> dict[str, Any]:
    return {key: raw[key] for key in COLUMNS if key in raw}

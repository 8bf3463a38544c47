"""Which files a load is about: of manifests, else of every known format; results of queries; standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from etl.files.asked_query import Query
from etl.files.forms import FORMATS, LOOSE, form, stem, unknown
from etl.files.manifest import MANIFEST, InputFile, Source, query_file, read_manifest
from etl.files.mapping import is_mapping, mapping_in, mapping_of, read_mapping
from etl.files.spool import Spool
from etl.files.standard_input import STDIN, spool_stream
from graph.errors import InputError
from graph.words import Words

__all__ = ["FORMATS", "Plan", "Wishes", "form", "plan", "stem"]


@dataclass(slots=True)
class Plan:
    """The files of a load, in order, and those beside them that are not read."""

    files: list[InputFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    folders: set[Path] = field(default_factory=set)  # looked into already: links may lead round in a circle

    def add(self, files: Sequence[InputFile]) -> None:
        """Add files that are not in the plan yet."""
        self.files.extend(file for file in files if file not in self.files)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller says of files that no manifest speaks of; wins over mappings that lie beside them."""

    kind: str | None = None
    source: str | None = None
    mapping: Path | None = None

    def choices(self, beside: Path | None) -> dict[str, Any]:
        """What is said of a file, ``beside`` being the mapping that lies there."""
        path = self.mapping or beside
        said = read_mapping(path) if path is not None else {}
        return said | ({"kind": self.kind} if self.kind is not None else {})


def plan(  # noqa: PLR0913 - each names one choice of the caller's
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    source: str | None = None,
    mapping: Path | None = None,
    sql: Sequence[Query] = (),
    form: str | None = None,
    stdin: BinaryIO | None = None,
) -> Plan:
    """The files under ``paths`` and the results of the queries ``sql``, which are run.

    ``kind``, ``source`` and the file ``mapping`` apply where no manifest speaks. The path ``-`` is standard input
    (``stdin`` instead of the process's own), of the format ``form``, sniffed when that is None.
    Raises ``InputError``: INPUT_NO_FILE, FILE_FORMAT, FILE_OLD_EXCEL (a file named that is of no known format),
    MANIFEST_INVALID, SOURCE_TWICE (two files that would have the same name in the same source), STDIN_EMPTY, those of
    ``query.spool_query``.
    """
    found, wishes = Plan(), Wishes(kind, source, mapping)
    wishes.choices(None)  # a mapping that is wrong is told before anything is run
    files = list(dict.fromkeys(path for path in paths if path != STDIN))
    for path in sorted(files, key=lambda path: path.is_file()):  # folders first: a manifest knows more of a file
        _add(path, found, wishes)
    if STDIN in paths:
        found.add([_stream(stdin or sys.stdin.buffer, form, wishes)])
    found.add([query_file(query, _named(source or query.name), wishes.choices(None)) for query in sql])
    _check_names(found.files)
    return found


def _add(path: Path, found: Plan, wishes: Wishes) -> None:
    if path.is_dir():
        _folder(path, found, wishes, beside=mapping_in(path))
    elif not path.is_file():
        raise InputError("INPUT_NO_FILE", path=path)
    elif path.name == MANIFEST:
        _folder(path.parent, found, wishes, beside=None)
    elif form(path) is None:
        raise unknown(path)
    elif path.resolve() not in {file.path.resolve() for file in found.files}:
        found.add([_lone(path, wishes, mapping_of(path))])


def _folder(folder: Path, found: Plan, wishes: Wishes, *, beside: Path | None) -> None:
    if folder.resolve() in found.folders:
        return
    found.folders.add(folder.resolve())
    if (folder / MANIFEST).is_file():
        named = read_manifest(folder)
        found.add(named)
        known = {file.path for file in named} | {folder / MANIFEST}
        found.ignored.extend(path.name for path in _visible(folder) if path.is_file() and path not in known)
        return
    for path in _visible(folder):
        if path.is_dir():
            _folder(path, found, wishes, beside=mapping_in(path) or beside)
        elif form(path) not in (None, LOOSE):
            found.add([_lone(path, wishes, mapping_of(path) or beside)])
        elif not is_mapping(path):
            found.ignored.append(path.name)


def _visible(folder: Path) -> Iterator[Path]:
    # ~$ are the lock files that Excel leaves beside an open workbook.
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~$", "__")))


def _lone(path: Path, wishes: Wishes, mapping: Path | None) -> InputFile:
    return InputFile(path, path.name.replace("|", "_"), _named(wishes.source or stem(path)), **wishes.choices(mapping))


def _stream(stream: BinaryIO, form: str | None, wishes: Wishes) -> InputFile:
    spool = Spool()
    path = spool_stream(stream, spool, form=form)
    return InputFile(path, path.name, _named(wishes.source or "stdin"), spool=spool, **wishes.choices(None))


def _named(name: str) -> Source:
    safe = name.replace("|", "_").replace("/", "_")
    return Source(safe, Words(safe, safe))


def _check_names(files: Sequence[InputFile]) -> None:
    seen: dict[tuple[str, str], InputFile] = {}
    for file in files:
        first = seen.setdefault((file.source.id, file.name), file)
        if first.path.resolve() != file.path.resolve():
            raise InputError("SOURCE_TWICE", source=file.source.id, file=file.name)

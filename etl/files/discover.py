"""Which files a load is about: manifests where there are any, else every file of a known format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from etl.files.manifest import MANIFEST, InputFile, Source, read_manifest
from graph.errors import InputError
from graph.words import Words

FORMATS = (".csv", ".tsv", ".xlsx", ".jsonl")


@dataclass(slots=True)
class Plan:
    """The files of a load, in order, and those beside them that are not read."""

    files: list[InputFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def add(self, files: Sequence[InputFile]) -> None:
        """Add files that are not in the plan yet."""
        self.files.extend(file for file in files if file not in self.files)


def plan(paths: Sequence[Path], *, kind: str | None = None, source: str | None = None) -> Plan:
    """The files under ``paths``; ``kind`` and ``source`` apply where no manifest speaks.

    Raises ``InputError``: INPUT_NO_FILE, FILE_FORMAT (a file named that is of no known format), MANIFEST_INVALID,
    SOURCE_TWICE (two files that would have the same name in the same source).
    """
    found = Plan()
    for path in sorted(paths, key=lambda path: path.is_file()):  # folders first: a manifest knows more of a file
        if path.is_dir():
            _folder(path, found, kind=kind, source=source)
        elif not path.is_file():
            raise InputError("INPUT_NO_FILE", path=path)
        elif path.name == MANIFEST:
            found.add(read_manifest(path.parent))
        elif form(path) is None:
            raise InputError("FILE_FORMAT", file=path.name, known=" ".join(FORMATS))
        elif path.resolve() not in {file.path.resolve() for file in found.files}:
            found.add([_lone(path, kind, source)])
    _check_names(found.files)
    return found


def form(path: Path) -> str | None:
    """The format of a file by its name (".csv", …), a final ".gz" aside; None when it is none of ours."""
    name = path.name.lower().removesuffix(".gz")
    return next((suffix for suffix in FORMATS if name.endswith(suffix)), None)


def stem(path: Path) -> str:
    """The file's name without its suffixes of format and compression."""
    name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
    return name.rsplit(".", 1)[0]


def _folder(folder: Path, found: Plan, *, kind: str | None, source: str | None) -> None:
    if (folder / MANIFEST).is_file():
        named = read_manifest(folder)
        found.add(named)
        known = {file.path for file in named} | {folder / MANIFEST}
        found.ignored.extend(path.name for path in _visible(folder) if path.is_file() and path not in known)
        return
    for path in _visible(folder):
        if path.is_dir():
            _folder(path, found, kind=kind, source=source)
        elif form(path) is None:
            found.ignored.append(path.name)
        else:
            found.add([_lone(path, kind, source)])


def _visible(folder: Path) -> Iterator[Path]:
    # ~$ are the lock files that Excel leaves beside an open workbook.
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~$", "__")))


def _lone(path: Path, kind: str | None, source: str | None) -> InputFile:
    name = (source or stem(path)).replace("|", "_").replace("/", "_")
    return InputFile(path, path.name.replace("|", "_"), Source(name, Words(name, name)), kind)


def _check_names(files: Sequence[InputFile]) -> None:
    seen: dict[tuple[str, str], InputFile] = {}
    for file in files:
        first = seen.setdefault((file.source.id, file.name), file)
        if first.path.resolve() != file.path.resolve():
            raise InputError("SOURCE_TWICE", source=file.source.id, file=file.name)

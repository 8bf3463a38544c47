"""What a load depends on, as one hash: when it is that of the newest load, there is nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path

import orjson

import graph.codelists
import graph.text
from etl.files.decode import digest
from etl.files.manifest import InputFile
from etl.reports.report import FileReport, LoadReport
from etl.rows.table import Gathered
from etl.writing.outcome import kept
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

CODE = (".py", ".toml", ".txt", ".gz")  # what reads cells and texts: code, code lists and word lists
COUNTS = ("created", "updated", "stubs")


def fingerprint(files: Sequence[InputFile], vocabulary: Vocabulary, extractor: object) -> str:
    """SHA-256 over the files' contents and what their manifests say, the vocabulary, and the code that reads them."""
    total = hashlib.sha256()
    for part in (*_files(files), repr(vocabulary), getattr(extractor, "__qualname__", repr(extractor)), _code()):
        total.update(part.encode() + b"\0")
    return total.hexdigest()


def known(store: Store, mark: str, folder: Path) -> tuple[LoadReport, list[Gathered]] | None:
    """A report of no change, and its tables, when the newest load of the store was ``mark`` and is complete.

    None otherwise, or when it had faults that ``folder`` doesn't tell any more: they are to be found again.
    """
    rows = store.read("etl_load_newest")
    if not rows or rows[0]["status"] != "complete" or rows[0]["fingerprint"] != mark:
        return None
    summary = orjson.loads(rows[0]["report"])
    former = kept(folder, summary["load_id"]) if summary["faults"] else (LoadReport(), [])
    if former is None:
        return None
    report = LoadReport(load_id=summary["load_id"], nodes=summary["nodes"], edges=summary["edges"])
    report.ignored_files, report.ignored_sheets = summary["ignored_files"], summary["ignored_sheets"]
    report.files = [_unchanged(entry) for entry in summary["files"]]
    report.faults = former[0].faults
    return report, former[1]


def _unchanged(entry: dict[str, object]) -> FileReport:
    one = FileReport(**{f.name: entry[f.name] for f in fields(FileReport) if f.name in entry})  # type: ignore[arg-type]
    one.unknown_columns = tuple(one.unknown_columns)
    one.unchanged += one.created + one.updated
    for name in COUNTS:
        setattr(one, name, 0)
    return one


def _files(files: Sequence[InputFile]) -> Iterator[str]:
    for file in files:
        told = [repr(getattr(file, f.name)) for f in fields(file) if f.name != "path"]
        yield "\1".join((*told, digest(file.path)[0]))


@cache
def _code() -> str:
    folders = (Path(__file__).parents[1], *(Path(room.__path__[0]) for room in (graph.text, graph.codelists)))
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in CODE)
    return "".join(digest(path)[0] for path in files)

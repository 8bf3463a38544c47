"""A load from files to graph: read → identify → terms → write → report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from etl.facts.connect import Connector, tally
from etl.facts.facts import Facts
from etl.facts.mentions import MakeExtractor
from etl.files.discover import Plan, plan
from etl.reports.progress import Clock, Progress, quiet
from etl.reports.report import LoadReport
from etl.rows.gather import Gathered, gather
from etl.rows.rejects import write_rejects
from etl.writing.fingerprint import fingerprint, known
from etl.writing.lock import exclusive
from etl.writing.session import Session
from graph.store.bolt import Store
from graph.text.terms import TermExtractor
from graph.vocabulary import Vocabulary


def load(  # noqa: PLR0913 - each names one choice of the caller's
    paths: Sequence[Path],
    store: Store,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    source: str | None = None,
    rejects: Path | None = None,
    extractor: MakeExtractor | None = TermExtractor,
    progress: Progress = quiet,
) -> LoadReport:
    """Load files and folders into ``store``; loading the same again changes nothing.

    A file loaded before under the same source and name is replaced: what it no longer says is taken back.

    Parameters: ``paths`` – files, or folders with or without a ``sources.toml``; ``kind`` and ``source`` apply to files
    that no manifest speaks of; ``rejects`` – a folder for the refused rows, as CSV to correct and load again;
    ``extractor`` makes what finds terms in texts from the names of all known terms (None: texts are not read);
    ``progress(done, of_how_many, what)`` is called as the load goes on.
    Returns: what was done, with every fault found; faulty rows are left out, the rest is loaded.
    Raises ``InputError`` (a file cannot be read, is of no known kind, or falls short of its promise; another load is
    running) before anything is written, ``VocabularyError``, ``StoreError``.
    """
    report = LoadReport()
    clock = Clock(progress, report.seconds)
    with exclusive(store):
        with clock.stage("read"):
            found = plan(paths, kind=kind, source=source)
            mark = fingerprint(found.files, vocabulary, extractor)
            if (same := known(store, mark)) is not None:
                return same
            tables = _gather(found, vocabulary, report)
        facts, read_texts = Connector(store, vocabulary, extractor, clock).facts(tables)
        report.faults.extend(facts.faults)
        Session(store, vocabulary, found.files, tables, clock, mark).write(facts, report, meanwhile=read_texts)
    _write_rejects(rejects, tables, vocabulary, report)
    return report


def check(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    source: str | None = None,
    rejects: Path | None = None,
) -> LoadReport:
    """Read and validate files as ``load`` does, without a store: what they hold and every fault of their rows.

    Parameters and errors as of ``load``. References are not resolved.
    """
    report = LoadReport()
    clock = Clock(seconds=report.seconds)
    with clock.stage("read"):
        tables = _gather(plan(paths, kind=kind, source=source), vocabulary, report)
    report.elapsed = clock.elapsed()
    tally(Facts(vocabulary), tables, report.faults)
    _write_rejects(rejects, tables, vocabulary, report)
    return report


def _gather(found: Plan, vocabulary: Vocabulary, report: LoadReport) -> list[Gathered]:
    report.ignored_files = found.ignored
    return [table for file in found.files for table in gather(file, vocabulary, report)]


def _write_rejects(folder: Path | None, tables: Sequence[Gathered], vocabulary: Vocabulary, report: LoadReport) -> None:
    if folder is not None:
        written = [write_rejects(folder, table, vocabulary) for table in tables]
        report.rejects = [str(path) for path in written if path is not None]

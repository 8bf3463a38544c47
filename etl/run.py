"""A load from files to graph: read → identify → relate → terms → write → report."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from etl.collect.overdue import seen
from etl.facts.texts import MakeExtractor
from etl.files.discover import Plan, plan
from etl.loading import FAULTS, Loading, read
from etl.reports.fault_log import FaultLog
from etl.reports.progress import Clock, Progress, quiet
from etl.reports.report import LoadReport
from etl.rows.reasons import reasons_by_sheet
from etl.rows.rejects import write_rejects
from etl.rows.table import Gathered
from etl.writing.closing import fill
from etl.writing.fingerprint import fingerprint, known
from etl.writing.lock import exclusive
from etl.writing.outcome import keep
from etl.writing.written import Written
from graph.store.bolt import Store
from graph.text.terms import TermExtractor
from graph.vocabulary import Vocabulary


def load(  # noqa: PLR0913 - each names one choice of the caller's
    paths: Sequence[Path] | Plan,
    store: Store,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    source: str | None = None,
    rejects: Path | None = None,
    extractor: MakeExtractor | None = TermExtractor,
    progress: Progress = quiet,
    loads: Path | None = None,
    dry_run: bool = False,
) -> LoadReport:
    """Load files and folders into ``store``; loading the same again changes nothing.

    A file loaded before under the same source and name is replaced: what it no longer says is taken back.

    Parameters: ``paths`` – files, or folders with or without a ``sources.toml``, or what ``plan`` made of more;
    ``kind`` and ``source`` apply to files that no manifest speaks of; ``rejects`` – a folder for the refused rows, as
    CSV to correct and load again; ``extractor`` makes what finds terms in texts from the names of known terms (None:
    texts are not read); ``progress(done, of_how_many, what)`` is called as the load goes on; ``loads`` – a folder for
    undo logs and for what a killed load had done, from which the same load then goes on (None: a temporary one, and
    nothing can be undone); ``dry_run`` – nothing is written, and the report says what would be.
    Returns: what was done, with every fault found; faulty rows are left out, the rest is loaded.
    Raises ``InputError`` (a file cannot be read, is of no known kind, or falls short of its promise; another load is
    running) before anything is written, ``VocabularyError``, ``StoreError``.
    """
    clock = Clock(progress)
    with exclusive(store), _folder(loads) as folder:
        found = planned(paths, kind=kind, source=source)
        mark = fingerprint(found.files, vocabulary, extractor)
        if (same := known(store, mark, folder)) is not None:
            if not dry_run:
                seen(store, found.files)
            return with_rejects(*same, rejects)
        loading = Loading(store, vocabulary, folder, clock, extractor)
        if dry_run:
            state, shown = loading.rehearse(found)
            state.report.would = [list(one) for one in shown]
        else:
            state = loading.run(found, mark)
            keep(folder, state.report, state.tables)
    return with_rejects(state.report, state.tables, rejects)


def check(
    paths: Sequence[Path] | Plan,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    source: str | None = None,
    rejects: Path | None = None,
) -> LoadReport:
    """Read and validate files as ``load`` does, without a store: what they hold and every fault of their rows.

    Parameters and errors as of ``load``. References are not resolved.
    """
    clock = Clock()
    found = planned(paths, kind=kind, source=source)
    with _folder(None) as folder:
        report = LoadReport(faults=FaultLog(folder / FAULTS), ignored_files=found.ignored)
        tables = read(found, vocabulary, report, folder, clock)
    report.seconds, report.elapsed = clock.seconds, clock.elapsed()
    fill(report, Written(), Counter({table.report.at: table.rejected for table in tables}))
    return with_rejects(report, tables, rejects)


def planned(paths: Sequence[Path] | Plan, *, kind: str | None = None, source: str | None = None) -> Plan:
    """``paths`` as a plan, which they may be already."""
    return paths if isinstance(paths, Plan) else plan(paths, kind=kind, source=source)


def with_rejects(report: LoadReport, tables: Sequence[Gathered], folder: Path | None) -> LoadReport:
    """Write the refused rows of all tables into ``folder``, if there is one, and note the files in ``report``."""
    if folder is not None:
        reasons = reasons_by_sheet(report.faults)
        faulty = [table for table in tables if table.report.at in reasons]
        report.rejects = [str(write_rejects(folder, table, reasons[table.report.at])) for table in faulty]
    return report


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="kezhuan-load-") as folder:
        yield Path(folder)

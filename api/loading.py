"""A load with its schema: what the command line, the demonstration and the measurements run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.settings import Settings
from etl.bulk.load import Target
from etl.cold import load_cold, write_files
from etl.files.discover import Plan
from etl.loading import UNDO, Loading
from etl.reports.progress import Clock, Progress, quiet
from etl.reports.report import LoadReport
from etl.run import load, with_rejects
from etl.writing.fingerprint import fingerprint
from etl.writing.lock import exclusive
from etl.writing.rollback import roll_back
from graph.errors import InputError
from graph.store.backup import Java
from graph.store.bolt import Store
from graph.store.schema import ensure_keys, ensure_schema
from graph.text.terms import TermExtractor
from graph.vocabulary import Vocabulary


def load_files(  # noqa: PLR0913 - each names one choice of the caller's
    paths: Sequence[Path] | Plan,
    store: Store,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    source: str | None = None,
    rejects: Path | None = None,
    progress: Progress = quiet,
    loads: Path | None = None,
) -> LoadReport:
    """Load as ``etl.run.load`` does, the schema made before; parameters and errors are that function's.

    Into a store that never saw a load the full-text index is made last: keeping it in step costs more than building it.
    """
    fresh = not store.read("etl_load_newest")
    (ensure_keys if fresh else ensure_schema)(store, vocabulary)
    report = load(paths, store, vocabulary, kind=kind, source=source, rejects=rejects, progress=progress, loads=loads)
    if fresh:
        _index(store, vocabulary, report, progress)
    return report


def load_in_bulk(  # noqa: PLR0913 - each names one choice of the caller's
    found: Plan,
    store: Store,
    settings: Settings,
    vocabulary: Vocabulary,
    *,
    rejects: Path | None = None,
    progress: Progress = quiet,
) -> LoadReport:
    """Load into the empty embedded store through import files; ``store`` is closed, it answers elsewhere afterwards.

    ``rejects``: a folder for the refused rows. Raises ``InputError`` (BULK_SERVED: the settings name a served store),
    and as ``etl.cold.load_cold``.
    """
    if settings.neo4j_uri:
        raise InputError("BULK_SERVED")
    loading = _loading(store, settings, vocabulary, progress)
    mark = fingerprint(found.files, vocabulary, TermExtractor)
    target = Target(settings.store_folder, Java(settings.cache, settings.heap))
    with exclusive(store):
        state = load_cold(loading, found, mark, target)
    return with_rejects(state.report, state.tables, rejects)


def import_files(  # noqa: PLR0913 - each names one choice of the caller's
    found: Plan,
    store: Store,
    settings: Settings,
    vocabulary: Vocabulary,
    *,
    folder: Path,
    rejects: Path | None = None,
    progress: Progress = quiet,
) -> LoadReport:
    """Write import files for a served store into the empty ``folder``; ``rejects``: a folder for the refused rows.

    Raises as ``etl.cold.write_files``.
    """
    with exclusive(store):
        state = write_files(_loading(store, settings, vocabulary, progress), found, folder)
    return with_rejects(state.report, state.tables, rejects)


def take_back(load_id: str, store: Store, settings: Settings, vocabulary: Vocabulary) -> int:
    """Roll a load back; see ``etl.writing.rollback.roll_back``."""
    return roll_back(load_id, store, vocabulary, settings.loads / UNDO)


def _index(store: Store, vocabulary: Vocabulary, report: LoadReport, progress: Progress) -> None:
    clock = Clock(progress)
    with clock.stage("index", 100) as step:
        ensure_schema(store, vocabulary, step)
    report.seconds |= clock.seconds
    report.elapsed = round(report.elapsed + clock.elapsed(), 3)


def _loading(store: Store, settings: Settings, vocabulary: Vocabulary, progress: Progress) -> Loading:
    settings.loads.mkdir(parents=True, exist_ok=True)
    return Loading(store, vocabulary, settings.loads, Clock(progress), TermExtractor)

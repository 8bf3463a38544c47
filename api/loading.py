"""A load with its schema: what the command line, the demonstration and the measurements run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from etl.reports.progress import Progress, quiet
from etl.reports.report import LoadReport
from etl.run import load
from graph.store.bolt import Store
from graph.store.schema import ensure_keys, ensure_schema
from graph.vocabulary import Vocabulary


def load_files(  # noqa: PLR0913 - each names one choice of the caller's
    paths: Sequence[Path],
    store: Store,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    source: str | None = None,
    rejects: Path | None = None,
    progress: Progress = quiet,
) -> LoadReport:
    """Load as ``etl.run.load`` does, the schema made before; parameters and errors are that function's.

    Into a store that never saw a load the full-text index is made last: keeping it in step costs more than building it.
    """
    fresh = not store.read("etl_load_newest")
    (ensure_keys if fresh else ensure_schema)(store, vocabulary)
    report = load(paths, store, vocabulary, kind=kind, source=source, rejects=rejects, progress=progress)
    if fresh:
        ensure_schema(store, vocabulary)
    return report

"""What the newest load found out, kept beside the undo logs: when nothing has changed, its faults are listed again."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

from etl.reports.report import LoadReport
from etl.rows.table import Gathered

OUTCOME = "outcome"


def keep(folder: Path, report: LoadReport, tables: Sequence[Gathered]) -> None:
    """Keep the outcome of a load in ``folder``, in place of an earlier one. Values of core properties are not in it."""
    beside = folder / f"{OUTCOME}.new"
    with beside.open("wb") as stream:
        pickle.dump((report, list(tables)), stream)
        report.faults.pour(stream)
    beside.replace(folder / OUTCOME)


def kept(folder: Path, load_id: str) -> tuple[LoadReport, list[Gathered]] | None:
    """The outcome of the load ``load_id``; None when it is not here, or was written by another version."""
    try:
        with (folder / OUTCOME).open("rb") as stream:
            report, tables = pickle.load(stream)  # noqa: S301 - a file that we wrote
            report.faults.attach(folder / OUTCOME, stream.tell())
    except (OSError, pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError, ValueError):
        return None
    return (report, tables) if report.load_id == load_id else None

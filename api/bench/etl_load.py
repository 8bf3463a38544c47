"""One load in a process of its own, so that its peak of memory is its own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from api.bench.etl_changes import change
from api.bench.etl_peak import peak_mib
from api.bench.etl_single import one_by_one
from api.bench.etl_truth import against_truth
from api.connect import open_store, vocabulary
from api.loading import load_files, load_in_bulk
from api.settings import Settings
from etl.files.discover import plan
from etl.reports.report import LoadReport
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

EVERY = 100  # one row in so many is changed

Told = dict[str, Any]
Task = Callable[[Path, Store, Vocabulary], Told]


def main() -> None:
    """Print what the task named by the first argument gave for the folder named by the second, as JSON."""
    settings = Settings.from_environment(os.environ)
    with open_store(settings) as store:
        told = TASKS[sys.argv[1]](Path(sys.argv[2]), store, vocabulary(settings))
    print(orjson.dumps(told).decode())


def load(folder: Path, store: Store, vocabulary: Vocabulary) -> Told:
    """Load ``folder``: seconds in all and by stage, rows read and refused, changes made, MiB at most."""
    loads = Settings.from_environment(os.environ).loads
    start = time.perf_counter()
    return _told(load_files([folder], store, vocabulary, loads=loads), start)


def load_small(folder: Path, store: Store, vocabulary: Vocabulary) -> Told:
    """As ``load``; then what it wrote one row at a time, see ``one_by_one``. The store is empty afterwards."""
    told = load(folder, store, vocabulary)
    store.sweep("schema_clear")
    return {**told, "single": one_by_one(folder, store, vocabulary)}


def load_again(folder: Path, store: Store, vocabulary: Vocabulary) -> Told:
    """After ``load``: the same again, the same with one row in ``EVERY`` changed, and what is found of the twins."""
    again = load(folder, store, vocabulary)
    rows = change(folder, EVERY)
    changed = load(folder, store, vocabulary)
    return {"again": again, "rows": rows, "changed": changed, "truth": against_truth(folder, store, vocabulary)}


def load_cold(folder: Path, store: Store, vocabulary: Vocabulary) -> Told:
    """As ``load``, through import files into the empty store of this home."""
    settings = Settings.from_environment(os.environ)
    start = time.perf_counter()
    return _told(load_in_bulk(plan([folder]), store, settings, vocabulary), start)


def _told(report: LoadReport, start: float) -> Told:
    return {
        "seconds": time.perf_counter() - start,
        "stages": report.seconds,
        "rows": sum(file.read for file in report.files),
        "refused": report.rejected,
        "changes": report.changes,
        "nodes": report.nodes,
        "edges": report.edges,
        "peak": peak_mib(),
    }


TASKS: dict[str, Task] = {"small": load_small, "load": load, "again": load_again, "cold": load_cold}


if __name__ == "__main__":
    main()

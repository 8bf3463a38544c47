"""The same rows written one by one and loaded in batches, for the ratio."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from api.loading import load_files
from etl.files.discover import Plan, plan
from etl.files.manifest import InputFile
from etl.files.read import tables
from etl.rows.columns import ColumnValidator
from etl.rows.columns_batch import Batch
from etl.rows.headers import find_header
from graph.store.bolt import Store
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary

KIND, FILE, LISTS = "Enterprise", "enterprises.csv", ("regions.tsv", "industries.csv")


def one_by_one(folder: Path, store: Store, vocabulary: Vocabulary) -> dict[str, Any]:
    """Seconds for the enterprises of ``folder`` in a whole load, and with one MERGE per row, without their validation.

    Both into an empty store with its schema made; it is empty again afterwards. The load comes first, so that a store
    that has yet to warm up counts against it; and it writes more: industries, partners, sources.
    """
    files = {file.name: file for file in plan([folder]).files}
    ensure_schema(store, vocabulary)
    chosen = Plan([files[name] for name in (*LISTS, FILE)])
    batched = _seconds(lambda: load_files(chosen, store, vocabulary))
    store.sweep("schema_clear")
    batch = _valid(files[FILE], vocabulary)
    single = _seconds(lambda: _merge(batch, store, ":".join(reversed(vocabulary.chain(KIND)))))
    store.sweep("schema_clear")
    return {"rows": len(batch), "single": single, "batched": batched}


def _valid(file: InputFile, vocabulary: Vocabulary) -> Batch:
    label, table = vocabulary.label(KIND), next(tables(file.path))
    header = find_header(table.head, label, file)
    return ColumnValidator(label, header, file, table.sheet).read(list(islice(table.rows, header.row, None)))


def _merge(batch: Batch, store: Store, labels: str) -> None:
    for record in batch.records():
        said = record.properties
        uid = f"org:name:{said['name']}"
        ends = [f"reg:name:{name}" for name in record.links.get("region", ())]
        store.write("bench_merge", parts={"labels": labels}, uid=uid, properties=said, ends=ends)


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start

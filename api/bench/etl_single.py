"""The same rows written one by one and loaded in batches, for the ratio."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path
from typing import Any

from api.loading import load_files
from etl.files.discover import plan
from etl.files.manifest import InputFile
from etl.files.read import tables
from etl.rows.columns import ColumnValidator
from etl.rows.columns_batch import Batch
from etl.rows.headers import find_header
from graph.store.bolt import Store
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary

KIND = "Enterprise"


def one_by_one(folder: Path, store: Store, vocabulary: Vocabulary) -> dict[str, Any]:
    """Seconds for the enterprises of ``folder`` with one MERGE per row, and for a whole load of the same file.

    Either is into an empty store with its schema made; the store is empty again afterwards.
    """
    file = next(file for file in plan([folder]).files if file.kind == KIND)
    ensure_schema(store, vocabulary)
    batch = _valid(file, vocabulary)
    labels = ":".join(reversed(vocabulary.chain(KIND)))
    single = _seconds(lambda: _merge(batch, store, labels))
    store.sweep("schema_clear")
    batched = _seconds(lambda: load_files([file.path], store, vocabulary, kind=KIND, source=file.source.id))
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


def _seconds(run: Any) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start

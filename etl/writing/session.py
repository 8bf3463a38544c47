"""The writing of one load: its node in the graph, its sources and files, its facts, and what it takes back."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from etl.facts.connect import tally
from etl.facts.facts import Facts, file_of
from etl.files.decode import digest
from etl.files.manifest import InputFile, Source
from etl.reports.progress import Clock
from etl.reports.report import LoadReport
from etl.rows.gather import Gathered
from etl.writing.decide import Stamp
from etl.writing.known import look_up
from etl.writing.retract import retract
from etl.writing.writer import Writer, Written
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary


@dataclass(slots=True)
class Session:
    """Everything a load is about once its files are read."""

    store: Store
    vocabulary: Vocabulary
    files: Sequence[InputFile]
    tables: Sequence[Gathered]
    clock: Clock
    mark: str = ""  # fingerprint of what is loaded

    def write(self, facts: Facts, report: LoadReport, meanwhile: Callable[[], None]) -> None:
        """Write ``facts`` and fill in ``report``. Stopped anywhere and run again, it leaves the same graph.

        ``meanwhile`` adds the last edges to ``facts`` while the nodes are written: it keeps this processor busy, the
        store the other.
        """
        with self.clock.stage("compare"):
            held = [ref for table in self.tables for ref in table.held()]
            known = look_up(self.store, self._prefixes(), held)
            left = [row["id"] for row in self.store.read("etl_load_running")]
        writer = Writer(self.store, self.vocabulary, known, self._start())
        with ThreadPoolExecutor(1) as pool:
            nodes = pool.submit(self._nodes, writer, facts)
            meanwhile()
            nodes.result()
        with self.clock.stage("edges", len(facts.edges)) as step:
            writer.edges(facts, step)
        with self.clock.stage("retract") as writer.step:
            retract(writer, facts)
        tally(facts, self.tables, report.faults)
        _fill(report, facts, writer.written, self.tables)
        self._complete(report, writer, left)

    def _nodes(self, writer: Writer, facts: Facts) -> None:
        with self.clock.stage("nodes", len(facts.nodes)) as step:
            writer.nodes(facts, step)

    def _complete(self, report: LoadReport, writer: Writer, left: list[str]) -> None:
        report.load_id, report.recovered = writer.stamp.load_id, bool(left)
        report.changes = writer.written.changes + bool(left)
        report.elapsed = self.clock.elapsed()
        summary = orjson.dumps(report.summary()).decode()
        done: dict[str, Any] = {"finished": _now(), "changes": report.changes, "report": summary, "left": left}
        done["fingerprint"] = self.mark
        self.store.write("etl_load_complete", id=report.load_id, **done)

    def _prefixes(self) -> list[str]:
        return sorted({file_of(f"{file.source.id}|{file.name}|") for file in self.files})

    def _start(self) -> Stamp:
        now = _now()
        load_id = f"{now[:19].replace(':', '').replace('-', '')}Z-{secrets.token_hex(3)}"
        sources = {file.source.id: file.source for file in self.files}
        files = [_file_node(file) for file in self.files]
        rows = [_source_node(source) for source in sources.values()]
        self.store.write("etl_load_start", id=load_id, started=now, sources=rows, files=files)
        invented = {row["id"] for row in self.store.read("etl_sources") if row["fictitious"]}
        return Stamp(load_id, now, frozenset(invented))


def _fill(report: LoadReport, facts: Facts, written: Written, tables: Sequence[Gathered]) -> None:
    report.nodes, report.edges = len(facts.nodes), len(facts.edges)
    for name in ("nodes_created", "nodes_updated", "nodes_removed", "edges_created", "edges_updated", "edges_removed"):
        setattr(report, name, getattr(written, name))
    for table in tables:
        one = table.report
        states = written.rows.get(f"{one.source}|{one.file}|{one.sheet}|", Counter[str]())
        one.created, one.updated, one.unchanged = states["created"], states["updated"], states["unchanged"]


def _source_node(source: Source) -> dict[str, Any]:
    words = {"id": source.id, "zh": source.words.zh, "en": source.words.en}
    terms = {"licence": source.licence, "url": source.url, "publisher": source.publisher}
    return {**words, **terms, "fictitious": source.fictitious, "refresh": source.refresh}


def _file_node(file: InputFile) -> dict[str, Any]:
    sha256, size = digest(file.path)
    key = f"{file.source.id}/{file.name}"
    return {"key": key, "source": file.source.id, "file": file.name, "sha256": sha256, "bytes": size}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

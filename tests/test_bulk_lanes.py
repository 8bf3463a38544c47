"""Edges written by several processes are those that one writes, whatever becomes of the others."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.bulk.lanes import Lane, Task, write_edges
from etl.bulk.numbers import BYTES, number
from etl.bulk.sink import BulkSink
from etl.facts.spoken import edge_text
from etl.staging.aside import Aside
from etl.staging.stack import Parts
from etl.writing.sink import Refusals
from etl.writing.written import Written
from graph.errors import StoreError
from graph.store.importing import ImportFiles
from tests.test_bulk_lines import rows_of, said
from tests.test_bulk_load import STAMP

PARTS = 5

Write = Callable[[int], tuple[Written, ImportFiles]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the odd edges of ``said`` by so many processes."""
    work = tmp_path / "work"
    work.mkdir()
    parts, count = Parts(work, "edges", PARTS), itertools.count()
    for row in said():
        parts.add(edge_text(row[:3]), row)
    parts.close()

    def run(processes: int) -> tuple[Written, ImportFiles]:
        folder = tmp_path / f"files-{next(count)}"
        folder.mkdir()
        heard: list[int] = []
        with BulkSink(folder, Refusals()) as sink:
            written = write_edges(sink, Lane(work, PARTS, STAMP), heard.append, processes=processes)
            assert heard[-1] == PARTS
            return written, sink.close()

    return run


def killed(process: Aside[object]) -> None:
    """What is heard of a process that was killed."""
    process.__exit__()


@pytest.mark.parametrize("processes", [2, 3, 9])
def test_several_processes_write_what_one_does(processes: int, write: Write) -> None:
    (counts, files), (expected, whole) = write(processes), write(1)
    assert rows_of(files) == rows_of(whole)
    assert counts == expected
    assert (files.rows, files.longest) == (whole.rows, whole.longest)
    assert len({sheet.data for sheet in files.edges}) == len(files.edges) > len(whole.edges)


def test_a_process_that_fails_is_done_without(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, whole = write(1)
    monkeypatch.setattr(Aside, "result", killed)
    counts, files = write(2)
    assert (rows_of(files), counts) == (rows_of(whole), expected)


def test_what_fails_everywhere_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(task: Task) -> None:
        raise StoreError("DISK_FULL", path=task.folder)

    monkeypatch.setattr(Task, "__call__", full)
    monkeypatch.setattr(Aside, "result", killed)
    with pytest.raises(StoreError, match="DISK_FULL"):
        write(2)


def test_numbers_leave_the_importer_its_byte() -> None:
    assert max(number(f"t:{n}") for n in range(100)) < 1 << 8 * BYTES < 1 << 57
    assert number("半\ud800") != number("半")


@pytest.mark.parametrize(("numbers", "ids"), [(lambda uid: int(uid[2:]), "integer"), (lambda _: 7, "string")])
def test_entities_are_named_by_uid_when_two_share_a_number(
    numbers: Callable[[str], int], ids: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("sink", "numbers"):
        monkeypatch.setattr(f"etl.bulk.{module}.number", numbers)
    edge = {"start": "t:1", "end": "t:2", "properties": {"confidence": 1.0}, "sources": ["s|f||1|x"]}
    with BulkSink(tmp_path, Refusals()) as sink:
        for uid in ("t:1", "t:2"):
            sink.nodes("etl_nodes", [{"uid": uid, "properties": {}}], {"labels": "Term"}, now="now")
        sink.edges("etl_edges", "MENTIONS", [edge])
        with pytest.raises(ValueError, match="after edges"):
            sink.nodes("etl_nodes", [{"uid": "t:3", "properties": {}}], {"labels": "Term"}, now="now")
        files = sink.close()
    first = {"integer": ":ID,uid:string,", "string": ":IGNORE,uid:ID,"}[ids]
    ends = {"integer": "1,2", "string": '"t:1","t:2"'}[ids]
    assert (tmp_path / files.nodes[0].header).read_text().startswith(first)
    assert (tmp_path / files.edges[0].data).read_text().startswith(f"{ends},1.0,")
    assert f"--id-type={ids}" in files.arguments()

"""Faults on disk: none is lost, none is listed twice, and memory does not grow with them."""

from __future__ import annotations

import csv
import pickle
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from etl.reports.fault_list import write_faults
from etl.reports.fault_log import FaultLog
from etl.reports.fault_sorts import EXAMPLES, share
from etl.rows.faults import Fault, Place
from etl.rows.reasons import reasons_by_sheet
from etl.run import check
from etl.writing.outcome import keep, kept
from graph.errors import InputError
from graph.vocabulary import Vocabulary


def faults(count: int, file: str = "a.csv") -> Iterator[Fault]:
    """An error in every row, and in every tenth another rule's warning."""
    for row in range(2, count + 2):
        place = Place("甲源", file, "", row)
        yield place.fault("日期", InputError("CELL_DATE"), value=f"昨天{row}")
        if row % 10 == 0:
            yield place.warning("单位", "REFERENCE_UNRESOLVED", link=f"单位{row}")


def test_it_holds_what_was_added(tmp_path: Path) -> None:
    log, wanted = FaultLog(tmp_path / "faults"), list(faults(50))
    log.extend(wanted)
    assert list(log) == wanted
    assert log == wanted
    assert log != wanted[:-1]
    assert [log.at(place) for place, _ in log.placed()] == wanted
    assert [(sort.first.code, sort.count) for sort in log.sorts] == [("CELL_DATE", 50), ("REFERENCE_UNRESOLVED", 5)]
    assert [sort.examples for sort in log.sorts] == [
        [fault for fault in wanted if fault.code == sort.first.code][:EXAMPLES] for sort in log.sorts
    ]


def test_it_is_read_after_its_file_is_gone_and_while_more_is_added(tmp_path: Path) -> None:
    log, wanted = FaultLog(tmp_path / "work" / "faults"), list(faults(30))
    (tmp_path / "work").mkdir()
    log.extend(wanted[:10])
    shutil.rmtree(tmp_path / "work")
    reading = iter(log)
    assert next(reading) == wanted[0]
    log.extend(wanted[10:])
    assert [wanted[0], *reading] == wanted[:10]
    assert list(log) == wanted


def test_a_killed_load_goes_on_where_its_faults_were_safe(tmp_path: Path) -> None:
    log, wanted = FaultLog(tmp_path / "faults"), list(faults(30))
    log.extend(wanted[:10])
    safe = pickle.dumps(log)
    log.extend(wanted[10:20])  # what it found before it was killed
    assert list(log) == wanted[:20]
    again: FaultLog = pickle.loads(safe)
    again.extend(wanted[20:])
    assert again == [*wanted[:10], *wanted[20:]]


def test_the_outcome_of_a_load_keeps_them(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "Demand.csv").write_text("需求编号,需求名称,截止日期\nD1,一,昨天\nD2,,2025\n", encoding="utf-8")
    report = check([tmp_path / "Demand.csv"], vocabulary)
    report.load_id = "L1"
    (tmp_path / "loads").mkdir()
    keep(tmp_path / "loads", report, [])
    found = kept(tmp_path / "loads", "L1")
    assert found is not None
    assert [fault.code for fault in found[0].faults] == ["CELL_DATE", "CELL_REQUIRED"]
    assert kept(tmp_path / "loads", "L2") is None


@pytest.mark.parametrize(
    ("counts", "limit", "each"),
    [([], 10, 0), ([3, 4], 10, 4), ([3, 4, 100], 10, 3), ([99, 99], 10, 5), ([1, 99], 10, 9), ([9] * 20, 10, 1)],
)
def test_every_sort_gets_its_share(counts: list[int], limit: int, each: int) -> None:
    assert share(counts, limit) == each


def test_some_of_every_sort_are_listed_in_order() -> None:
    log = FaultLog.of(faults(100))
    some = list(log.some(20))
    assert [sum(fault.code == code for fault in some) for code in ("CELL_DATE", "REFERENCE_UNRESOLVED")] == [10, 10]
    assert some == [fault for fault in log if fault in some]
    assert len(list(log.some(1))) == 1


def test_all_are_written_to_a_file(tmp_path: Path) -> None:
    log = FaultLog.of([*faults(20), Place("s", "b.csv", "表", 9).fault("=列", InputError("CELL_DATE"), value="=1+1")])
    write_faults(log, tmp_path / "all.csv")
    assert (tmp_path / "all.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [int(row["row"]) for row in rows] == [fault.row for fault in log]
    assert (rows[-1]["column"], rows[-1]["value"], rows[0]["value"]) == (" =列", " =1+1", "昨天2")
    write_faults(log, tmp_path / "all.jsonl")
    told = [orjson.loads(line) for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]
    assert [(one["row"], one["words"]["zh"]) for one in told] == [(fault.row, fault.words.zh) for fault in log]


def test_the_reasons_of_a_row_are_found_in_whatever_order_they_came() -> None:
    late = [Place("甲源", "a.csv", "", row).fault("", InputError("KEY_MISSING", tiers="x")) for row in (9, 3)]
    secret = Place("甲源", "a.csv", "", 4).fault("密级", InputError("SECRET"))
    reasons = reasons_by_sheet(FaultLog.of([*faults(3), *faults(2, "b.csv"), secret, *late]))
    assert set(reasons) == {"甲源|a.csv||", "甲源|b.csv||"}
    told = {row: [fault.code for fault in reasons["甲源|a.csv||"].of(row)] for row in range(1, 11)}
    assert {row: codes for row, codes in told.items() if codes} == {
        2: ["CELL_DATE"], 3: ["CELL_DATE", "KEY_MISSING"], 4: ["CELL_DATE"], 9: ["KEY_MISSING"],
    }  # fmt: skip


def test_memory_is_flat() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        log = FaultLog.of(faults(count))
        assert sum(1 for _ in log) == len(log) == count + count // 10
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)  # what is made once
    assert peak(4_000) < peak(400) + (64 << 10)

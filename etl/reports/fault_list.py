"""All faults of a load as a file: CSV for people, JSON Lines for programs."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path

import orjson

from etl.reports.fault_log import FaultLog
from etl.rows.rejects import safe

HEAD = ("source", "file", "sheet", "row", "column", "value", "code", "severity", "zh", "en")
TABLE = ".csv"


def write_faults(faults: FaultLog, path: Path) -> None:
    """Write all faults to ``path``: as CSV (UTF-8 with byte-order mark) when it ends in .csv, else as JSON Lines.

    Values of core properties are not in it. Raises ``OSError``.
    """
    if path.suffix.lower() == TABLE:
        _table(faults, path)
    else:
        with path.open("wb") as stream:
            stream.writelines(orjson.dumps(asdict(fault)) + b"\n" for fault in faults)


def _table(faults: FaultLog, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        for fault in faults:
            place = [safe(text) for text in (fault.source, fault.file, fault.sheet)]
            told = [fault.row, safe(fault.column), safe(fault.value or ""), fault.code, fault.severity]
            writer.writerow([*place, *told, fault.words.zh, fault.words.en])

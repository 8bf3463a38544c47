"""Refused rows as CSV, to be corrected and loaded again; what may be core information is blanked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from etl.files.read import Cell, tables
from etl.rows.clean import shown, written
from etl.rows.faults import Fault
from etl.rows.headers import REASON, ROW
from etl.rows.reasons import Reasons
from etl.rows.slots import slot_for
from etl.rows.table import Gathered

FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNSAFE = re.compile(r"[^\w.\-]+")


def write_rejects(folder: Path, table: Gathered, reasons: Reasons) -> Path:
    """Write the refused rows of one table into ``folder``, with their row number and the ``reasons``.

    Columns of level core, links that may be hidden and columns that are not understood are left empty; secret rows are
    left out altogether. Returns the file (UTF-8 with byte-order mark).
    """
    found = next(one for one in tables(table.file.path) if one.sheet.replace("|", "¦") == table.report.sheet)
    slots = [slot_for(table.label, column) for column in table.header.columns]
    hidden = {slot.column.index for slot in slots if not slot.shown}  # one column may fill several properties
    shown_columns = {slot.column.index for slot in slots} - hidden
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / UNSAFE.sub(
        "_", f"{table.report.source}-{table.report.file}-{table.report.sheet}".rstrip("-") + ".csv"
    )
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*(safe(shown(cell or "")) for cell in table.titles), ROW, REASON])
        for row in found.rows:
            if faults := reasons.of(row.number):
                cells = _cells(row.cells, shown_columns, width=len(table.titles))
                writer.writerow([*cells, row.number, _reason(faults)])
    return path


def _cells(cells: Sequence[Cell], shown_columns: set[int], *, width: int) -> Iterator[str]:
    for index in range(width):
        cell = cells[index] if index < len(cells) and index in shown_columns else None
        if isinstance(cell, dict):
            yield safe(orjson.dumps(cell).decode())
        else:
            yield safe("；".join(map(str, cell)) if isinstance(cell, list) else written(cell))


def safe(text: str) -> str:
    """A spreadsheet would run a formula (OWASP, "CSV injection"); after a space it is text, and loads as it was."""
    return f" {text}" if text.startswith(FORMULA) and not _number(text) else text


def _number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdigit()


def _reason(faults: Sequence[Fault]) -> str:
    return " | ".join(f"{fault.column}: {fault.words.zh} / {fault.words.en}" for fault in faults)

"""Edges written by pattern are those that are written one by one, whatever stands in the values."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from etl.bulk.cells import BETWEEN
from etl.bulk.lines import EdgeLines, Said
from etl.bulk.sink import BulkSink
from etl.bulk.writer import BulkWriter
from etl.facts.statements import Facts
from etl.writing.sink import Refusals
from etl.writing.written import Written
from graph.store.importing import ImportFiles
from graph.vocabulary import Vocabulary
from tests.test_bulk_load import ODD, STAMP

PLAIN = {"confidence": 1.0, "method": "stated"}


def said() -> list[Said]:
    """Edges that say the same, edges that do not, some said twice, in every odd spelling."""
    rows: list[Said] = []
    for number, text in enumerate(ODD):
        start, end = f"inst:name:{number}{text}", f"dem:source_id:demo/{number % 7}"
        rows.append(("POSTED", start, end, PLAIN, f"s|a.csv|{text}|{number}|q"))
        rows.append(
            ("POSTED", end, start, {"confidence": 1 if number % 3 else 1.0, "method": text}, f"s|a|{number}|x|")
        )
        rows.append(("MENTIONS", start, end, {**PLAIN, "quote": text, "weight": number / 7}, f"s|a.csv||{number}|q"))
        if number % 5 == 0:
            rows.append(("POSTED", start, end, {"confidence": 0.9, "method": "name", "level": 2}, f"t|b||{number}|q"))
    rows.append(("POSTED", "x", "y", PLAIN, f"s|a{BETWEEN}b||1|q"))  # no cell can hold that
    rows.append(("POSTED", "x", "z", {**PLAIN, "unheard_of": True}, "s|a||2|q"))
    return [*rows, ("POSTED", "x", "z", {**PLAIN, "order": 3}, "s|a||3|q"), *rows[:9]]


def written(sink: BulkSink, statements: Iterable[Said]) -> Written:
    """What ``EdgeLines`` writes."""
    counts = EdgeLines(sink, STAMP).write(statements)
    counts.refused += sink.refusals.told()
    return counts


def one_by_one(sink: BulkSink, statements: Iterable[Said], vocabulary: Vocabulary) -> Written:
    """The oracle: facts merged and written by ``BulkWriter``."""
    facts = Facts(vocabulary)
    for relation, start, end, properties, ref in statements:
        facts.relate((relation, start, end), properties, ref)
    writer = BulkWriter(sink, vocabulary, STAMP)
    writer.edges(facts.edges.values())
    return writer.written


def rows_of(files: ImportFiles) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Every row of every file by its column names, without empty cells."""
    found = []
    for sheet in files.edges:
        header = (files.folder / sheet.header).read_text(encoding="utf-8").strip().split(",")
        with (files.folder / sheet.data).open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream, strict=True):
                cells = {name: cell for name, cell in zip(header, row, strict=False) if cell or name[0] == ":"}
                found.append((f"{sheet.group}{sheet.breaks}", frozenset(cells.items())))
    return sorted(found, key=lambda one: (one[0], sorted(one[1])))


@pytest.mark.parametrize("part", [slice(None), slice(0, 40), slice(0, 0)])
def test_lines_by_pattern_are_those_made_one_by_one(part: slice, tmp_path: Path, vocabulary: Vocabulary) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
    with BulkSink(ours, Refusals()) as one, BulkSink(theirs, Refusals()) as other:
        counts, expected = written(one, said()[part]), one_by_one(other, said()[part], vocabulary)
        made, wanted = one.close(), other.close()
    assert rows_of(made) == rows_of(wanted)
    assert (counts.edges, made.rows) == (len({row[:3] for row in said()[part]}), wanted.rows)
    assert sorted(counts.refused) == sorted(expected.refused)
    assert sum(counts.stated.values()) == counts.edges
    assert made.longest == wanted.longest

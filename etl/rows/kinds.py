"""Which kind of entity a table holds, when nobody says so: by its name, or by its headings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from etl.files.headings import keys
from etl.files.manifest import InputFile, Source
from etl.files.read import RawRow
from etl.rows.headers import best_row, find_header, normal, understood
from etl.rows.records import Record
from etl.rows.validate import RowValidator
from graph.vocabulary import Label, Vocabulary
from graph.words import Words

NEAR = 1  # headings less than the best kind has, with which a kind is still considered
MOST = 0.5  # of the first rows must pass the checks of a kind


def guess_kind(head: Sequence[RawRow], vocabulary: Vocabulary) -> str | None:
    """The kind that a table's first rows fit best; None unless two or more headings fit and all obligatory are there.

    Of kinds whose headings fit nearly alike that one is taken whose checks most rows pass, if there is one.
    """
    scores = {label.name: len(_targets(head, label)) for label in vocabulary.labels.values() if fits(head, label)}
    best = max(scores.values(), default=0)
    if best < 2:
        return None
    passed = {name: _passed(head, vocabulary.label(name)) for name in scores if scores[name] >= max(2, best - NEAR)}
    name = max(passed, key=lambda name: (passed[name] >= MOST, scores[name], passed[name]))
    return name if passed[name] >= MOST or len(passed) == 1 else None


def _passed(head: Sequence[RawRow], label: Label) -> float:
    """Which part of a table's first rows passes the checks of ``label``; all of it when there are none."""
    file = InputFile(Path(), "", Source("", Words("", "")), label.name)
    header = find_header(head, label, file)
    validator = RowValidator(label, header, file, "")
    rows = [validator.read(row) for row in head if row.number > header.row]
    return sum(isinstance(row, Record) for row in rows) / len(rows) if rows else 1.0


def fits(head: Sequence[RawRow], label: Label) -> bool:
    """Whether a table's first rows hold headings of ``label`` and all its obligatory properties are among them."""
    targets = _targets(head, label)
    return bool(targets) and {p.name for p in label.properties.values() if p.required} <= targets


def _targets(head: Sequence[RawRow], label: Label) -> set[str]:
    table = understood(label)
    row = best_row(head, table)
    return {table[key] for key in keys(row.cells, table, normal) if table.get(key)} if row else set()


def kind_named(text: str, vocabulary: Vocabulary) -> str | None:
    """The kind that a sheet or file name says: a label's name or its Chinese or English caption, alone or within it."""
    wanted = normal(text)
    names = {normal(name): label.name for label in vocabulary.labels.values() for name in _names(label)}
    if wanted in names:
        return names[wanted]
    within = [name for name in names if len(name) > 1 and name in wanted]
    return names[max(within, key=len)] if within else None


def _names(label: Label) -> tuple[str, ...]:
    return (label.name, label.words.zh, label.words.en, label.name + "s")

"""Which kind of entity a table holds, when nobody says so: by its name, or by its headings."""

from __future__ import annotations

from collections.abc import Sequence

from etl.files.headings import keys
from etl.files.read import RawRow
from etl.rows.headers import best_row, normal, understood
from graph.vocabulary import Label, Vocabulary


def guess_kind(head: Sequence[RawRow], vocabulary: Vocabulary) -> str | None:
    """The kind whose headings a table's first rows fit best; None unless two or more fit and all obligatory are there.

    Of kinds that fit alike the first of the vocabulary is taken.
    """
    scores = {label.name: len(_targets(head, label)) for label in vocabulary.labels.values() if fits(head, label)}
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] > 1 else None


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

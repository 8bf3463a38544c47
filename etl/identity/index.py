"""What references may point to: the rows of this load, and the entities already in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from etl.rows.clean import match_key
from etl.rows.records import Record
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

Item = TypeVar("Item")
Key = tuple[str, str, str]  # base label, property, match key of the value

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Stored:
    """An entity in the store that a reference may mean; ``owners`` are the uids of its ``refer_within`` link.

    Stubs are not among them: whoever refers to one makes the same uid again, in whatever order files are loaded.
    """

    uid: str
    owners: tuple[str, ...] = ()


@dataclass(slots=True)
class Index:
    """Rows and stored entities by what they are referred to with."""

    vocabulary: Vocabulary
    rows: dict[Key, list[Record]] = field(default_factory=lambda: defaultdict(list))
    stored: dict[Key, list[Stored]] = field(default_factory=lambda: defaultdict(list))

    def add(self, record: Record) -> None:
        """Make ``record`` findable by each ``refer_by`` property that it fills."""
        base = base_label(record.label, self.vocabulary)
        for name in record.label.refer_by:
            value = record.properties.get(name)
            for text in value if isinstance(value, list) else (value,):
                if text is not None:
                    self.rows[base, name, match_key(str(text))].append(record)

    def knows(self, label: Label, text: str) -> bool:
        """Whether a row of this load can be meant by ``text`` alone, without an owner to tell it from others."""
        base = base_label(label, self.vocabulary)
        return label.refer_within is None and any((base, n, match_key(text)) in self.rows for n in label.refer_by)

    def ask(self, store: Store, texts: dict[str, set[str]]) -> None:
        """Look up in the store what the rows of this load don't answer; ``texts`` by base label."""
        for name, wanted in texts.items():
            label = self.vocabulary.label(name)
            for prop in label.refer_by:
                self._ask(store, label, prop, sorted(wanted))

    def _ask(self, store: Store, label: Label, prop: str, values: Sequence[str]) -> None:
        several = label.properties[prop].type == "strings"
        parts = {"label": label.name, "property": prop}
        statement = "etl_resolve_list" if several else "etl_resolve"
        if label.refer_within is not None:
            parts["relation"] = label.links[label.refer_within].relation
            statement = "etl_resolve_within"
        for batch in [values] if several else batches(values):
            for row in store.read(statement, parts=parts, values=batch):
                found = Stored(row["uid"], tuple(row.get("owners", ())))
                self.stored[label.name, prop, match_key(row["value"])].append(found)


def base_label(label: Label, vocabulary: Vocabulary) -> str:
    """The outermost label of a kind: ``Organization`` for ``Enterprise``."""
    return vocabulary.chain(label.name)[-1]


def batches(values: Sequence[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """``values`` in lists of at most ``size``."""
    return (list(values[start : start + size]) for start in range(0, len(values), size))


def texts_to_ask(index: Index, records: Iterable[Record]) -> dict[str, set[str]]:
    """The reference texts, by base label of their targets, that no row of this load answers."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for name, texts in record.links.items():
            target = index.vocabulary.label(record.label.links[name].target)
            base = base_label(target, index.vocabulary)
            wanted[base].update(text for text in texts if not index.knows(target, text))
    return wanted

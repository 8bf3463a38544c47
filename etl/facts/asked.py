"""The rows of a load, a chunk at a time, after the store was asked what their references may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from etl.facts.mentions import keywords
from etl.facts.texts import Said
from etl.identity.index import Index, base_label, texts_to_ask
from etl.rows.records import Record
from etl.rows.table import Gathered
from graph.store.bolt import Store
from graph.vocabulary import Label

CHUNK = 20_000  # records about whose references the store is asked at once


@dataclass(slots=True)
class Asked:
    """Gives rows for ``identify`` and ``relate``. ``terms``: the kind of terms; ``warm``: the store holds anything."""

    store: Store
    index: Index
    terms: Label | None
    warm: bool

    def keyed(self, table: Gathered) -> Iterator[Record]:
        """The records of a table; the store was asked about the references that keys are made of."""
        if not self.warm or not _refers_in_key(table.label):
            return table.records()
        return self._keyed(table)

    def _keyed(self, table: Gathered) -> Iterator[Record]:
        records = table.records()
        while chunk := list(islice(records, CHUNK)):
            self.index.ask(self.store, texts_to_ask(self.index, chunk))
            yield from chunk

    def linked(self, table: Gathered, phrases: Iterable[Said]) -> Iterator[tuple[Record, Said]]:
        """The records of a table, each with its ``phrases``; the store was asked about all references and terms."""
        rows = zip(table.records(), phrases, strict=False)
        while chunk := list(islice(rows, CHUNK)) if self.warm else []:
            texts = texts_to_ask(self.index, (record for record, _ in chunk))
            if self.terms is not None:
                words = texts[base_label(self.terms, self.index.vocabulary)]
                for record, said in chunk:
                    words.update(keywords(record))
                    words.update(phrase for phrase, _ in said)
            self.index.ask(self.store, texts)
            yield from chunk
        yield from rows  # nothing to ask, or nothing left


def _refers_in_key(label: Label) -> bool:
    named = (part for tier in label.keys for part in tier)
    return label.refer_within is not None or any(part in label.links for part in named)

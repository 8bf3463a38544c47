"""Records to statements: uids, references resolved, terms linked. Nothing is held that grows with the rows' texts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from etl.facts.build import Builder, key_missing
from etl.facts.claims import disputes, note
from etl.facts.mentions import MakeExtractor, Mentions, keywords, term_label
from etl.facts.spoken import Spoken
from etl.identity.identify import Identifier, key_order
from etl.identity.index import Index, base_label, texts_to_ask
from etl.reports.progress import Clock
from etl.reports.report import LoadReport
from etl.rows.records import Record
from etl.rows.table import Gathered
from etl.staging.spool import Parts
from graph.errors import InputError
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

PAUSE = 1_000  # records between two words of progress
CHUNK = 20_000  # records about whose references the store is asked at once


@dataclass(slots=True)
class Connector:
    """Connects the records of one load with each other and with what the store holds.

    Call ``identify``, ``relate`` and ``read_texts`` in this order; what they find out lies in ``spoken``.
    """

    store: Store
    vocabulary: Vocabulary
    tables: Sequence[Gathered]
    folder: Path
    parts: int
    clock: Clock
    report: LoadReport
    spoken: Spoken = field(init=False)
    _index: Index = field(init=False)
    _terms: Label | None = field(init=False)
    _mentions: Mentions | None = field(init=False, default=None)
    _disputed: dict[int, tuple[int, str]] = field(init=False, default_factory=dict)  # entry: whose code it claims
    warm: bool = field(init=False)  # whether the store holds anything

    def __post_init__(self) -> None:
        nodes, edges = (Parts(self.folder, name, self.parts) for name in ("nodes", "edges"))
        self.spoken = Spoken(self.vocabulary, nodes, edges)
        self._index = Index(self.vocabulary, self.folder)
        self._terms = term_label(self.vocabulary)
        self.warm = bool(self.store.read("etl_any"))

    @property
    def _records(self) -> int:
        """How many records all tables have."""
        return sum(len(table.spool) for table in self.tables)

    def identify(self) -> None:
        """Give every record its uid, and find those whose code is another's."""
        rank = {name: at for at, name in enumerate(key_order(self.vocabulary))}
        claims = Parts(self.folder, "claims", self.parts)
        identifier = Identifier(self.vocabulary, self._index, deque(maxlen=0))  # ``relate`` finds its faults again
        with self.clock.stage("identify", self._records) as step:
            for table in sorted(self.tables, key=lambda one: rank[base_label(one.label, self.vocabulary)]):
                table.first = self._index.begin(table.label, table.report.source)
                for number, record in enumerate(self._asked(table, keys_only=True), table.first):
                    uid = identifier.uid(record)
                    self._index.add(record, uid, identifier.owners(record) if uid else ())
                    if uid is not None:
                        note(claims, number, record, uid)
                    if number % PAUSE == 0:
                        step(number)
            claims.close()
            self._disputed.update(disputes(claims))

    def relate(self) -> None:
        """State the entities of the records, their edges and their keywords; rows without a uid are refused."""
        identifier = Identifier(self.vocabulary, self._index, self.report.faults)
        builder = Builder(self.vocabulary, identifier, self.spoken)
        if self._terms is not None:
            self._mentions = Mentions(self.spoken, identifier.resolver, self._terms)
        done = 0
        with self.clock.stage("relate", self._records) as step:
            for table in self.tables:
                for number, record in enumerate(self._asked(table, keys_only=False), table.first):
                    uid, ref = self._index.uid(number), record.ref
                    if uid is None or number in self._disputed:
                        self._refuse(table, record, self._disputed.get(number))
                        continue
                    builder.add(record, uid, ref)
                    if self._mentions is not None:
                        self._mentions.keywords(record, uid, ref)
                    done += 1
                    if done % PAUSE == 0:
                        step(done)
        self.spoken.nodes.close()

    def read_texts(self, extractor: MakeExtractor | None) -> None:
        """State which known terms the texts of the records mention: edges only, so nodes can be written meanwhile."""
        if self._mentions is not None and extractor is not None:
            self._know_stored(self._mentions)
            with self.clock.stage("terms", self._records) as step:
                found = extractor(sorted(self._mentions.lexicon))
                done = 0
                for table in self.tables:
                    if not table.label.text:
                        continue
                    for number, record in enumerate(table.records(), table.first):
                        uid = self._index.uid(number)
                        if uid is not None and number not in self._disputed:
                            self._mentions.texts(record, uid, record.ref, found)
                        done += 1
                        if done % PAUSE == 0:
                            step(done)
        self.spoken.edges.close()
        self._index.close()

    def _asked(self, table: Gathered, *, keys_only: bool) -> Iterator[Record]:
        """The records of a table, after the store was asked what their references may mean."""
        records = table.records()
        if not self.warm or (keys_only and not _refers_in_key(table.label)):
            yield from records
            return
        while chunk := list(islice(records, CHUNK)):
            texts = texts_to_ask(self._index, chunk)
            if self._terms is not None and not keys_only:
                words = (word for record in chunk for word in keywords(record))
                texts[base_label(self._terms, self.vocabulary)].update(words)
            self._index.ask(self.store, texts)
            yield from chunk

    def _refuse(self, table: Gathered, record: Record, first: tuple[int, str] | None) -> None:
        """Refuse a row without a uid, or one whose code ``first`` (row, file) has under another name."""
        if first is None:
            fault = record.place.fault("", key_missing(record.label))
        else:
            error = InputError("KEY_CONFLICT", row=first[0], file=first[1])
            fault = record.place.fault(record.label.caption, error)
        table.refuse(record.place.row, (fault,))
        self.report.faults.append(fault)

    def _know_stored(self, mentions: Mentions) -> None:
        if not self.warm:
            return
        for name in mentions.label.refer_by:
            parts = {"label": mentions.label.name, "property": name}
            for row in self.store.read("etl_terms", parts=parts, files=self._files()):
                mentions.know(row["names"], row["uid"])

    def _files(self) -> list[str]:
        return sorted({f"{table.report.source}|{table.report.file}|" for table in self.tables})


def _refers_in_key(label: Label) -> bool:
    named: Iterable[str] = (part for tier in label.keys for part in tier)
    return label.refer_within is not None or any(part in label.links for part in named)

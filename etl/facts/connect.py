"""Records to statements: uids, references resolved, terms linked. Nothing is held that grows with the rows' texts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from etl.facts.asked import Asked
from etl.facts.build import Builder, key_missing
from etl.facts.claims import disputes, note
from etl.facts.mentions import Mentions, term_label
from etl.facts.readings import Crew, crew_for
from etl.facts.spoken import Spoken
from etl.facts.texts import KnownTerms, MakeExtractor, Phrases, Said
from etl.identity.identify import Identifier, key_order
from etl.identity.index import Index, base_label
from etl.reports.progress import Clock
from etl.reports.report import LoadReport
from etl.rows.records import Record
from etl.rows.table import Gathered
from etl.staging.stack import Parts
from graph.errors import InputError
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

PAUSE = 1_000  # records between two words of progress


@dataclass(slots=True)
class Connector:
    """Connects the records of one load with each other and with what the store holds.

    Call ``identify``, ``relate`` and ``read_texts`` in this order; what they find out lies in ``spoken``. ``texts``:
    whether texts are to be read, by helping processes, which are at it from the beginning.
    """

    store: Store
    vocabulary: Vocabulary
    tables: Sequence[Gathered]
    folder: Path
    parts: int
    clock: Clock
    report: LoadReport
    texts: bool = True
    spoken: Spoken = field(init=False)
    _index: Index = field(init=False)
    _asked: Asked = field(init=False)
    _terms: Label | None = field(init=False)
    _mentions: Mentions | None = field(init=False, default=None)
    _disputed: dict[int, tuple[int, str]] = field(init=False, default_factory=dict)  # entry: whose code it claims
    _crew: Crew = field(init=False)
    _phrases: Iterator[Said] = field(init=False)
    warm: bool = field(init=False)  # whether the store holds anything

    def __post_init__(self) -> None:
        nodes, edges = (Parts(self.folder, name, self.parts) for name in ("nodes", "edges"))
        self.spoken = Spoken(self.vocabulary, nodes, edges)
        self._index = Index(self.vocabulary, self.folder)
        self._terms = term_label(self.vocabulary)
        self.warm = bool(self.store.read("etl_any"))
        self._asked = Asked(self.store, self._index, self._terms, self.warm)
        spoken = [(table.label, table.spool) for table in self.tables if self.texts and table.label.text]
        self._crew = Crew(crew_for(sum(len(spool) for _, spool in spoken)))
        self._phrases = self._crew.read([(label, spool) for label, spool in spoken if self._fit(label)], Phrases())

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
                for number, record in enumerate(self._asked.keyed(table), table.first):
                    uid = identifier.uid(record)
                    self._index.add(record, uid, identifier.owners(record) if uid else ())
                    if uid is not None:
                        note(claims, number, record, uid)
                    if number % PAUSE == 0:
                        step(number)
            claims.close()
            self._disputed.update(disputes(claims))

    def relate(self) -> None:
        """State the entities of the records, their edges, and the terms that name what they are about.

        Those are their keywords or else, when texts are to be read, phrases of theirs. Rows without a uid are refused.
        """
        identifier = Identifier(self.vocabulary, self._index, self.report.faults)
        builder = Builder(self.vocabulary, identifier, self.spoken)
        if self._terms is not None:
            self._mentions = Mentions(self.spoken, identifier.resolver, self._terms)
        done = 0
        with self.clock.stage("relate", self._records) as step:
            for table in self.tables:
                said = self._phrases if self.texts and self._fit(table.label) else repeat(())
                for number, (record, named) in enumerate(self._asked.linked(table, said), table.first):
                    done += 1
                    if done % PAUSE == 0:
                        step(done)
                    uid, ref = self._index.uid(number), record.ref
                    if uid is None or number in self._disputed:
                        self._refuse(table, record, self._disputed.get(number))
                        continue
                    builder.add(record, uid, ref)
                    if self._mentions is not None:
                        self._mentions.name(record, uid, ref, named)
        self.spoken.nodes.close()

    def read_texts(self, extractor: MakeExtractor | None) -> None:
        """State which known terms the texts of the records mention: edges only, so nodes can be written meanwhile."""
        if self._mentions is not None and extractor is not None:
            self._know_stored(self._mentions)
            spoken = [table for table in self.tables if table.label.text]
            reader, done = KnownTerms(extractor, self._mentions.lexicon), 0
            known = self._crew.read([(table.label, table.spool) for table in spoken], reader)
            with self.clock.stage("terms", self._records) as step:
                for table in spoken:
                    for number, (record, said) in enumerate(zip(table.records(), known, strict=False), table.first):
                        uid = self._index.uid(number)
                        if said and uid is not None and number not in self._disputed:
                            self._mentions.mention(uid, record.ref, said)
                        done += 1
                        if done % PAUSE == 0:
                            step(done)
        self._crew.close()
        self.spoken.edges.close()
        self._index.close()

    def _fit(self, label: Label) -> bool:
        """Whether phrases of a kind's rows may name what they are about."""
        return self._terms is not None and Phrases.fit(label)

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

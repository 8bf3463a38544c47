"""Records to facts: uids, references resolved, terms linked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from etl.facts.build import Builder
from etl.facts.facts import Facts, NodeFact, sheet_of
from etl.facts.mentions import MakeExtractor, Mentions, keywords, term_label
from etl.identity.identify import Identifier
from etl.identity.index import Index, base_label, texts_to_ask
from etl.reports.progress import Clock
from etl.rows.faults import Fault
from etl.rows.gather import Gathered
from etl.rows.records import Record
from etl.rows.validate import Refused
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

Stated = tuple[Record, str, str]  # a record, its uid and its SourceRef

PAUSE = 1_000  # records between two words of progress


@dataclass(slots=True)
class Connector:
    """Connects the records of one load with each other and with what the store holds."""

    store: Store
    vocabulary: Vocabulary
    extractor: MakeExtractor | None
    clock: Clock

    def facts(self, tables: Sequence[Gathered]) -> tuple[Facts, Callable[[], None]]:
        """Everything the records state, but for what their texts mention: the second value, when called, adds that.

        It adds edges only, so that the nodes can be written meanwhile. Rows without a key, or whose code is another's,
        become refused rows.
        """
        facts = Facts(self.vocabulary)
        terms = term_label(self.vocabulary)
        with self.clock.stage("identify"):
            identifier = Identifier(self.vocabulary, self._index(tables, terms))
            builder = Builder(self.vocabulary, identifier, facts)
            stated = [one for table in tables for one in _state(table, builder, facts)]
            facts.faults.extend(identifier.faults)
            if terms is None:
                return facts, lambda: None
            mentions = Mentions(self.vocabulary, facts, identifier.resolver, terms)
            for record, uid, ref in stated:
                mentions.keywords(record, uid, ref)
            self._know_stored(mentions, sorted({f"{table.report.source}|{table.report.file}|" for table in tables}))
        return facts, lambda: self._read_texts(stated, mentions)

    def _index(self, tables: Sequence[Gathered], terms: Label | None) -> Index:
        index = Index(self.vocabulary)
        for table in tables:
            for record in table.records:
                index.add(record)
        if self.store.read("etl_any"):
            texts = texts_to_ask(index, (record for table in tables for record in table.records))
            if terms is not None:
                words = (word for table in tables for record in table.records for word in keywords(record))
                texts[base_label(terms, self.vocabulary)].update(words)
            index.ask(self.store, texts)
        return index

    def _know_stored(self, mentions: Mentions, files: list[str]) -> None:
        for name in mentions.label.refer_by:
            parts = {"label": mentions.label.name, "property": name}
            for row in self.store.read("etl_terms", parts=parts, files=files):
                mentions.know(row["names"], row["uid"])

    def _read_texts(self, stated: Sequence[Stated], mentions: Mentions) -> None:
        with self.clock.stage("terms", len(stated)) as step:
            if self.extractor is None:
                return
            extractor = self.extractor(sorted(mentions.lexicon))
            for number, (record, uid, ref) in enumerate(stated):
                mentions.texts(record, uid, ref, extractor)
                if number % PAUSE == 0:
                    step(number)


def _state(table: Gathered, builder: Builder, facts: Facts) -> Iterator[Stated]:
    for record in table.records:
        known = len(facts.faults)
        ref = builder.add(record)
        if ref is None:
            table.refused.append(Refused(record.place.row, tuple(facts.faults[known:])))
        else:
            yield record, record.uid or "", ref


def tally(facts: Facts, tables: Sequence[Gathered], faults: Iterable[Fault]) -> None:
    """Fill in each table's report: rows refused, faults, and the stubs and edges that its rows state first."""
    stubs = Counter(sheet_of(f.refs[0]) for f in facts.nodes.values() if not f.stated and not _term(f, facts))
    edges = Counter(sheet_of(fact.refs[0]) for fact in facts.edges.values())
    found = Counter(f"{fault.source}|{fault.file}|{fault.sheet}|" for fault in faults)
    for table in tables:
        report = table.report
        at = f"{report.source}|{report.file}|{report.sheet}|"
        report.rejected, report.faults = len(table.refused), found[at]
        report.stubs, report.edges = stubs[at], edges[at]


def _term(fact: NodeFact, facts: Facts) -> bool:
    return facts.vocabulary.label(fact.kind).vocabulary

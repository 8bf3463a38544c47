"""What references may point to: the rows of this load, and the entities already in the store."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from etl.identity.listed import code_first
from etl.identity.uids import by_code, called
from etl.rows.clean import match_key, plain_key
from etl.rows.coded import parted
from etl.rows.records import Record
from etl.staging.keys import KeyTable, Ledger
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

Item = TypeVar("Item")
Key = tuple[str, str, str]  # base label, property, plain key of the value
FOLDED = "~"  # before a key that had traditional characters

BATCH = 5_000
MARK = "\x1f"  # between the parts of a key, and between uids of owners


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a reference may mean; ``owners`` are the uids of its ``refer_within`` link.

    ``kind`` and ``source`` are those of the row that tells of it; empty for an entity of the store. Stubs of the store
    are not among them: whoever refers to one makes the same uid again, in whatever order files are loaded.
    """

    uid: str
    owners: tuple[str, ...] = ()
    kind: str = ""
    source: str = ""


class Index:
    """Rows and stored entities by what they are referred to with; rows take about 100 bytes of memory each.

    ``begin`` a table, then ``add`` its rows; a row is numbered (an *entry*) in the order added.
    """

    def __init__(self, vocabulary: Vocabulary, folder: Path) -> None:
        self.vocabulary = vocabulary
        self._rows: dict[str, KeyTable] = defaultdict(KeyTable)  # by base label
        self._uids, self._owners = Ledger(folder / "uids"), Ledger(folder / "owners")
        self._starts: list[int] = []  # first entry of each table …
        self._tables: list[tuple[str, str]] = []  # … and its kind and source
        self._stored: dict[Key, list[Candidate]] = defaultdict(list)
        self._listed: dict[tuple[str, str], tuple[KeyTable, Ledger]] = {}  # values of list properties in the store
        self._folder = folder

    def begin(self, label: Label, source: str) -> int:
        """The rows of a table of ``label`` follow. Returns the entry of its first row."""
        self._starts.append(len(self._uids))
        self._tables.append((label.name, source))
        return len(self._uids)

    def add(self, record: Record, uid: str | None, owners: Iterable[str] = ()) -> None:
        """Make ``record`` findable by each ``refer_by`` property it fills; one without a uid only takes a number."""
        entry = self._uids.add(uid or "")
        self._owners.add(MARK.join(owners))
        if uid is None:
            return
        table = self._rows[base_label(record.label, self.vocabulary)]
        for name, text in called(record.label, record.properties):
            _put(table, name + MARK, text, entry)

    def uid(self, entry: int) -> str | None:
        """The uid of the row with number ``entry``; None when it has none."""
        return self._uids[entry] or None

    def rows(self, base: str, name: str, text: str) -> list[Candidate]:
        """The rows whose property ``name`` is ``text``, in whatever spelling, in the order added."""
        table = self._rows.get(base)
        return [self._candidate(entry) for entry in _entries(table, name + MARK, text)] if table else []

    def stored(self, base: str, name: str, text: str) -> list[Candidate]:
        """The entities of the store, among those asked for, whose property ``name`` is ``text``."""
        if (base, name) in self._listed:
            table, uids = self._listed[base, name]
            return [Candidate(uids[entry]) for entry in _entries(table, "", text)]
        return self._stored.get((base, name, plain_key(text)), [])

    def knows(self, label: Label, text: str) -> bool:
        """Whether a row of this load can be meant by ``text`` alone, without an owner to tell it from others."""
        table = self._rows.get(base_label(label, self.vocabulary))
        if table is None or label.refer_within is not None:
            return False
        return any(_entries(table, name + MARK, text) for name in label.refer_by)

    def ask(self, store: Store, texts: dict[str, set[str]]) -> None:
        """Look up in the store what the rows of this load don't answer; ``texts`` by base label, the last ones go."""
        self._stored.clear()
        for name, wanted in texts.items():
            label = self.vocabulary.label(name)
            for prop in label.refer_by if wanted else ():
                if label.properties[prop].type == "strings" or (prop == label.caption and by_code(label)):
                    self._list(store, label, prop)
                else:
                    self._ask(store, label, prop, sorted(wanted))

    def close(self) -> None:
        """Close the files."""
        for ledger in (self._uids, self._owners, *(uids for _, uids in self._listed.values())):
            ledger.close()

    def _candidate(self, entry: int) -> Candidate:
        kind, source = self._tables[bisect_right(self._starts, entry) - 1]
        owners = self._owners[entry]
        return Candidate(self._uids[entry], tuple(owners.split(MARK)) if owners else (), kind, source)

    def _list(self, store: Store, label: Label, prop: str) -> None:
        """All values of a property: the elements of lists have no index, the names of a code list are few."""
        if (label.name, prop) in self._listed:
            return
        table, uids = KeyTable(), Ledger(self._folder / f"stored-{label.name}-{prop}")
        for row in store.stream("etl_resolve_list", parts={"label": label.name, "property": prop}):
            entry = uids.add(row["uid"])
            for value in row["names"]:
                _put(table, "", value, entry)
        self._listed[label.name, prop] = table, uids

    def _ask(self, store: Store, label: Label, prop: str, values: Sequence[str]) -> None:
        parts = {"label": label.name, "property": prop}
        statement = "etl_resolve"
        if label.refer_within is not None:
            parts["relation"] = label.links[label.refer_within].relation
            statement = "etl_resolve_within"
        for batch in batches(values):
            for row in store.read(statement, parts=parts, values=batch):
                found = Candidate(row["uid"], tuple(row.get("owners", ())))
                self._stored[label.name, prop, plain_key(row["value"])].append(found)


def _put(table: KeyTable, before: str, text: str, entry: int) -> None:
    """``text`` leads to ``entry`` as it is written and, when that differs, in simplified characters."""
    plain, folded = plain_key(text), match_key(text)
    table.add(before + plain, entry)
    if folded != plain:
        table.add(before + FOLDED + folded, entry)


def _entries(table: KeyTable, before: str, text: str) -> list[int]:
    """The entries of ``text`` as it is written, else those that are alike in simplified characters."""
    found = table.find(before + plain_key(text))
    if found:
        return found
    folded = match_key(text)
    return [*table.find(before + folded), *table.find(before + FOLDED + folded)]


def base_label(label: Label, vocabulary: Vocabulary) -> str:
    """The outermost label of a kind: ``Organization`` for ``Enterprise``."""
    return vocabulary.chain(label.name)[-1]


def batches(values: Sequence[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """``values`` in lists of at most ``size``."""
    return (list(values[start : start + size]) for start in range(0, len(values), size))


def texts_to_ask(index: Index, records: Iterable[Record]) -> dict[str, set[str]]:
    """The reference texts, by base label of their targets, that no row of this load answers."""
    said: dict[str, set[str]] = defaultdict(set)  # by the target itself; most texts are there many times
    for record in records:
        for name, texts in record.links.items():
            said[record.label.links[name].target].update(texts)
    wanted: dict[str, set[str]] = defaultdict(set)
    for name, whole in said.items():
        target = index.vocabulary.label(name)
        both = code_first if by_code(target) else parted  # a code beside a name
        parts = {part for text in whole for part in both(text) or ()}
        unknown = {text for text in whole | parts if not index.knows(target, text)}
        wanted[base_label(target, index.vocabulary)] |= unknown
    return wanted

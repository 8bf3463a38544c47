"""Constraints and indexes, derived from the vocabulary and made once per store."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from graph.store.bolt import Row, Store
from graph.store.populating import Index, await_online
from graph.vocabulary import ENTITY, Label, Level, Vocabulary

FULL_TEXT = "entity_text"
UNIQUE = (
    (ENTITY, "uid"),
    ("Source", "id"),
    ("SourceFile", "key"),
    ("Load", "id"),
    ("Decision", "id"),
    ("Decision", "sequence"),  # two decisions at once would both be the next; one of them must fail
    ("Change", "sequence"),  # likewise; and what is noted in a transaction is there when what comes after it is
)
TEXT_TYPES = ("string", "strings", "text")


Told = Callable[[int], None]  # hears how many percent are done


def unheard(percent: int) -> None:
    """Percent that are told to nobody."""


def ensure_schema(store: Store, vocabulary: Vocabulary, told: Told = unheard) -> None:
    """Make every constraint and index that is missing and wait until all are ONLINE, however long they are built.

    The full-text index is made anew when the vocabulary's public text is no longer what it was made for.
    Raises ``StoreError`` (STORE_INDEX) when one fails, or nothing goes on for ten minutes. Running it again only asks
    what there is.
    """
    there, wanted = _indexes(store), set(full_text_properties(vocabulary))
    if there.get(FULL_TEXT, wanted) != wanted:
        store.run_schema(f"DROP INDEX {FULL_TEXT}")
        del there[FULL_TEXT]
    _make(store, commands(vocabulary), there, told)


def ensure_keys(store: Store, vocabulary: Vocabulary) -> None:
    """All of the schema but the full-text index: enough to load by, and a third faster into an empty store.

    Raises as ``ensure_schema``, which is to follow once the rows are in.
    """
    _make(store, _keys(vocabulary), _indexes(store), unheard)


def _indexes(store: Store) -> dict[str, set[str]]:
    """The properties of every index there is, by its name, which is that of its constraint where it has one."""
    return {index["name"]: set(index["properties"]) for index in _rows(store)}


def _make(store: Store, wanted: Mapping[str, str], there: Container[str], told: Told) -> None:
    for name, command in wanted.items():
        if name not in there:
            store.run_schema(command)
    await_online(lambda: [Index(row["name"], row["state"], row["percent"]) for row in _rows(store)], told)


def commands(vocabulary: Vocabulary) -> dict[str, str]:
    """The Cypher commands that make the schema, by name, in a fixed order; each is idempotent."""
    # The full-text index takes longest to build, on one core: in a store that is full the others are built meanwhile.
    return {FULL_TEXT: _full_text(vocabulary)} | _keys(vocabulary)


def full_text_properties(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Names of the properties that full-text search reads: text of level public everywhere it occurs.

    A name that is public on one label but not on another is left out, since the index spans all labels.
    """
    levels: dict[str, Level] = {}
    for label in vocabulary.labels.values():
        for prop in label.properties.values():
            if prop.type in TEXT_TYPES:
                levels[prop.name] = max(prop.level, levels.get(prop.name, Level.PUBLIC))
    return tuple(sorted(name for name, level in levels.items() if level == Level.PUBLIC))


def _keys(vocabulary: Vocabulary) -> dict[str, str]:
    """All commands but that of the full-text index, by name."""
    return dict((*_unique(), *_ranges(vocabulary)))


def _unique() -> Iterator[tuple[str, str]]:
    for label, prop in UNIQUE:
        name = f"unique_{label}_{prop}".lower()
        yield name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{prop} IS UNIQUE"


def _ranges(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    # `canonical`: the uid as which an entity is shown, since somebody decided that the two are one.
    name = "range_entity_canonical"
    yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{ENTITY}) ON (n.canonical)"
    for label in vocabulary.labels.values():
        if label.parent is None:
            for prop in _indexed(label):
                name = f"range_{label.name}_{prop}".lower()
                yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label.name}) ON (n.{prop})"


def _indexed(label: Label) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*label.refer_by, label.caption)))


def _full_text(vocabulary: Vocabulary) -> str:
    columns = ", ".join(f"n.{name}" for name in full_text_properties(vocabulary))
    # cjk: bigrams for Chinese, words for Latin letters (Lucene's CJKAnalyzer).
    options = "{indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: false}}"
    return f"CREATE FULLTEXT INDEX {FULL_TEXT} IF NOT EXISTS FOR (n:{ENTITY}) ON EACH [{columns}] OPTIONS {options}"


def _rows(store: Store) -> list[Row]:
    return store.read("schema_indexes")

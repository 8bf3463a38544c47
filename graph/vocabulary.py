"""The vocabulary as frozen typed objects; ``graph/ontology.py`` reads and checks the file, nothing repeats it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from graph.codelists.model import CodeList
from graph.errors import NotFoundError
from graph.words import Words

PropertyType = Literal["string", "text", "integer", "number", "date", "boolean", "strings"]
Unresolved = Literal["stub", "warn"]
Right = Literal["submit", "review"]  # hand in files, and decide on the rows of files that were handed in

ENTITY = "Entity"


class Level(IntEnum):
    """Disclosure level of a property or an edge; a caller sees what is at or below its clearance."""

    PUBLIC = 0
    REGISTERED = 1
    CORE = 2


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a label. ``headers`` are the column headings understood besides its name and captions.

    ``codes``: the list its values are taken from; ``check``: the named check of etl that has the last word on a value.
    """

    name: str
    words: Words
    type: PropertyType
    level: Level
    required: bool = False
    headers: tuple[str, ...] = ()
    check: str | None = None
    unit: str | None = None
    codes: CodeList | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A column that points to other entities. ``outgoing``: the row's entity is the relation's start.

    ``within`` names the link whose first target qualifies the reference (an inventor's employer);
    ``hidden_when`` names the boolean property that raises the edge to ``Level.CORE``; ``since`` and ``until`` the dates
    or years of the row, the first that is told, from which on and up to which the relation holds; ``also`` the codes
    of what it points to that a column of their own may give, each with the headings of that column.
    """

    name: str
    words: Words
    relation: str
    outgoing: bool
    target: str
    many: bool = False
    required: bool = False
    level: Level = Level.PUBLIC
    headers: tuple[str, ...] = ()
    within: str | None = None
    hidden_when: str | None = None
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    also: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unresolved: Unresolved = "stub"


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of entity, its parent's properties and links included."""

    name: str
    words: Words
    prefix: str
    color: str
    caption: str
    keys: tuple[tuple[str, ...], ...]
    properties: dict[str, Property]
    links: dict[str, Link]
    refer_by: tuple[str, ...] = ()
    refer_within: str | None = None
    text: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    parent: str | None = None
    vocabulary: bool = False  # a kind that texts are linked to (Term)
    places: bool = False  # places with the codes of GB/T 2260

    def visible(self, clearance: Level) -> tuple[Property, ...]:
        """The properties that ``clearance`` may see, in the order of the file."""
        return tuple(p for p in self.properties.values() if p.level <= clearance)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation in its reading direction; ``forward``/``backward`` are sentences of a walk from ``{a}`` to ``{b}``.

    ``half_life``: after how many years an edge counts half, ``None`` for never.
    """

    name: str
    words: Words
    reverse: Words
    forward: Words
    backward: Words
    start: tuple[str, ...]
    end: tuple[str, ...]
    properties: tuple[str, ...] = ()
    symmetric: bool = False
    same_label: bool = False
    half_life: float | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Who asks, how far they may see, and what they may do besides asking."""

    name: str
    words: Words
    clearance: Level
    rights: tuple[Right, ...] = ()

    def may(self, right: Right) -> bool:
        """Whether the role has a right."""
        return right in self.rights


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every label, relation and role, by name and in the order of the file."""

    labels: dict[str, Label]
    relations: dict[str, Relation]
    roles: dict[str, Role]
    levels: dict[Level, Words] = field(default_factory=dict)
    _families: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def label(self, name: str) -> Label:
        """The label ``name``. Raises ``NotFoundError`` (UNKNOWN_KIND)."""
        if name not in self.labels:
            raise NotFoundError("UNKNOWN_KIND", kind=name, known=", ".join(self.labels))
        return self.labels[name]

    def relation(self, name: str) -> Relation:
        """The relation ``name``. Raises ``NotFoundError`` (UNKNOWN_RELATION)."""
        if name not in self.relations:
            raise NotFoundError("UNKNOWN_RELATION", relation=name, known=", ".join(self.relations))
        return self.relations[name]

    def chain(self, name: str) -> tuple[str, ...]:
        """``name`` and its ancestors, most specific first, e.g. ("Institution", "Organization")."""
        label = self.label(name)
        return (name,) if label.parent is None else (name, *self.chain(label.parent))

    def family(self, name: str) -> tuple[str, ...]:
        """``name`` and every label below it."""
        if name not in self._families:
            self._families[name] = tuple(k for k in self.labels if name in self.chain(k))
        return self._families[name]

    def kind_of(self, labels: Iterable[str]) -> str:
        """The most specific kind among a node's ``labels``; "Entity" when none is in the vocabulary."""
        known = [k for k in labels if k in self.labels]
        return max(known, key=lambda k: len(self.chain(k)), default=ENTITY)

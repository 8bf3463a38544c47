"""The vocabulary and the state of the graph, for legends, captions and portals that adapt to them."""

from __future__ import annotations

from importlib import metadata

import strawberry

from api.census import census
from api.context import Context
from api.schema.parts import Words
from graph.links.scheme import scheme
from graph.vocabulary import Label, Level, Relation

VERSION = metadata.version("kezhuan")


@strawberry.type(description="A name with its words.")
class Choice:
    name: str
    words: Words


@strawberry.type
class PropertyInfo:
    name: str
    words: Words
    type: str
    level: str


@strawberry.type(description="A kind of entity; `count` includes its sub-kinds.")
class LabelInfo:
    name: str
    words: Words
    color: str
    parent: str | None
    count: int
    properties: list[PropertyInfo]
    answers: bool = strawberry.field(description="Whether it may answer demands: a match of it finds these.")


@strawberry.type(description="A relation in its reading direction.")
class RelationInfo:
    name: str
    words: Words
    reverse: Words
    start: list[str]
    end: list[str]
    count: int


@strawberry.type
class Vocabulary:
    labels: list[LabelInfo]
    relations: list[RelationInfo]
    levels: list[Choice]
    roles: list[Choice]


@strawberry.type(description="What answers, about which graph, and as whom it sees the caller.")
class Status:
    version: str
    load_version: str | None
    role: str
    role_words: Words
    nodes: int
    edges: int


def vocabulary_of(context: Context) -> Vocabulary:
    """Every label, relation, level and role with its words, and how many of each the caller may see."""
    known, counted, targets = context.vocabulary, census(context), set(scheme(context.vocabulary).targets)
    return Vocabulary(
        labels=[
            _label(label, counted.nodes.get(name, 0), answers=bool(targets & set(known.chain(name))))
            for name, label in known.labels.items()
        ],
        relations=[_relation(relation, counted.edges.get(name, 0)) for name, relation in known.relations.items()],
        levels=[Choice(name=level.name.lower(), words=_words(known.levels[level])) for level in Level],
        roles=[Choice(name=name, words=_words(role.words)) for name, role in known.roles.items()],
    )


def status_of(context: Context) -> Status:
    """The load version, the caller's role, and how large the graph is that this role sees."""
    counted = census(context)
    return Status(
        version=VERSION,
        load_version=counted.version,
        role=context.role.name,
        role_words=_words(context.role.words),
        nodes=counted.total,
        edges=sum(counted.edges.values()),
    )


def _label(label: Label, count: int, *, answers: bool) -> LabelInfo:
    infos = [
        PropertyInfo(name=p.name, words=_words(p.words), type=p.type, level=p.level.name.lower())
        for p in label.properties.values()
    ]
    return LabelInfo(
        name=label.name,
        words=_words(label.words),
        color=label.color,
        parent=label.parent,
        count=count,
        properties=infos,
        answers=answers,
    )


def _relation(relation: Relation, count: int) -> RelationInfo:
    return RelationInfo(
        name=relation.name,
        words=_words(relation.words),
        reverse=_words(relation.reverse),
        start=list(relation.start),
        end=list(relation.end),
        count=count,
    )


def _words(words: object) -> Words:
    return words  # type: ignore[return-value]

"""One GraphQL type per kind, made from the vocabulary; a hidden property is null and leaves a redaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import strawberry
from graphql import GraphQLAbstractType, GraphQLResolveInfo, is_object_type

from api.context import Context, Redaction
from api.disclosure import Shown, camel, reveal, visible
from api.entities import EntityRecord, sources_of
from api.schema.answers import RelationCount
from api.schema.parts import Evidence, Words, words_of_kind
from graph.errors import InputError
from graph.links import model, results
from graph.vocabulary import Label, Level, Property, Vocabulary

Info = strawberry.Info[Context, None]

SCALARS: dict[str, Any] = {
    "string": str | None,
    "text": str | None,
    "date": str | None,
    "integer": int | None,
    "number": float | None,
    "boolean": bool | None,
    "strings": list[str] | None,
}

NAME = re.compile(r"(?!__)[_A-Za-z][_0-9A-Za-z]*")  # https://spec.graphql.org/draft/#Name
TAKEN = "Entity"  # what is added to the name of a kind that another type has
INT = 2**31  # GraphQL's Int has 32 bits


@strawberry.type(name="Property", description="A property as the caller's role sees it.")
class ShownProperty:
    name: str
    words: Words
    value: str | None
    values: list[str] | None
    level: str
    hidden: bool
    unit: str | None


def properties(root: EntityRecord, info: Info) -> tuple[Shown, ...]:
    """Every property that has a value or is hidden, in the vocabulary's order."""
    label = info.context.vocabulary.label(root.kind)
    shown = reveal(label, root.stored, info.context.role)
    for entry in shown:
        if entry.hidden:
            _redact(info, label.properties[entry.name])
        elif label.properties[entry.name].level is Level.CORE:
            info.context.core_read.add(f"{root.kind}.{entry.name}")
    return shown


def sources(root: EntityRecord, info: Info) -> tuple[model.Evidence, ...]:
    """The rows of source files that state this entity, as far as the role may know of them."""
    context = info.context
    return context.engine.ground().sources.evidence(sources_of(context.store, root, context.role))


def counts(root: EntityRecord, info: Info) -> tuple[results.RelationCount, ...]:
    """Its edges by relation and direction, as far as the role may see them."""
    found = info.context.engine.neighborhood(root.uid, first=1, clearance=info.context.role.clearance)
    return found.counts


@strawberry.interface(description="What every entity has.")
class Entity:
    uid: strawberry.ID
    kind: str
    caption: str
    fictitious: bool
    kind_words: Any = strawberry.field(resolver=words_of_kind, graphql_type=Words)
    properties: Any = strawberry.field(resolver=properties, graphql_type=list[ShownProperty])
    sources: Any = strawberry.field(resolver=sources, graphql_type=list[Evidence])
    counts: Any = strawberry.field(resolver=counts, graphql_type=list[RelationCount])

    @classmethod
    def resolve_type(cls, obj: EntityRecord, info: GraphQLResolveInfo[Context], interface: GraphQLAbstractType) -> str:
        """The GraphQL type of a record: the one that is named after its kind."""
        named = info.schema.get_type(obj.kind)
        own = named is not None and is_object_type(named) and info.schema.is_sub_type(interface, named)
        return obj.kind if own else obj.kind + TAKEN


def kind_types(vocabulary: Vocabulary, *, taken: Collection[str] = ()) -> list[type]:
    """A GraphQL object type for every label of ``vocabulary``, in its order.

    A label with a name that is ``taken`` by another type (``Path``, say) has ``Entity`` added to it.
    """
    return [_kind_type(label, label.name + TAKEN * (label.name in taken)) for label in vocabulary.labels.values()]


def _kind_type(label: Label, name: str) -> type:
    body: dict[str, Any] = {"__annotations__": {}, "is_type_of": classmethod(partial(_is_kind, label.name))}
    for spelled, prop in _fields(label).items():
        # The attribute's own name is of no matter, but must not be one that strawberry reads (is_type_of, say).
        field = strawberry.field(resolver=_resolver(prop), name=spelled, description=_description(prop))
        body[f"property_{prop.name}"] = field
    made = type(label.name, (Entity,), body)
    return strawberry.type(made, name=name, description=f"{label.words.zh} / {label.words.en}")


def _fields(label: Label) -> dict[str, Property]:
    """Properties by the names of their fields; one that GraphQL cannot name is found in ``properties`` only."""
    own = {camel(name) for name in Entity.__annotations__}
    fields: dict[str, Property] = {}
    for prop in label.properties.values():
        spelled = camel(prop.name)
        if NAME.fullmatch(spelled) and spelled not in own:
            fields.setdefault(spelled, prop)
    return fields


def _is_kind(name: str, _cls: type, obj: object, _info: object) -> bool:
    return isinstance(obj, EntityRecord) and obj.kind == name


def _description(prop: Property) -> str:
    unit = f" ({prop.unit})" if prop.unit else ""
    return f"{prop.words.zh} / {prop.words.en}{unit}; {prop.level.name.lower()}"


def _resolver(prop: Property) -> Callable[..., Any]:
    def resolve(root: EntityRecord, info: Info) -> Any:
        if not visible(prop, info.context.role):
            _redact(info, prop)
            return None
        if prop.level is Level.CORE:
            info.context.core_read.add(f"{root.kind}.{prop.name}")
        value = root.stored.get(prop.name)
        if prop.type == "integer" and value is not None and not -INT <= value < INT:
            raise InputError("INTEGER_RANGE", property=prop.words)
        return value

    resolve.__annotations__["return"] = SCALARS[prop.type]
    resolve.__annotations__["root"] = EntityRecord
    resolve.__annotations__["info"] = Info
    return resolve


def _redact(info: Info, prop: Property) -> None:
    path = tuple(info.path.as_list())
    info.context.redactions.append(Redaction(path, prop.name, prop.level.name.lower()))

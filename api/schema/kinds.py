"""One GraphQL type per kind, made from the vocabulary; a hidden property is null and leaves a redaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import strawberry

from api.context import Context, Redaction
from api.disclosure import Shown, reveal, visible
from api.entities import EntityRecord
from api.schema.answers import Evidence, RelationCount, Words, words_of_kind
from graph.links import model
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
    """The rows of source files that state this entity."""
    return info.context.engine.ground().sources.evidence(root.stored.get("sources", ()))


def counts(root: EntityRecord, info: Info) -> tuple[model.RelationCount, ...]:
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
    def resolve_type(cls, obj: EntityRecord, *_: object) -> str:
        """The GraphQL type of a record: the name of its kind."""
        return obj.kind


def kind_types(vocabulary: Vocabulary) -> list[type]:
    """A GraphQL object type for every label of ``vocabulary``, in its order."""
    return [_kind_type(label) for label in vocabulary.labels.values()]


def _kind_type(label: Label) -> type:
    body: dict[str, Any] = {"__annotations__": {}, "is_type_of": classmethod(partial(_is_kind, label.name))}
    for prop in label.properties.values():
        if prop.name not in Entity.__annotations__:
            body[prop.name] = strawberry.field(resolver=_resolver(prop), description=_description(prop))
    made = type(label.name, (Entity,), body)
    return strawberry.type(made, description=f"{label.words.zh} / {label.words.en}")


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
        return root.stored.get(prop.name)

    resolve.__annotations__["return"] = SCALARS[prop.type]
    resolve.__annotations__["root"] = EntityRecord
    resolve.__annotations__["info"] = Info
    return resolve


def _redact(info: Info, prop: Property) -> None:
    path = tuple(info.path.as_list())
    info.context.redactions.append(Redaction(path, prop.name, prop.level.name.lower()))

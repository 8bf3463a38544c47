"""The shape of a document: how deep and how large it is with its fragments written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from api.schema.limits import ALIASES, DEPTH, NODES, fragments_of, too_large
from graph.errors import InputError


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a document with its fragments written out: deepest level, aliases, fields and fragments."""

    depth: int = 0
    aliases: int = 0
    nodes: int = 0

    def check(self) -> None:
        """Raises ``LimitError`` (LIMIT_OPERATION) when it is larger than any role may ask."""
        for what, value, limit in (
            ("LIMIT_DEPTH", self.depth, DEPTH),
            ("LIMIT_ALIASES", self.aliases, ALIASES),
            ("LIMIT_NODES", self.nodes, NODES),
        ):
            if value > limit:
                raise too_large(what, value, limit)


def shape_of(document: DocumentNode) -> Shape:
    """The shape of a parsed, not yet validated ``document``: that of all its operations, or of a fragment if larger.

    Every fragment is looked at once. Raises ``InputError`` (GRAPHQL_INVALID) for a fragment that spreads itself.
    """
    walk = _Walk(fragments_of(document))
    asked = _joined([walk.of(d.selection_set) for d in document.definitions if isinstance(d, OperationDefinitionNode)])
    parts = [asked, *(walk.fragment(name) for name in walk.fragments)]
    return Shape(max(part.depth for part in parts), asked.aliases, max(part.nodes for part in parts))


def _joined(shapes: list[Shape]) -> Shape:
    return Shape(
        max((shape.depth for shape in shapes), default=0),
        sum(shape.aliases for shape in shapes),
        sum(shape.nodes for shape in shapes),
    )


@dataclass(slots=True)
class _Walk:
    fragments: Mapping[str, FragmentDefinitionNode]
    known: dict[str, Shape | None] = field(default_factory=dict)

    def of(self, selection: SelectionSetNode | None) -> Shape:
        """The shape of a selection."""
        return _joined([self._node(node) for node in selection.selections]) if selection else Shape()

    def _node(self, node: SelectionNode) -> Shape:
        if isinstance(node, FragmentSpreadNode):
            return self.fragment(node.name.value)
        below = self.of(getattr(node, "selection_set", None))
        if isinstance(node, FieldNode):
            return Shape(below.depth + 1, below.aliases + (node.alias is not None), below.nodes + 1)
        return Shape(below.depth, below.aliases, below.nodes + 1)

    def fragment(self, name: str) -> Shape:
        """The shape of the fragment ``name``; validation tells of one that is missing."""
        if name not in self.fragments:
            return Shape(nodes=1)
        if name not in self.known:
            self.known[name] = None
            below = self.of(self.fragments[name].selection_set)
            self.known[name] = Shape(below.depth, below.aliases, below.nodes + 1)
        shape = self.known[name]
        if shape is None:
            raise InputError("GRAPHQL_INVALID", why=f"Cannot spread fragment '{name}' within itself.")
        return shape

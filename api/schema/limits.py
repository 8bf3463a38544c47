"""What an operation may cost, known before it runs: tokens, depth, aliases, and a static cost on its variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from graph.errors import LimitError
from graph.vocabulary import Level, Role

TOKENS = 4_000
DEPTH = 14
ALIASES = 15
COST = {Level.PUBLIC: 15_000, Level.REGISTERED: 40_000, Level.CORE: 100_000}
DEFAULT_FIRST = 1  # for root fields that have no `first`


@dataclass(slots=True)
class Measure:
    """The size of one operation. ``cost``: a field is 1, a root field counts what is below ``first`` times."""

    depth: int = 0
    aliases: int = 0
    cost: int = 0


def check(document: DocumentNode, name: str | None, variables: Mapping[str, Any], role: Role) -> Measure:
    """The size of the operation ``name`` of a valid ``document``. Raises ``LimitError`` (LIMIT_OPERATION)."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    measure = Measure()
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode) and name in (None, _name(operation)):
            walk = _Walk(fragments, {**_defaults(operation), **variables}, measure)
            measure.cost += walk.cost(operation.selection_set, 1)
    limits = {"depth": (measure.depth, DEPTH), "aliases": (measure.aliases, ALIASES)}
    limits["cost"] = (measure.cost, COST[role.clearance])
    for what, (value, limit) in limits.items():
        if value > limit:
            raise LimitError("LIMIT_OPERATION", what=what, value=value, limit=limit, role=role.words)
    return measure


@dataclass(frozen=True, slots=True)
class _Walk:
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    measure: Measure

    def cost(self, selection: SelectionSetNode, depth: int) -> int:
        self.measure.depth = max(self.measure.depth, depth)
        if depth > DEPTH + 1:  # deep enough to be refused; a fragment cycle never gets here, validation forbids it
            return 0
        return sum(self._field(field, depth) for field in self._fields(selection))

    def _field(self, field: FieldNode, depth: int) -> int:
        self.measure.aliases += field.alias is not None
        below = self.cost(field.selection_set, depth + 1) if field.selection_set else 0
        return 1 + below * (self._first(field) if depth == 1 and below else 1)

    def _fields(self, selection: SelectionSetNode) -> Iterator[FieldNode]:
        for node in selection.selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from self._fields(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                yield from self._fields(self.fragments[node.name.value].selection_set)

    def _first(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                given = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
                given = int(value.value) if isinstance(value, IntValueNode) else given
                return max(1, given) if isinstance(given, int) else DEFAULT_FIRST
        return DEFAULT_FIRST


def _name(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        d.variable.name.value: int(d.default_value.value)
        for d in operation.variable_definitions or ()
        if isinstance(d.default_value, IntValueNode)
    }

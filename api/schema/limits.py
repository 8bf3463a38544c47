"""What an operation may cost, known before it runs: its shape, and a static cost on its variables.

In this order: bytes of the body (``api.http``), tokens (the parser), shape (``api.schema.shape``, before validation,
whose rules take long on fragments that spread each other), then, on the variables and by role, the cost (``Costs``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from graph.errors import LimitError
from graph.vocabulary import Level, Role
from graph.words import message

TOKENS = 4_000
DEPTH = 16  # the introspection query of common tools has 15
ALIASES = 15
NODES = 800  # fields and fragments, each counted where it is spread
COST = {Level.PUBLIC: 15_000, Level.REGISTERED: 40_000, Level.CORE: 100_000}

# What a root field costs before anything is selected: about ten for a millisecond on the example graph.
WORK = {"match": 2_000, "partners": 2_000, "policiesFor": 2_000, "paths": 500, "search": 500, "entities": 200}
WORK |= {"communities": 5_000, "keyNodes": 5_000, "gaps": 5_000, "similar": 2_000, "hubs": 500}
WORK |= {"submissions": 1_000, "submission": 1_000, "why": 500, "sources": 200, "submit": 5_000, "review": 1_000}

BESIDES = {"counterfactuals": 2_500}  # what a field costs for every object that has it


@dataclass(frozen=True, slots=True)
class Given:
    """What the cost of an operation depends on besides its text."""

    variables: Mapping[str, Any]
    role: Role


class Costs:
    """Static costs over one schema: a field is 1, a root field its ``WORK`` and ``first`` times what is below it."""

    def __init__(self, schema: GraphQLSchema) -> None:
        roots = [root for root in (schema.query_type, schema.mutation_type) if root is not None]
        fields = {name: f for root in roots for name, f in root.fields.items()}
        self._first: dict[str, int] = {
            name: f.args["first"].default_value for name, f in fields.items() if "first" in f.args
        }

    def check(self, document: DocumentNode, operation: OperationDefinitionNode, given: Given) -> int:
        """The cost of ``operation`` of a valid ``document``. Raises ``LimitError`` (LIMIT_OPERATION)."""
        fragments = fragments_of(document)
        variables = {**_defaults(operation), **given.variables}
        cost = 0
        for root in _fields(operation.selection_set, fragments):
            below = _below(root, fragments)
            cost += 1 + WORK.get(root.name.value, 0) + below * self._times(root, variables)
        limit = COST[given.role.clearance]
        if cost > limit:
            raise too_large("LIMIT_COST", cost, limit)
        return cost

    def _times(self, root: FieldNode, variables: Mapping[str, Any]) -> int:
        for argument in root.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                given = variables.get(value.name.value) if isinstance(value, VariableNode) else None
                given = int(value.value) if isinstance(value, IntValueNode) else given
                return max(1, given) if isinstance(given, int) else 1  # anything else is refused as no Int
        return self._first.get(root.name.value, 1)


def _below(node: FieldNode, fragments: Mapping[str, FragmentDefinitionNode]) -> int:
    if node.selection_set is None:
        return 0
    fields = _fields(node.selection_set, fragments)
    return sum(1 + BESIDES.get(child.name.value, 0) + _below(child, fragments) for child in fields)


def _fields(selection: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    for node in selection.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(fragments[node.name.value].selection_set, fragments)
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, fragments)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of ``document``, by name."""
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        d.variable.name.value: int(d.default_value.value)
        for d in operation.variable_definitions or ()
        if isinstance(d.default_value, IntValueNode)
    }


def too_large(what: str, value: int, limit: int) -> LimitError:
    """The refusal (LIMIT_OPERATION); ``what`` is the code of the message that names what is too large."""
    return LimitError("LIMIT_OPERATION", what=message(what), value=value, limit=limit)

"""One operation from its text to its answer: parse, measure, validate, run; errors coded or masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)

from api.context import Context
from api.schema.limits import DEPTH, TOKENS, Costs, Given, too_large
from api.schema.shape import shape_of
from api.schema.told import coded, told
from graph.errors import InputError, KezhuanError

REMEMBERED = 256  # documents whose parsing and validation is remembered


@dataclass(frozen=True, slots=True)
class Operation:
    """What a caller sends: a document, which of its operations, and variables."""

    query: str
    name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    persisted: str = ""
    method: str = "POST"  # of HTTP; what is asked by GET changes nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a response, and whether the operation was run at all."""

    body: dict[str, Any]
    executed: bool
    cost: int = 0

    @property
    def codes(self) -> list[str]:
        """The codes of all errors."""
        return [error["extensions"]["code"] for error in self.body.get("errors", [])]

    @property
    def results(self) -> int:
        """How many things were found: of each root field the longest list, or one."""
        found = (self.body.get("data") or {}).values()
        lists = [[len(v) for v in value.values() if isinstance(v, list)] for value in found if isinstance(value, dict)]
        return sum(max(sizes, default=1) for sizes in lists)


Checked = tuple[DocumentNode, list[GraphQLError]]


class Executor:
    """Runs operations against one schema; documents found valid are remembered."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self.sdl = schema.as_str()
        self._core: GraphQLSchema = schema._schema
        self._costs = Costs(self._core)
        self._checked = lru_cache(maxsize=REMEMBERED)(self._check)

    def run(self, operation: Operation, context: Context) -> Answer:
        """The answer to ``operation``. Nothing is raised: what goes wrong is in the answer's errors."""
        try:
            document, faults = self._checked(operation.query)
            if faults:
                return Answer({"errors": [told(fault, context.request) for fault in faults]}, executed=False)
            asked = _asked(document, operation)
            cost = self._costs.check(document, asked, Given(operation.variables, context.role))
        except KezhuanError as error:
            return refused(error, context.request)
        result = execute_sync(
            self._core,
            document,
            context_value=context,
            variable_values=dict(operation.variables),
            operation_name=operation.name,
        )
        assert isinstance(result, ExecutionResult)  # noqa: S101 - execute_sync says so
        return _answer(result, context, cost)

    def _check(self, query: str) -> Checked:
        """A parsed document and what is wrong with it. Raises ``LimitError`` when it is too large to look at."""
        try:
            document = parse(query, max_tokens=TOKENS)
            shape_of(document).check()
            return document, validate(self._core, document, max_errors=10)
        except GraphQLError as error:
            return DocumentNode(definitions=()), [error]
        except RecursionError as error:  # of the parser: thousands of brackets in each other
            raise too_large("LIMIT_DEPTH", TOKENS, DEPTH) from error


def _asked(document: DocumentNode, operation: Operation) -> OperationDefinitionNode:
    found = get_operation_ast(document, operation.name)
    if found is None:
        raise InputError("OPERATION_UNNAMED")
    if found.operation is OperationType.SUBSCRIPTION:
        raise InputError("OPERATION_KIND", kind=found.operation.value)
    if found.operation is OperationType.MUTATION and operation.method == "GET":
        raise InputError("MUTATION_GET")
    return found


def refused(error: BaseException, request: str) -> Answer:
    """The answer to a request that was not run at all."""
    return Answer({"errors": [coded(error, request)]}, executed=False)


def _answer(result: ExecutionResult, context: Context, cost: int) -> Answer:
    errors = [told(error, context.request) for error in result.errors or ()]
    if result.data is None and errors and not any("path" in error for error in errors):
        return Answer({"errors": errors}, executed=False, cost=cost)  # variables that do not fit: it was not begun
    body: dict[str, Any] = {"data": result.data} | ({"errors": errors} if errors else {})
    body["extensions"] = {"cost": cost}
    if context.redactions:
        body["extensions"]["redactions"] = [asdict(redaction) for redaction in context.redactions]
    return Answer(body, executed=True, cost=cost)

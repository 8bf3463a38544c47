"""One operation from its text to its answer: parse, validate, measure, run; errors coded or masked."""

from __future__ import annotations

import logging
import secrets
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
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)

from api.context import Context
from api.schema import limits
from graph.errors import InputError, KezhuanError
from graph.words import message

LOG = logging.getLogger("kezhuan.api")


@dataclass(frozen=True, slots=True)
class Operation:
    """What a caller sends: a document, which of its operations, and variables; ``read_only`` for GET."""

    query: str
    name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    persisted: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a response, and whether the request itself was well formed (HTTP 200, else 400)."""

    body: dict[str, Any]
    executed: bool

    @property
    def codes(self) -> list[str]:
        """The codes of all errors."""
        return [error["extensions"]["code"] for error in self.body.get("errors", [])]


class Executor:
    """Runs operations against one schema; parsed and validated documents are remembered."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self.sdl = schema.as_str()
        self._core: GraphQLSchema = schema._schema
        self._checked = lru_cache(maxsize=256)(self._check)

    def run(self, operation: Operation, context: Context) -> Answer:
        """The answer to ``operation``. Nothing is raised: what goes wrong is in the answer's errors."""
        try:
            document, faults = self._checked(operation.query)
            if faults:
                return Answer({"errors": [_told(fault) for fault in faults]}, executed=False)
            self._known(document, operation.name)
            measure = limits.check(document, operation.name, operation.variables, context.role)
        except KezhuanError as error:
            return refused(error)
        result = execute_sync(
            self._core,
            document,
            context_value=context,
            variable_values=dict(operation.variables),
            operation_name=operation.name,
        )
        assert isinstance(result, ExecutionResult)  # noqa: S101 - execute_sync says so
        return _answer(result, context, measure)

    def _check(self, query: str) -> tuple[DocumentNode, list[GraphQLError]]:
        try:
            document = parse(query, max_tokens=limits.TOKENS)
        except GraphQLError as error:
            return DocumentNode(definitions=()), [error]
        return document, validate(self._core, document, max_errors=10)

    @staticmethod
    def _known(document: DocumentNode, name: str | None) -> None:
        found = get_operation_ast(document, name)
        if found is None:
            raise InputError("OPERATION_UNNAMED")
        if found.operation is not OperationType.QUERY:
            raise InputError("OPERATION_KIND", kind=found.operation.value)


def refused(error: KezhuanError) -> Answer:
    """The answer to a request that was not run at all."""
    return Answer({"errors": [_coded(error, {"message": error.words.zh})]}, executed=False)


def _answer(result: ExecutionResult, context: Context, measure: limits.Measure) -> Answer:
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [_told(error) for error in result.errors]
    extensions: dict[str, Any] = {"cost": measure.cost}
    if context.redactions:
        extensions["redactions"] = [asdict(redaction) for redaction in context.redactions]
    body["extensions"] = extensions
    return Answer(body, executed=True)


def _told(error: GraphQLError) -> dict[str, Any]:
    """An error as sent: ours with code and both languages, GraphQL's own as it is, anything else masked with an id."""
    entry: dict[str, Any] = {"message": error.message}
    if error.path:
        entry["path"] = list(error.path)
    if error.locations:
        entry["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    cause = error.original_error
    if isinstance(cause, KezhuanError):
        return _coded(cause, entry)
    if cause is None or isinstance(cause, GraphQLError):
        return entry | {"extensions": {"code": "GRAPHQL_INVALID", "zh": entry["message"], "en": entry["message"]}}
    request = secrets.token_hex(6)
    LOG.error("request %s failed", request, exc_info=cause)
    words = message("INTERNAL", id=request)
    return entry | {"message": words.zh, "extensions": {"code": "INTERNAL", "zh": words.zh, "en": words.en}}


def _coded(error: KezhuanError, entry: dict[str, Any]) -> dict[str, Any]:
    words = error.words
    return entry | {"message": words.zh, "extensions": {"code": error.code, "zh": words.zh, "en": words.en}}

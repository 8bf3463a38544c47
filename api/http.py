"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/): POST with JSON, GET, persisted by name."""

from __future__ import annotations

import time
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.audit import Audit
from api.context import Context
from api.schema import persisted
from api.schema.execute import Answer, Executor, Operation, refused
from api.services import Services
from graph.errors import DisclosureError, InputError, KezhuanError, LimitError

BODY = 100_000  # bytes
JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
DOWN = frozenset({"STORE_UNREACHABLE", "STORE_STARTING", "STORE_AUTH"})


class GraphQLEndpoint:
    """``/graphql``. The work of an operation crosses once into a thread; the event loop only reads and writes."""

    def __init__(self, services: Services, executor: Executor, audit: Audit) -> None:
        self._services = services
        self._executor = executor
        self._audit = audit

    async def __call__(self, request: Request) -> Response:
        """Answer one request; every failure is a JSON body with coded errors."""
        try:
            operation = await _operation(request)
        except KezhuanError as error:
            return _response(request, refused(error), status=413 if error.code == "LIMIT_BODY" else 400)
        return await run_in_threadpool(self._answer, request, operation)

    def _answer(self, request: Request, operation: Operation) -> Response:
        begin = time.perf_counter()
        try:
            caller = self._services.keys.caller(request.headers.get("x-api-key"))
            connection = self._services.connection()
        except DisclosureError as error:
            return _response(request, refused(error), status=401)
        except KezhuanError as error:
            return _response(request, refused(error), status=503)
        context = Context(
            store=connection.store,
            engine=connection.engine,
            vocabulary=self._services.vocabulary,
            caller=caller,
            signer=self._services.signer,
        )
        answer = self._executor.run(operation, context)
        if "STORE_UNREACHABLE" in answer.codes:
            self._services.lost()
        self._audit.record(operation, context, answer, (time.perf_counter() - begin) * 1_000)
        return _response(request, answer, status=_status(request, answer))


async def _operation(request: Request) -> Operation:
    """The operation a request asks for. Raises ``InputError``, ``LimitError``, ``NotFoundError``."""
    if request.method == "GET":
        fields: dict[str, Any] = dict(request.query_params)
        for name in ("variables", "extensions"):
            if name in fields:
                fields[name] = _json(fields[name].encode())
    else:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
            raise InputError("REQUEST_FORMAT", expected=JSON)
        fields = _json(await _body(request))
    return _fields(fields)


def _fields(fields: object) -> Operation:
    if not isinstance(fields, dict):
        raise InputError("REQUEST_FORMAT", expected="{query, variables}")
    variables, extensions = fields.get("variables") or {}, fields.get("extensions") or {}
    name, query = fields.get("operationName") or None, fields.get("query")
    if not isinstance(variables, dict) or not isinstance(extensions, dict) or not isinstance(name, str | None):
        raise InputError("REQUEST_FORMAT", expected="{query, operationName, variables, extensions}")
    stored = extensions.get("persisted")
    if isinstance(stored, str):
        return Operation(persisted.text(stored), stored, variables, persisted=stored)
    if not isinstance(query, str):
        raise InputError("REQUEST_FORMAT", expected="query")
    return Operation(query, name, variables)


async def _body(request: Request) -> bytes:
    """The body, read no further than allowed. Raises ``LimitError`` (LIMIT_BODY)."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise LimitError("LIMIT_BODY", limit=BODY)
    return bytes(body)


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InputError("REQUEST_FORMAT", expected="JSON") from error


def _status(request: Request, answer: Answer) -> int:
    if DOWN.intersection(answer.codes):
        return 503
    # The older media type answers 200 to anything well-formed; the newer one tells a request that was not run.
    return 400 if not answer.executed and _media_type(request) == GRAPHQL else 200


def _media_type(request: Request) -> str:
    return GRAPHQL if GRAPHQL in request.headers.get("accept", "") else JSON


def _response(request: Request, answer: Answer, *, status: int) -> Response:
    headers = {"Retry-After": "3"} if status == 503 else {}
    kind = f"{_media_type(request)}; charset=utf-8"
    return Response(orjson.dumps(answer.body), status_code=status, media_type=kind, headers=headers)

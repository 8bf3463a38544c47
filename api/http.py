"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/): POST with JSON, GET, persisted by name."""

from __future__ import annotations

import secrets
import time
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.audit import Audit, Record
from api.context import Context
from api.entities import Lookup
from api.schema import persisted
from api.schema.execute import Answer, Executor, Operation, refused
from api.services import Services
from graph.errors import InputError, KezhuanError, LimitError

BODY = 100_000  # bytes
JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
METHODS = ("GET", "POST")
DOWN = frozenset({"STORE_UNREACHABLE", "STORE_STARTING", "STORE_AUTH"})
STATUS = {"LIMIT_BODY": 413, "KEY_REFUSED": 401, "METHOD_UNKNOWN": 405, "REQUEST_TYPE": 415, "MUTATION_GET": 405}
HEADERS = {
    401: {"WWW-Authenticate": 'X-API-Key realm="kezhuan"'},  # RFC 9110, 11.6.1: a 401 names what is wanted
    405: {"Allow": ", ".join(METHODS)},
    503: {"Retry-After": "3"},
}


class GraphQLEndpoint:
    """``/graphql``. The work of an operation crosses once into a thread; the event loop only reads and writes."""

    def __init__(self, services: Services, executor: Executor, audit: Audit) -> None:
        self._services = services
        self._executor = executor
        self._audit = audit

    async def __call__(self, request: Request) -> Response:
        """Answer one request; every failure is a JSON body with coded errors."""
        asked: Operation | KezhuanError
        try:
            asked = await _operation(request)
        except KezhuanError as error:
            asked = error
        return await run_in_threadpool(self._respond, request, asked)

    def _respond(self, request: Request, asked: Operation | KezhuanError) -> Response:
        """The response to what is asked, or to why it cannot be; it is on record before it leaves."""
        begin = time.perf_counter()
        record = Record(secrets.token_hex(6))
        try:
            answer, status = self._answer(request, asked, record)
        except Exception as error:  # ours and foreign alike: a caller always gets a coded body
            answer, status = refused(error, record.request), 500
        record.answered(answer, status)
        record.ms = round((time.perf_counter() - begin) * 1_000, 1)
        try:
            self._audit.append(record)
        except KezhuanError as error:
            answer, status = refused(error, record.request), 503
        headers = {"X-Request-Id": record.request, "Cache-Control": "no-store", **HEADERS.get(status, {})}
        kind = f"{_media_type(request)}; charset=utf-8"
        return Response(orjson.dumps(answer.body), status_code=status, media_type=kind, headers=headers)

    def _answer(self, request: Request, asked: Operation | KezhuanError, record: Record) -> tuple[Answer, int]:
        try:
            caller = self._services.keys.caller(request.headers.get("x-api-key"))
            record.role, record.key = caller.role.name, caller.key_id
            if isinstance(asked, KezhuanError):
                return refused(asked, record.request), STATUS.get(asked.code, 400)
            record.asked(asked)
            connection = self._services.connection()
        except KezhuanError as error:
            return refused(error, record.request), STATUS.get(error.code, 503)
        context = Context(
            store=connection.store,
            engine=connection.engine,
            insight=connection.insight,
            vocabulary=self._services.vocabulary,
            caller=caller,
            signer=self._services.signer,
            lookup=Lookup(connection.store, self._services.vocabulary),
            queue=self._services.queue,
            request=record.request,
        )
        answer = self._executor.run(asked, context)
        record.shown(context)
        if "STORE_UNREACHABLE" in answer.codes:
            self._services.lost(connection)
        return answer, _status(request, answer)


async def _operation(request: Request) -> Operation:
    """The operation a request asks for. Raises ``InputError``, ``LimitError``, ``NotFoundError``."""
    if request.method == "GET":
        fields: dict[str, Any] = dict(request.query_params)
        for name in ("variables", "extensions"):
            if name in fields:
                fields[name] = _json(fields[name].encode())
    elif request.method == "POST":
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
            raise InputError("REQUEST_TYPE", expected=JSON)
        fields = _json(await _body(request))
    else:
        raise InputError("METHOD_UNKNOWN")
    return _fields(fields, request.method)


def _fields(fields: object, method: str) -> Operation:
    if not isinstance(fields, dict):
        raise InputError("REQUEST_FORMAT", expected="{query, variables}")
    variables, extensions = fields.get("variables") or {}, fields.get("extensions") or {}
    name, query = fields.get("operationName") or None, fields.get("query")
    if not isinstance(variables, dict) or not isinstance(extensions, dict) or not isinstance(name, str | None):
        raise InputError("REQUEST_FORMAT", expected="{query, operationName, variables, extensions}")
    stored = extensions.get("persisted")
    if isinstance(stored, str):
        return Operation(persisted.text(stored), stored, variables, persisted=stored, method=method)
    if not isinstance(query, str):
        raise InputError("REQUEST_FORMAT", expected="query")
    return Operation(query, name, variables, method=method)


async def _body(request: Request) -> bytes:
    """The body, read no further than allowed. Raises ``LimitError`` (LIMIT_BODY)."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY:
                raise LimitError("LIMIT_BODY", limit=BODY)
    except ClientDisconnect as error:
        raise InputError("REQUEST_FORMAT", expected="JSON") from error
    return bytes(body)


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InputError("REQUEST_FORMAT", expected="JSON") from error


def _status(request: Request, answer: Answer) -> int:
    if DOWN.intersection(answer.codes):
        return 503
    if "MUTATION_GET" in answer.codes:
        return 405
    # The older media type answers 200 to anything well-formed; the newer one tells a request that was not run.
    return 400 if not answer.executed and _media_type(request) == GRAPHQL else 200


def _media_type(request: Request) -> str:
    return GRAPHQL if GRAPHQL in request.headers.get("accept", "") else JSON

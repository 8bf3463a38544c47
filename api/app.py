"""The server: GraphQL, health, the schema's text and the page."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from api.audit import Audit
from api.http import GraphQLEndpoint
from api.page import EXPLORER, HEADERS, Secured, add_page
from api.schema.execute import Executor
from api.schema.overview import VERSION
from api.schema.query import build_schema
from api.schema.told import coded
from api.services import Services
from api.settings import Settings
from graph.errors import KezhuanError
from graph.words import message

__all__ = ["EXPLORER", "HEADERS", "create_app"]

EVERY = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]  # /graphql itself tells which it takes


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application for ``settings``. It answers at once; while the store starts, requests are told so (503)."""
    services = Services(settings)
    executor = Executor(build_schema(services.vocabulary))
    endpoint = GraphQLEndpoint(services, executor, Audit(settings.audit_file))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        services.start()
        yield
        await run_in_threadpool(services.close)

    app = FastAPI(title="Kezhuan", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(Secured)
    app.add_exception_handler(HTTPException, _refused)
    app.add_api_route("/graphql", endpoint, methods=EVERY, response_model=None)
    _add_status(app, services, executor.sdl)
    add_page(app)
    return app


def _add_status(app: FastAPI, services: Services, sdl: str) -> None:
    def health() -> dict[str, str]:
        return {"status": "alive", "version": VERSION}

    def ready() -> Response:
        try:
            rows = list(services.connection().store.stream("load_version"))
        except KezhuanError as error:
            told = coded(error, secrets.token_hex(6))["extensions"]
            return JSONResponse({"status": "not ready", **told}, 503, {"Retry-After": "3"})
        return JSONResponse({"status": "ready", "loadVersion": rows[0]["version"] if rows else None})

    app.add_api_route("/health", health)
    app.add_api_route("/ready", ready, response_model=None)
    app.add_api_route("/schema.graphql", lambda: PlainTextResponse(sdl), response_model=None)


def _refused(_: Request, error: Exception) -> Response:
    """A page that does not exist, or a method that it does not take."""
    words = message("PAGE_UNKNOWN")
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"code": "PAGE_UNKNOWN", "zh": words.zh, "en": words.en}, status)

"""The server: GraphQL, health, and the page with its strict content policy."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from api.audit import Audit
from api.http import GraphQLEndpoint
from api.schema.execute import Executor
from api.schema.overview import VERSION
from api.schema.query import build_schema
from api.services import Services
from api.settings import CHECKOUT, Settings
from graph.errors import KezhuanError

EXPLORER = CHECKOUT / "explorer"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


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
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.middleware("http")(_secured)
    app.add_api_route("/graphql", endpoint, methods=["GET", "POST"], response_model=None)
    _add_status(app, services, executor.sdl)
    mimetypes.add_type("font/woff2", ".woff2")
    mimetypes.add_type("text/javascript", ".js")
    app.mount("/", StaticFiles(directory=EXPLORER, html=True, check_dir=False), name="explorer")
    return app


def _add_status(app: FastAPI, services: Services, sdl: str) -> None:
    def health() -> dict[str, str]:
        return {"status": "alive", "version": VERSION}

    def ready() -> Response:
        try:
            rows = services.connection().store.read("load_version")
        except KezhuanError as error:
            services.lost()
            body = {"status": "not ready", "code": error.code, "zh": error.words.zh, "en": error.words.en}
            return JSONResponse(body, status_code=503, headers={"Retry-After": "3"})
        return JSONResponse({"status": "ready", "loadVersion": rows[0]["version"] if rows else None})

    app.add_api_route("/health", health)
    app.add_api_route("/ready", ready, response_model=None)
    app.add_api_route("/schema.graphql", lambda: PlainTextResponse(sdl), response_model=None)


async def _secured(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Add the security headers; files are revalidated by ETag, so that an update shows at once."""
    response = await call_next(request)
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response

"""The page in a browser: the real application over the example graph, and a page that notes what it should not do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.app import create_app
from api.connect import store_address
from api.settings import Settings
from tests.chromium import launch

PATIENCE = 60.0  # seconds until a server listens or its store answers
SLOW = 30_000  # milliseconds: two busy cores and software WebGL
BROWSER = pytest.StashKey[tuple[Browser, ExitStack]]()
Ask = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Size:
    """A window in CSS pixels."""

    width: int = 1440
    height: int = 900


WIDE = Size()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The address of the application with ``settings``, on a free port until the block ends."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join(PATIENCE)


@contextmanager
def opened(browser: Browser, url: str, *, size: Size = WIDE) -> Iterator[Page]:
    """A page of its own context at ``url``; afterwards: no failure, no foreign request, no breach of policy."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": size.width, "height": size.height}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(SLOW)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    origin = url.split("/#", maxsplit=1)[0].rstrip("/")
    page.on("request", lambda sent: faults.append(f"off-origin: {sent.url}") if _strays(sent.url, origin) else None)
    page.goto(url)
    yield page
    context.close()
    assert faults == []


def run(url: str, name: str, **variables: Any) -> dict[str, Any]:
    """The one root field of a persisted operation, as the page asks for it."""
    body = {"operationName": name, "extensions": {"persisted": name}, "variables": variables}
    answer = httpx.post(f"{url}graphql", json=body, timeout=3 * PATIENCE).json()
    assert "errors" not in answer, answer
    found: dict[str, Any] = next(iter(answer["data"].values()))
    return found


def until(page: Page, expression: str) -> None:
    """Wait until a JavaScript expression holds; its policy keeps the page itself from evaluating any."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(50)


def _strays(url: str, origin: str) -> bool:
    return not url.startswith((origin, "data:", "blob:", "about:"))


@pytest.fixture(scope="session")
def page_settings(examples_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over the example store with a home of their own, where keys may be made."""
    return beside(examples_settings, tmp_path_factory.mktemp("page"))


def beside(settings: Settings, home: Path) -> Settings:
    """Settings over the same store and its projections, with ``home`` for what else is kept."""
    settings.projections.mkdir(exist_ok=True)
    (home / "projections").symlink_to(settings.projections)
    at = store_address(settings)
    return replace(settings, home=home, neo4j_uri=at.uri, neo4j_user=at.user, neo4j_password=at.password)


@pytest.fixture(scope="session")
def app_url(page_settings: Settings) -> Iterator[str]:
    """Where the application answers, its store ready and its projection built."""
    with served(page_settings) as url:
        deadline = time.monotonic() + PATIENCE
        while httpx.get(f"{url}ready").status_code != httpx.codes.OK and time.monotonic() < deadline:
            time.sleep(0.2)
        run(url, "match", text="石墨烯")
        yield url


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Browser:
    """A browser, one for all tests that need it after each other: Playwright's loop would disturb those of others."""
    stash = request.session.stash
    if BROWSER not in stash:
        with ExitStack() as stack:
            expect.set_options(timeout=SLOW)
            found = launch(stack.enter_context(sync_playwright()))
            stack.callback(found.close)
            stash[BROWSER] = found, stack.pop_all()
    return stash[BROWSER][0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Close the browser after the last of them."""
    yield
    if BROWSER in item.session.stash and "browser" not in getattr(nextitem, "fixturenames", ()):
        item.session.stash[BROWSER][1].close()
        del item.session.stash[BROWSER]


@pytest.fixture
def page(browser: Browser, app_url: str) -> Iterator[Page]:
    """The start page, 1440 pixels wide."""
    with opened(browser, app_url) as found:
        yield found


@pytest.fixture(scope="session")
def ask(app_url: str) -> Ask:
    """Run a persisted operation and give its one root field."""
    return partial(run, app_url)


@pytest.fixture(scope="session")
def demand(ask: Ask) -> str:
    """The uid of a demand with answers."""
    uid: str = ask("examples")["nodes"][0]["uid"]
    return uid


@pytest.fixture(scope="session")
def best(ask: Ask, demand: str) -> str:
    """The uid of that demand's best answer."""
    uid: str = ask("match", demand=demand, first=20)["explanations"][0]["target"]["uid"]
    return uid

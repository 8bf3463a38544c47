"""The page's files: from here only, of types that a strict browser takes, revalidated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.page import EXPLORER
from api.settings import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A client of the app, which is not started: the page needs no store."""
    home: Path = tmp_path_factory.mktemp("page")
    return TestClient(create_app(Settings(home=home, cache=home)))


def test_the_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert loaded
    for each in loaded:
        assert not re.match(r"[a-z]+:|//", each)
        assert client.get(f"/{each}").status_code == 200, each
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"


def test_files_have_types_that_a_strict_browser_takes(client: TestClient) -> None:
    kinds = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
    for suffix, kind in kinds.items():
        file = next(EXPLORER.rglob(f"*{suffix}")).relative_to(EXPLORER)
        assert client.get(f"/{file}").headers["content-type"].startswith(kind), file


def test_files_are_compressed_and_revalidated(client: TestClient) -> None:
    first = client.get("/css/page.css")
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/css/page.css", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/nothing", "/../pyproject.toml", "/%2e%2e/pyproject.toml", "/docs", "/openapi.json"])
def test_what_is_not_there_is_not_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "PAGE_UNKNOWN"
    assert answer.headers["content-security-policy"]

"""A store that goes away and comes back while the server runs: told with a code, answered again by itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.services import FRESH
from api.settings import Settings
from graph.store import embedded
from tests.waiting import wait_until

GONE = {"STORE_UNREACHABLE", "STORE_STARTING"}  # the second while a slow machine still looks for it
STATUS = {"query": "{ status { nodes } }"}


@pytest.fixture
def settings(spare: Path) -> Settings:
    """Settings whose embedded store runs; the test may stop and start it."""
    return Settings.from_environment({"KEZHUAN_HOME": str(spare.parent), "KEZHUAN_HEAP": "512m"})


def answered(client: TestClient) -> bool:
    answer = client.post("/graphql", json=STATUS)
    if answer.status_code == 200:
        return bool(answer.json()["data"] == {"status": {"nodes": 0}})
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] in GONE
    return False


def test_a_served_store_that_is_gone_is_told_and_not_named(settings: Settings) -> None:
    address = embedded.start(settings.store_folder)
    served = {"NEO4J_URI": address.uri, "NEO4J_USER": address.user, "NEO4J_PASSWORD": address.password}
    with TestClient(create_app(Settings.from_environment({"KEZHUAN_HOME": str(settings.home), **served}))) as client:
        assert wait_until(lambda: answered(client), timeout=60)
        embedded.stop(settings.store_folder)
        time.sleep(FRESH)
        for _ in range(2):  # on a connection that was open, and on none
            gone = client.post("/graphql", json=STATUS)
            assert gone.status_code == 503
            assert gone.json()["errors"][0]["extensions"]["code"] in GONE
            assert address.uri not in gone.text
            assert gone.headers["retry-after"]
        ready = client.get("/ready")
        assert ready.status_code == 503
        assert ready.json()["code"] in GONE
        assert client.get("/health").status_code == 200


def test_an_embedded_store_is_started_again_when_it_is_missed(settings: Settings) -> None:
    with TestClient(create_app(settings)) as client:
        assert wait_until(lambda: answered(client), timeout=60)
        embedded.stop(settings.store_folder)
        time.sleep(FRESH)
        assert wait_until(lambda: answered(client), timeout=120)
        assert client.get("/ready").json()["status"] == "ready"


def test_a_store_that_never_was_is_told(tmp_path: Path) -> None:
    served = {"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "never shown"}
    with TestClient(create_app(Settings.from_environment({"KEZHUAN_HOME": str(tmp_path), **served}))) as client:
        answer = client.post("/graphql", json=STATUS)
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"]["code"] == "STORE_UNREACHABLE"
        assert "never shown" not in answer.text
        assert client.get("/ready").status_code == 503
        assert client.get("/health").json()["status"] == "alive"

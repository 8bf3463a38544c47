"""Fixtures of the tests of loading: a look at the whole graph, and a small folder of sources of every kind."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graph.store.address import StoreAddress
from tests.graph_dump import Look, dump

PROVINCE = Path(__file__).parents[1] / "examples" / "province"


@pytest.fixture
def look(store_address: StoreAddress) -> Iterator[Look]:
    """The whole graph in the run's store, see ``graph_dump``."""
    auth = (store_address.user, store_address.password)
    with neo4j.GraphDatabase.driver(store_address.uri, auth=auth) as driver:
        yield lambda: dump(driver)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The code lists and the invented part of the examples, a few hundred rows of every kind."""
    return invented(tmp_path / "demo")


def invented(folder: Path) -> Path:
    """Write that part into ``folder``."""
    folder.mkdir()
    head, *sources = re.split(r"(?m)^(?=\[\[source\]\])", (PROVINCE / "sources.toml").read_text(encoding="utf-8"))
    kept = [text for text in sources if re.search(r'(?m)^id = "(codes|demo)"', text)]
    for text in kept:
        for name in re.findall(r'path = "([^"]+)"', text):
            shutil.copy(PROVINCE / name, folder / name)
    (folder / "sources.toml").write_text(head + "".join(kept), encoding="utf-8")
    return folder

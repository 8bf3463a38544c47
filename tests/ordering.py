"""Which tests run after each other in one process, and in which order, so that a run of two processes is short.

A store costs seconds until its statements are planned and its code is compiled, so what writes into stores runs in one
process, and what reads the examples, and pages, in another. All other files fill up whichever is done first.
"""

from __future__ import annotations

import gc
import importlib
from collections import Counter
from pathlib import Path

import pytest

WRITING = {"session_store", "spare_home"}
READING = {"examples_settings", "browser"}
FIRST = ("test_store_backup", "test_store_embedded", "test_bench_links")  # of the others those that take longest


def pytest_sessionstart(session: pytest.Session) -> None:
    """The second process begins with the last files: what it compiles the first one finds, and the other way round."""
    if getattr(session.config, "workerinput", {}).get("workerid") == "gw1":
        names = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
        for name in reversed(names[len(names) // 2 :]):
            importlib.import_module(f"tests.{name}")


def pytest_collection_finish() -> None:
    """What was imported stays until the end: it is no longer looked through for circles that can go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each file its group, and put the groups in order; files with most tests first, pages after each other."""
    fixtures: dict[str, set[str]] = {}
    for item in items:
        fixtures.setdefault(item.path.stem, set()).update(getattr(item, "fixturenames", ()))
    sizes = Counter(item.path.stem for item in items)
    places = {name: (_place(name, used), "browser" in used, -sizes[name], name) for name, used in fixtures.items()}
    items.sort(key=lambda item: places[item.path.stem])
    for item in items:
        used = fixtures[item.path.stem]
        group = "writing" if used & WRITING else "reading" if used & READING else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))


def _place(name: str, used: set[str]) -> int:
    if used & (WRITING | READING):
        return 0 if used & WRITING else 1
    return 2 + (FIRST.index(name) if name in FIRST else len(FIRST))

"""Work done by another process: its result comes back, its failure is silent, and it ends with whoever waits."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil

from etl.staging.aside import Aside
from tests.started import started, wait_until_ended

ROOT = Path(__file__).parents[1]
WAITS = """
import time
from functools import partial
from etl.staging.aside import Aside

aside = Aside(partial(time.sleep, 600))
print("begun", flush=True)
time.sleep(600)
"""


def others(of: int | None = None) -> list[psutil.Process]:
    """The processes that a process, this one unless told, has started for such work."""
    return started("etl.staging.aside", of)


def test_a_result_comes_back() -> None:
    with Aside(partial(divmod, 7, 2)) as aside:
        assert aside.result() == (3, 1)
    assert others() == []


def test_what_fails_or_is_killed_gives_nothing() -> None:
    with Aside(partial(divmod, 7, 0)) as failed, Aside(partial(time.sleep, 600)) as killed:
        assert failed.result() is None
        (other,) = others()
        other.kill()
        assert killed.result() is None
    assert others() == []


def test_leaving_ends_it() -> None:
    with Aside(partial(time.sleep, 600)):
        assert len(others()) == 1
    assert others() == []


def test_it_ends_with_whoever_started_it() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, cwd=ROOT, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "begun\n"
        left = others(starter.pid)
        starter.kill()
    assert left
    wait_until_ended(left)

"""Rows read by helping processes: as one process reads them, whatever becomes of helpers and of who started them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from etl.facts.readings import ENOUGH, MOST, Crew, crew_for
from tests.plain_reader import LONG, ROWS, sheets, told
from tests.started import started, wait_until_ended

ROOT = Path(__file__).parents[1]
WAITS = """
import sys, time
from pathlib import Path
from etl.facts.readings import Crew
from tests.plain_reader import sheets, told

crew = Crew(2)
values = crew.read(sheets(Path(sys.argv[1])), told)
print(next(values)[0], flush=True)
time.sleep(600)
"""


def expected() -> list[list[object]]:
    return [["Patent" if number < 100 else "Demand", f"{number}{LONG}"] for number in range(ROWS)]


def helpers(of: int | None = None) -> list[psutil.Process]:
    """The helping processes that a process, this one unless told, has started."""
    return started("etl.facts.helper", of)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_rows_are_read_in_order(count: int, tmp_path: Path) -> None:
    with Crew(count) as crew:
        for _ in range(2):  # the same helpers read again
            values = crew.read(sheets(tmp_path), told)
            found = [next(values)]
            assert len(helpers()) == count
            assert [*found, *values] == expected()
    assert helpers() == []


def test_a_helper_that_is_killed_is_done_without(tmp_path: Path) -> None:
    with Crew(2) as crew:
        values = crew.read(sheets(tmp_path), told)
        found = [next(values)]
        first, second = helpers()
        first.send_signal(signal.SIGINT)  # an interrupted program ends its helpers itself
        second.kill()
        found.extend(values)
        assert found == expected()
        assert list(crew.read(sheets(tmp_path), told)) == expected()


def test_closing_ends_the_helpers(tmp_path: Path) -> None:
    crew = Crew(2)
    next(crew.read(sheets(tmp_path), told))
    crew.close()
    assert helpers() == []


def test_a_crew_that_is_forgotten_ends(tmp_path: Path) -> None:
    crew = Crew(2)
    next(crew.read(sheets(tmp_path), told))
    assert len(helpers()) == 2
    del crew
    assert helpers() == []


def test_helpers_end_with_whoever_started_them(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WAITS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "Patent\n"
        left = helpers(starter.pid)
        starter.kill()
    assert left
    wait_until_ended(left)


@pytest.mark.parametrize(
    ("cores", "rows", "crew"),
    [(1, ENOUGH, 0), (2, ENOUGH - 1, 0), (2, ENOUGH, 2), (64, ENOUGH, MOST), (None, ENOUGH, 0)],
)
def test_few_rows_are_read_without_helpers(
    cores: int | None, rows: int, crew: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert crew_for(rows) == crew

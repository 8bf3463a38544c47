"""The review log: states follow from decisions alone; nothing is lost, whoever writes and whatever crashes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from etl.collect.queue import Queue
from etl.collect.queue_model import Person
from etl.collect.queue_tables import DECISIONS, VERDICTS
from etl.collect.review import Order, Wanted, decide, history, judged, listing
from etl.collect.review_rows import RowSet, ranges
from etl.collect.review_state import State, Verdict, standing
from etl.collect.submission import Offer, submit
from etl.collect.submission_rows import QueuedRow
from graph.errors import InputError
from graph.vocabulary import Vocabulary

ROWS = 40
DECIDER = """
import sys
from pathlib import Path
from etl.collect.queue import Queue
from etl.collect.queue_model import Person
from etl.collect.review import Order, decide
queue, name, who, times = Queue(Path(sys.argv[1])), sys.argv[2], sys.argv[3], int(sys.argv[4])
for at in range(times):
    decide(queue, name, Order(at % 2 == 0, f"{who} {at}", "all"), by=Person(who))
    print(at, flush=True)
"""

verdicts = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("123"), st.booleans()), max_size=12)


@pytest.fixture
def queue(tmp_path: Path, vocabulary: Vocabulary) -> Queue:
    """A queue with one submission of ``ROWS`` rows."""
    file = tmp_path / "demands.csv"
    lines = "".join(f"D{number},需求 {number}\n" for number in range(ROWS))
    file.write_text("需求编号,需求名称\n" + lines, encoding="utf-8")
    made = Queue(tmp_path / "home")
    submit(made, vocabulary, Offer([file], Person("office"), "Demand", "office"))
    return made


def name_of(queue: Queue) -> str:
    (line,) = listing(queue, Wanted(), first=2)
    return line.submission.id


def decider(queue: Queue, who: str, times: int) -> subprocess.Popen[str]:
    """A process of its own that decides on all rows again and again, and says each time that it did."""
    arguments = [sys.executable, "-c", DECIDER, str(queue.folder.parent), name_of(queue), who, str(times)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])


@given(verdicts)
def test_the_state_is_that_of_the_last_decision(made: list[tuple[str, str, bool]]) -> None:
    found = standing(Verdict(topic, topic + version, accept) for topic, version, accept in made)
    for topic, version in {(topic, version) for topic, version, _ in made}:
        row = QueuedRow("", 2, "Demand", topic, topic + version)
        of_row = [accept for t, v, accept in made if (t, v) == (topic, version)]
        state = found.state(row, newest=True)
        assert (state is State.REFUSED) == (not of_row[-1])
        assert found.state(row, newest=False) in (state, State.SUPERSEDED)
    for topic in "AB":
        accepted = [v for v in "123" if [a for t, w, a in made if (t, w) == (topic, v)][-1:] == [True]]
        last = max(accepted, key=lambda v: max(i for i, m in enumerate(made) if m[:2] == (topic, v)), default=None)
        assert found.force.get(topic) == (None if last is None else topic + last)


@given(st.sets(st.integers(1, 300)))
def test_row_numbers_are_read_as_they_are_written(numbers: set[int]) -> None:
    written = ranges(numbers)
    if numbers:
        assert {number for number in range(302) if number in RowSet(written)} == numbers
    else:
        assert written == ""
    assert ranges([3, 4, 5, 25]) == "3-5,25"


def test_rows_are_only_ever_added(queue: Queue) -> None:
    decide(queue, name_of(queue), Order(True, "checked"), by=Person("Zhao"))
    for statement in ("UPDATE decisions SET why = 'x'", "DELETE FROM verdicts", "DELETE FROM submissions"):
        with pytest.raises(InputError, match="append only"), queue.log.writing() as log:
            log.execute(text(statement))
    assert [one.why for one in history(queue, name_of(queue))] == ["checked"]


def test_a_decision_that_fails_half_way_leaves_nothing(queue: Queue) -> None:
    line = {"submission": 1, "at": "", "by": "x", "key": "", "accept": True, "rows": "", "count": 1, "why": "x"}
    with pytest.raises(InputError, match="REVIEW_LOG"), queue.log.writing() as log:
        log.execute(DECISIONS.insert(), [line, line | {"submission": 99}])  # the second is of no submission
    assert history(queue, name_of(queue)) == []
    with queue.log.reading() as log:
        assert log.execute(select(func.count()).select_from(DECISIONS)).scalar_one() == 0


def test_two_processes_decide_at_once(queue: Queue) -> None:
    workers = [decider(queue, who, 6) for who in ("one", "two")]
    for worker in workers:
        out, _ = worker.communicate(timeout=120)
        assert worker.returncode == 0
        assert out.split() == [str(at) for at in range(6)]
    told = history(queue, name_of(queue))
    assert len(told) == 12
    for who in ("one", "two"):
        assert [one.why for one in told if one.by == who] == [f"{who} {at}" for at in range(6)]
    states = {state for _, state in judged(queue, name_of(queue)).rows}
    assert states == {State.ACCEPTED if told[-1].accept else State.REFUSED}


def test_what_was_said_to_be_decided_survives_a_kill_at_any_moment(queue: Queue) -> None:
    name = name_of(queue)
    for pause in (0.0, 0.003, 0.01):
        before = len(history(queue, name))
        worker = decider(queue, "killed", 10_000)
        assert worker.stdout is not None
        said = int(worker.stdout.readline())
        time.sleep(pause)
        worker.send_signal(signal.SIGKILL)
        rest, _ = worker.communicate(timeout=60)
        said = max([said, *(int(word) for word in rest.split())])
        told = history(queue, name)
        assert said < len(told) - before <= said + 2
        with queue.log.reading() as log:
            pieces = log.execute(select(func.count()).select_from(VERDICTS)).scalar_one()
        assert pieces == len(told) * ROWS
        assert all(one.count == ROWS for one in told)


def test_a_file_that_is_no_log_is_told(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    queue.folder.mkdir()
    (queue.folder / "log.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(InputError, match="REVIEW_LOG"):
        listing(queue, Wanted(), first=1)


def test_what_a_crash_left_is_cleared_away(queue: Queue, tmp_path: Path, vocabulary: Vocabulary) -> None:
    orphan = queue.folder / "20200101-abcdef"
    orphan.mkdir()
    (orphan / "file.csv").write_text("x", encoding="utf-8")
    file = tmp_path / "more.csv"
    file.write_text("需求编号,需求名称\nE1,更多\n", encoding="utf-8")
    submit(queue, vocabulary, Offer([file], Person("office"), "Demand", "office"))
    assert not orphan.exists()
    assert len([path for path in queue.folder.iterdir() if path.is_dir()]) == 2

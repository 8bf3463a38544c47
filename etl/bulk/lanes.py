"""The edges of a cold load by several processes: each writes files of its own from its share of the parts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from etl.bulk.lines import EdgeLines
from etl.bulk.sink import BulkSink, Made
from etl.reports.progress import unheard
from etl.staging.aside import Aside, spare
from etl.staging.garbage import seldom
from etl.staging.stack import Parts
from etl.writing.decide import Stamp
from etl.writing.sink import Refusals
from etl.writing.written import Written

Heard = Callable[[int], None]  # how many parts are done


@dataclass(frozen=True, slots=True)
class Lane:
    """Every ``of``-th part of the statements in ``work``, from the ``number``-th; lane 0 is the caller's own."""

    work: Path
    parts: int
    stamp: Stamp
    number: int = 0
    of: int = 1

    def write(self, sink: BulkSink, heard: Heard) -> list[Written]:
        """Write the edges of the lane to ``sink``; the counts of each part. Raises ``StoreError`` as the sink."""
        edges, lines = Parts(self.work, "edges", self.parts, mode="rb"), EdgeLines(sink, self.stamp)
        counts = []
        for part in range(self.number, self.parts, self.of):
            counts.append(lines.write(edges[part]))
            counts[-1].refused += sink.refusals.told()
            heard(min(self.parts, part + self.of))
        return counts


@dataclass(frozen=True, slots=True)
class Task:
    """A lane with files of its own in ``folder``, for another process."""

    lane: Lane
    folder: Path
    suffix: str
    numbered: bool  # as the nodes are, which another sink took

    @seldom()
    def __call__(self) -> tuple[list[Written], Made]:
        """Write them. Raises ``StoreError`` as the sink."""
        mark = f"-lane{self.lane.number}"
        with BulkSink(self.folder, Refusals(), suffix=self.suffix, mark=mark, numbered=self.numbered) as sink:
            return self.lane.write(sink, unheard), sink.made()


def write_edges(sink: BulkSink, lane: Lane, heard: Heard, *, processes: int | None = None) -> Written:
    """Write all edges that lie in ``lane.work`` to ``sink``; equal edges lie in one part.

    ``processes``: how many share the parts (None: as many as this machine has cores). What another process fails to
    write is written here. Raises ``StoreError`` as the sink.
    """
    count = max(1, min(processes or spare() + 1, lane.parts))
    lanes = [replace(lane, number=number, of=count) for number in range(count)]
    with ExitStack() as stack:
        tasks = [Task(one, sink.folder, sink.suffix, sink.numbered) for one in lanes[1:]]
        others = [stack.enter_context(Aside(task)) for task in tasks]
        found = [lanes[0].write(sink, heard)]
        for task, other in zip(tasks, others, strict=True):
            counts, made = other.result() or task()
            found.append(counts)
            sink.take(made)
    whole = Written()
    for part in range(lane.parts):
        whole.add(found[part % count][part // count])
    return whole

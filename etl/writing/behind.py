"""Tasks done one after another in a thread of their own, while the caller prepares the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

WAITING = 2  # tasks that wait at most: what they hold is in memory

Task = Callable[[], object]


class Behind:
    """A context manager: ``do`` hands over a task; leaving waits for the last one.

    After one has failed, none is begun any more; ``do`` and leaving raise its error.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()
        self._failed = False

    def do(self, task: Task) -> None:
        """Have ``task`` done after those before; waits while too many are."""
        while len(self._waiting) > WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(self._run, task))

    def run(self, tasks: Iterable[Task]) -> None:
        """Have ``tasks`` done, each prepared while those before are done."""
        for task in tasks:
            self.do(task)

    def _run(self, task: Task) -> None:
        if self._failed:
            return
        try:
            task()
        except BaseException:
            self._failed = True
            raise

    def __enter__(self) -> Behind:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._failed = self._failed or error is not None  # what still waits is not begun
        self._pool.shutdown()
        if error is None:
            for one in self._waiting:
                one.result()

"""How far a load is and how long its stages took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph.words import message

Progress = Callable[[int, int, str], None]  # done, of how many, what (in both languages)


def quiet(done: int, total: int, what: str) -> None:
    """A progress callback that says nothing."""


@dataclass(slots=True)
class Clock:
    """Seconds by stage, and the callback that is told how far the current stage is."""

    progress: Progress = quiet
    seconds: dict[str, float] = field(default_factory=dict)
    _what: str = ""

    @contextmanager
    def stage(self, name: str, total: int = 1) -> Iterator[None]:
        """Time the block as stage ``name`` (a message ``STAGE_<NAME>``) of ``total`` steps."""
        words = message(f"STAGE_{name.upper()}")
        self._what = f"{words.zh} {words.en}"
        self.progress(0, total, self._what)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)
        self.progress(total, total, self._what)

    def step(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` steps of the current stage are done."""
        self.progress(done, total, self._what)

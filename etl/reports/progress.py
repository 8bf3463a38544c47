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


def unheard(done: int) -> None:
    """A step that is reported to nobody."""


Step = Callable[[int], None]  # how many steps of a stage are done


@dataclass(slots=True)
class Clock:
    """Seconds by stage, and the callback that is told how far each stage is. Stages may overlap in threads."""

    progress: Progress = quiet
    seconds: dict[str, float] = field(default_factory=dict)
    _start: float = field(default_factory=time.perf_counter)

    def elapsed(self) -> float:
        """Seconds since the clock was made; stages that overlap count once."""
        return round(time.perf_counter() - self._start, 3)

    @contextmanager
    def stage(self, name: str, total: int = 1) -> Iterator[Step]:
        """Time the block as stage ``name`` (a message ``STAGE_<NAME>``); it gets what to report its steps with."""
        words = message(f"STAGE_{name.upper()}")
        what = f"{words.zh} {words.en}"
        self.progress(0, total, what)
        start = time.perf_counter()
        yield lambda done: self.progress(done, total, what)
        self.seconds[name] = round(time.perf_counter() - start, 3)
        self.progress(total, total, what)

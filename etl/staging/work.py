"""The folder of a load's files while it runs: what is done already is known again after a crash."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

PLAN, DONE = "plan", "done"


class Work:
    """One load's working folder.

    ``prepared`` keeps what reading the files came to; ``mark`` notes a finished step, ``done`` tells it to whoever
    opens the folder next.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)  # rows hold core properties
        self._done = {(stage, part): result for stage, part, result in self._lines()}

    def prepared(self) -> Any:
        """What ``prepare`` kept, None when reading was not finished."""
        try:
            return pickle.loads((self.folder / PLAN).read_bytes())  # noqa: S301 - a file that we wrote
        except FileNotFoundError:
            return None

    def prepare(self, plan: Any) -> None:
        """Keep ``plan``: from now on the load can be resumed."""
        beside = self.folder / f"{PLAN}.new"
        beside.write_bytes(pickle.dumps(plan))
        beside.replace(self.folder / PLAN)

    def done(self, stage: str, part: int) -> Any:
        """The result of a finished step, None when it is not finished."""
        return self._done.get((stage, part))

    def mark(self, stage: str, part: int, result: Any) -> None:
        """Note that a step is finished, with its result (plain data)."""
        self._done[stage, part] = result
        with (self.folder / DONE).open("ab") as stream:
            stream.write(orjson.dumps([stage, part, result]) + b"\n")

    def clear(self) -> None:
        """Begin anew."""
        self.remove()
        self.folder.mkdir(parents=True)
        self._done = {}

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _lines(self) -> Iterator[list[Any]]:
        try:
            text = (self.folder / DONE).read_bytes()
        except FileNotFoundError:
            return
        for line in text.splitlines(keepends=True):
            if line.endswith(b"\n"):  # a line cut off by a crash is not done
                yield orjson.loads(line)

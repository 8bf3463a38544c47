"""What every command works with: settings, a console, and the store or engine when it asks for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.connect import open_engine, open_store, vocabulary
from api.settings import Settings
from graph.errors import NotFoundError
from graph.store.bolt import SHORT, Store
from graph.vocabulary import Level, Role, Vocabulary
from graph.words import Words, message

if TYPE_CHECKING:
    from graph.links.engine import Engine

Json = Annotated[bool, typer.Option("--json")]
First = Annotated[int, typer.Option("--first", "-n")]


PIPE_WIDTH = 400  # characters; wider than any line


@dataclass
class Desk:
    """Settings plus where to write: answers go to standard output, progress and remarks to standard error."""

    settings: Settings
    console: Console = field(default_factory=lambda: _console(stderr=False))
    remarks: Console = field(default_factory=lambda: _console(stderr=True))

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary in force."""
        return vocabulary(self.settings)

    @property
    def role(self) -> Role:
        """As whom answers are given. Raises ``NotFoundError`` (ROLE_UNKNOWN)."""
        roles = self.vocabulary.roles
        if self.settings.role not in roles:
            raise NotFoundError("ROLE_UNKNOWN", role=self.settings.role, known=", ".join(roles))
        return roles[self.settings.role]

    @property
    def clearance(self) -> Level:
        """How far the role may see. Raises ``NotFoundError`` (ROLE_UNKNOWN)."""
        return self.role.clearance

    def text(self, words: Words) -> str:
        """``words`` in the language of the settings."""
        return words.text(self.settings.lang)

    def say(self, code: str, **values: object) -> str:
        """The message ``code`` in the language of the settings."""
        return self.text(message(code, **values))

    def remark(self, code: str, **values: object) -> None:
        """Say something about the work itself, on standard error."""
        self.remarks.print(f"· {self.say(code, **values)}", style="dim", markup=False)

    def print_json(self, body: Any) -> None:
        """One JSON document on standard output."""
        print(orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())

    @contextmanager
    def store(self, *, patience: float = SHORT) -> Iterator[Store]:
        """The store, started when it is embedded and not up, progress shown meanwhile; ``patience`` as of ``Store``."""
        with self.bar() as progress, open_store(self.settings, progress=progress, patience=patience) as store:
            yield store

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The engine over the store."""
        with self.store() as store:
            yield open_engine(self.settings, store)

    @contextmanager
    def bar(self) -> Iterator[Reporter]:
        """A progress display on standard error that appears with its first step and is silent off a terminal."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.remarks, transient=True, disable=not sys.stderr.isatty()) as display:
            yield Reporter(self, display)


def _console(*, stderr: bool) -> Console:
    """A console as wide as the terminal; in a file or a pipe nothing is to be wrapped."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else PIPE_WIDTH)


class Reporter:
    """A progress callback ``(done, total, what)``: a bar on a terminal, one line per stage elsewhere."""

    def __init__(self, desk: Desk, display: Progress) -> None:
        self._desk = desk
        self._display = display
        self._tasks: dict[str, Any] = {}

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show that ``done`` of ``total`` of stage ``what`` is finished."""
        if what not in self._tasks:
            self._tasks[what] = self._display.add_task(what, total=total)
            if not sys.stderr.isatty():
                self._desk.remarks.print(f"· {what}", style="dim", markup=False)
        self._display.update(self._tasks[what], completed=done, total=total)

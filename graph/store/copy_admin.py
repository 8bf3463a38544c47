"""One ``neo4j-admin`` command with a pipe into or out of it, its progress heard and its last words kept."""

from __future__ import annotations

import re
import subprocess
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from graph.errors import StoreError
from graph.store.home import Home
from graph.store.jars import Progress
from graph.store.runtime import admin_command, admin_environment
from graph.words import message

PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?%")
WORDS = 20  # lines of a failed command that are told
REASONS = (("No space left on device", "DISK_FULL"), ("OutOfMemoryError", "STORE_NO_MEMORY"))


@dataclass(slots=True)
class Admin:
    """Runs ``neo4j-admin`` commands on the stopped store at ``home``; ``stage`` is the message that names the work.

    ``log`` – where the last words go instead of into the error, since they may quote data; ``place`` – where it runs;
    ``long`` – whether it takes so long that its code is worth optimising.
    Each command raises ``StoreError`` (the code ``failure`` with its last words, DISK_FULL, STORE_NO_MEMORY) when it
    fails.
    """

    home: Home
    jars: Sequence[Path]
    stage: str
    failure: str
    progress: Progress | None = None
    log: Path | None = None
    place: Path | None = None
    long: bool = False
    _said: deque[str] = field(default_factory=lambda: deque(maxlen=WORDS))

    def run(self, *arguments: str) -> None:
        """Run a command to its end."""
        with self._process(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT):
            pass

    @contextmanager
    def fed(self, *arguments: str) -> Iterator[IO[bytes]]:
        """A command's standard input. A command that ends early breaks the pipe, which is told as its failure."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with self._process(arguments, **pipes) as child:
            stream = _there(child.stdin)
            with suppress(BrokenPipeError), stream:
                yield stream

    @contextmanager
    def read(self, *arguments: str) -> Iterator[IO[bytes]]:
        """A command's standard output; to be read to its end."""
        with self._process(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            yield _there(child.stdout)

    @contextmanager
    def _process(self, arguments: Sequence[str], **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
        """The running command, listened to meanwhile: a full pipe would stop it."""
        command = admin_command(self.home, self.jars, arguments, long=self.long)
        options: dict[str, Any] = {"env": admin_environment(self.home), "umask": 0o077, "cwd": self.place, **pipes}
        with subprocess.Popen(command, **options) as child:
            said = _there(child.stderr or child.stdout)
            listener = threading.Thread(target=self._listen, args=(said,), name="kezhuan-admin", daemon=True)
            listener.start()
            try:
                yield child
            except BaseException:
                child.kill()
                raise
            finally:
                listener.join()
        if child.returncode:
            raise self._failed()

    def _listen(self, stream: IO[bytes]) -> None:
        words = message(self.stage)
        what = f"{words.zh} / {words.en}"
        for raw in stream:
            line = raw.decode("utf-8", "replace").strip()
            share = PERCENT.search(line)
            if share and self.progress:
                self.progress(int(share[1]), 100, what)
            elif line and not share and not line.startswith(("at ", ".")):
                self._said.append(line)

    def _failed(self) -> StoreError:
        words = "\n".join(self._said)
        code = next((code for sign, code in REASONS if sign in words), self.failure)
        if self.log is not None:
            self.log.write_text(words, encoding="utf-8")
            words = f"→ {self.log}"
        return StoreError(code, words=words, path=self.home.folder, log=self.log)


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the command has no such pipe")
    return stream

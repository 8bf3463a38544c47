"""One line per operation, appended: who asked what, what was hidden, how long. Never a secret or a core value."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson

from api.context import Context
from api.schema.execute import Answer, Operation
from graph.errors import StoreError

NAME = 80  # characters of an operation's name that are kept


@dataclass(slots=True)
class Record:
    """What is kept of a request. Variables are not: a demand's text may be confidential. Nor is the document."""

    request: str
    operation: str = ""
    sha256: str = ""  # of the document
    persisted: bool = False
    role: str = ""  # "" when no caller was accepted
    key: str = ""  # id of the key, never the key
    status: int = 200
    errors: list[str] = field(default_factory=list)
    results: int = 0
    cost: int = 0
    redacted: list[str] = field(default_factory=list)
    core_read: list[str] = field(default_factory=list)
    wrote: list[str] = field(default_factory=list)  # "review 20260102-3f9a2c accept 18"
    ms: float = 0.0

    def asked(self, operation: Operation) -> None:
        """Note what is asked."""
        self.operation = (operation.persisted or operation.name or "")[:NAME]
        self.persisted = bool(operation.persisted)
        self.sha256 = hashlib.sha256(operation.query.encode()).hexdigest()

    def shown(self, context: Context) -> None:
        """Note what was hidden from the caller, which core properties were read, and what was written."""
        self.redacted = sorted({redaction.property for redaction in context.redactions})
        self.core_read, self.wrote = sorted(context.core_read), context.wrote

    def answered(self, answer: Answer, status: int) -> None:
        """Note what came of it."""
        self.errors, self.results, self.cost, self.status = answer.codes, answer.results, answer.cost, status


class Audit:
    """An append-only JSON Lines file that only its owner can read."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True)

    def append(self, record: Record) -> None:
        """Append ``record``. Raises ``StoreError`` (AUDIT_FAILED): an answer without its record must not leave."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = orjson.dumps({"at": at, **asdict(record)}) + b"\n"
        try:
            with self._lock, os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
                out.write(line)
        except OSError as error:
            raise StoreError("AUDIT_FAILED", id=record.request) from error

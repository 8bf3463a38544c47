"""One line per operation, appended: who asked what, what was hidden, how long. Never a secret or a core value."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from pathlib import Path

import orjson

from api.context import Context
from api.schema.execute import Answer, Operation


class Audit:
    """An append-only JSON Lines file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True)

    def record(self, operation: Operation, context: Context, answer: Answer, milliseconds: float) -> None:
        """Append what happened. Variables are not kept: a demand's text may be confidential."""
        extensions = answer.body.get("extensions", {})
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "operation": operation.persisted or operation.name,
            "sha256": hashlib.sha256(operation.query.encode()).hexdigest(),
            "role": context.role.name,
            "key": context.caller.key_id,
            "cost": extensions.get("cost"),
            "redacted": sorted({redaction.property for redaction in context.redactions}),
            "core_read": sorted(context.core_read),
            "errors": answer.codes,
            "ms": round(milliseconds, 1),
        }
        with self._lock, self._file.open("ab") as stream:
            stream.write(orjson.dumps(entry) + b"\n")

"""Freshness: when each source was last loaded, when it is due again by what it declares, and how long it is overdue."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson

from etl.files.manifest import InputFile
from graph.store.bolt import Store
from graph.words import Words

DAYS = {"daily": 1, "weekly": 7}
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a source: its checksum and size, the rows read from it, and when it was last loaded (UTC)."""

    name: str
    sha256: str
    bytes: int
    rows: int
    loaded: str | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source with its files; ``due`` and ``overdue_days`` are None when it declares no refresh, or "never"."""

    id: str
    words: Words
    licence: str
    publisher: str
    refresh: str
    fictitious: bool
    last_loaded: str | None
    due: str | None
    overdue_days: int | None
    files: tuple[FileState, ...]

    @property
    def rows(self) -> int:
        """The rows read from all its files."""
        return sum(file.rows for file in self.files)

    @property
    def overdue(self) -> bool:
        """Whether it should have been loaded again before today."""
        return bool(self.overdue_days)


def sources(store: Store, *, today: date | None = None) -> list[SourceState]:
    """Every source of the graph, by id. A source is as fresh as the file of it that was loaded last: whether an office
    delivers all its files each time is not known. Files of which nothing changed count as loaded.

    Raises ``StoreError``.
    """
    day = today or datetime.now(UTC).date()
    files: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.read("etl_review_files"):
        files[row["source"]].append(row)
    read = _rows(store, {row["key"] for rows in files.values() for row in rows})
    return [_state(row, files[row["id"]], read, day) for row in store.read("etl_review_sources")]


def seen(store: Store, files: Sequence[InputFile]) -> None:
    """Note that files were looked at again and say what they said. Raises ``StoreError``."""
    keys = [f"{file.source.id}/{file.name}" for file in files]
    store.write("etl_review_seen", keys=keys, at=datetime.now(UTC).isoformat(timespec="seconds"))


def due_after(loaded: date, refresh: str) -> date | None:
    """The day on which a source that was loaded on ``loaded`` is due again; None when it never is.

    A month later is the same day of the next month, or its last day when that is shorter.
    """
    if refresh in DAYS:
        return loaded + timedelta(days=DAYS[refresh])
    if refresh not in MONTHS:
        return None
    years, month = divmod(loaded.month - 1 + MONTHS[refresh], 12)
    year, month = loaded.year + years, month + 1
    return date(year, month, min(loaded.day, calendar.monthrange(year, month)[1]))


def _state(
    row: Mapping[str, Any], files: Iterable[Mapping[str, Any]], read: Mapping[str, int], day: date
) -> SourceState:
    found = tuple(FileState(f["file"], f["sha256"], f["bytes"], read.get(f["key"], 0), f["loaded"]) for f in files)
    last = max((file.loaded for file in found if file.loaded), default=None)
    due = due_after(date.fromisoformat(last[:10]), row["refresh"]) if last else None
    return SourceState(
        id=row["id"],
        words=Words(row["zh"], row["en"]),
        licence=row["licence"],
        publisher=row["publisher"],
        refresh=row["refresh"],
        fictitious=row["fictitious"],
        last_loaded=last,
        due=due.isoformat() if due else None,
        overdue_days=max(0, (day - due).days) if due else None,
        files=found,
    )


def _rows(store: Store, wanted: set[str]) -> dict[str, int]:
    """The rows read from each file, by the newest report that names it."""
    found: dict[str, int] = {}
    with closing(store.stream("etl_review_reports")) as rows:  # type: ignore[type-var]
        for row in rows:
            counted: defaultdict[str, int] = defaultdict(int)
            for file in orjson.loads(row["report"]).get("files", ()):
                counted[f"{file['source']}/{file['file']}"] += file["read"]
            found = {**counted, **found}
            if wanted <= found.keys():
                break
    return found

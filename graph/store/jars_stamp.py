"""The stamp of a folder of Java archives: size and time of those that were verified, and of their copies."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from graph.store.unsigned import copy_of

STAMP = "ready.json"
Mark = list[object]


def mark(file: Path, sha256: str) -> Mark:
    """What the stamp holds about an archive and, if it has one, its copy without signatures; [] if it is not there."""
    try:
        found: Mark = [*_figures(file), sha256]
    except FileNotFoundError:
        return []
    with suppress(FileNotFoundError):
        found += _figures(copy_of(file))
    return found


def read_stamp(folder: Path) -> dict[str, Mark]:
    """File name → mark; empty where there is no stamp that can be read."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(folder: Path, marks: dict[str, Mark]) -> None:
    """Replace the stamp of ``folder`` in one step."""
    draft = folder / f".{STAMP}"
    draft.write_text(json.dumps(marks), encoding="utf-8")
    draft.replace(folder / STAMP)


def _figures(file: Path) -> list[int]:
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns]

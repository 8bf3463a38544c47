"""What a load is about to change, as it was: written down and safe on disk before the store is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

COLD = {"cold": True}  # the store was empty: everything in it is this load's

Image = Mapping[str, Any] | None  # properties (and labels) as they were; None: it was not there


class UndoLog:
    """The before-images of one load, a JSON line per transaction, in the order written."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._out = path.open("ab")
        os.fchmod(self._out.fileno(), 0o600)  # images hold core properties

    def cold(self) -> None:
        """Nothing needs to be kept: the store is empty."""
        self._write(COLD)

    def books(self, sources: Mapping[str, Image], files: Mapping[str, Image]) -> None:
        """Keep the nodes of sources by id and of files by key."""
        self._write({"sources": sources, "files": files})

    def nodes(self, images: Mapping[str, Image]) -> None:
        """Keep entities by uid: ``{"labels": …, "properties": …}``."""
        if images:
            self._write({"nodes": images})

    def edges(self, relation: str, images: list[tuple[str, str, Image]]) -> None:
        """Keep edges of one relation: start, end, properties."""
        if images:
            self._write({"relation": relation, "edges": images})

    def close(self) -> None:
        """Close the file; it stays."""
        self._out.close()

    def _write(self, entry: Mapping[str, Any]) -> None:
        self._out.write(orjson.dumps(entry) + b"\n")
        self._out.flush()
        os.fsync(self._out.fileno())


def read_back(path: Path) -> Iterator[dict[str, Any]]:
    """The entries of an undo log, the last one first. A line cut off by a crash was never acted upon and is left out.

    Raises ``FileNotFoundError``.
    """
    with path.open("rb") as stream:
        starts, at = [], 0
        for line in stream:
            if line.endswith(b"\n"):
                starts.append(at)
            at += len(line)
        for start in reversed(starts):
            stream.seek(start)
            yield orjson.loads(stream.readline())

"""What random graphs gave before, in a file beside them: any process adds lines, none changes one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from graph.errors import KezhuanError
from graph.links.metapath import Metapath
from graph.metapaths.drawn import FOLDER
from graph.metapaths.group import Group, Key
from graph.projection.projection import View
from graph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Known:
    """``path``: JSON lines of metapath, the two groups of degrees and what was found; ``None``: nothing is kept."""

    path: Path | None
    vocabulary: Vocabulary

    @staticmethod
    def beside(view: View) -> Known:
        """That of a projection as one clearance sees it."""
        folder, graph = view.projection.folder, view.projection
        path = None if folder is None else folder / FOLDER / f"groups.{view.clearance.name.lower()}.jsonl"
        return Known(path, graph.vocabulary)

    def read(self) -> dict[Key, Group]:
        """What is known; a line that was cut off by a crash is passed over."""
        if self.path is None or not self.path.exists():
            return {}
        found = {}
        for line in self.path.read_bytes().splitlines():
            try:
                way, near, far, *group = orjson.loads(line)
                found[Key(Metapath.parse(way, self.vocabulary), near, far)] = Group(*group)
            except (ValueError, TypeError, KezhuanError):
                continue
        return found

    def add(self, found: Mapping[Key, Group]) -> None:
        """Write down what was found, in one go at the end of the file, so that processes do not mix their lines."""
        if self.path is None or not self.path.parent.exists():
            return
        rows = [(key.metapath.text(self.vocabulary), key.near, key.far, *group) for key, group in found.items()]
        lines = b"".join(b"\n" + orjson.dumps(row) for row in rows) + b"\n"
        with suppress(OSError), self.path.open("ab", buffering=0) as file:  # what is not kept is found anew
            file.write(lines)

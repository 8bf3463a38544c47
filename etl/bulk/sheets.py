"""CSV files of one kind of row: columns come as properties do, each with one type; the header is written last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.bulk.columns import Columns, Template
from etl.bulk.stream import Stream
from graph.store.disk import told
from graph.store.importing import Sheet

TOGETHER = 1_000  # rows of a shape that are looked at together


@dataclass(slots=True)
class Part:
    """Rows whose properties have the same types. Those with line breaks stand in a file of their own, since the
    importer reads such files slowly."""

    name: str
    columns: Columns
    plain: Stream
    broken: Stream


@dataclass(slots=True)
class Shape:
    """Rows of the same properties with the same types: how they are made, and the part that they go to."""

    sheets: Sheets
    part: Part
    template: Template
    _kept: list[str] = field(default_factory=list)

    def put(self, line: str) -> None:
        """Write a row, made with ``template``, its end left out. Raises ``StoreError``."""
        self._kept.append(line)
        if len(self._kept) == TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Hand over what is kept. Raises ``StoreError``."""
        if self._kept:
            self.sheets.put(self.part, self._kept)
            self._kept = []


class Sheets:
    """The rows of one kind of node or relation, in as many parts as their types need (nearly always one)."""

    def __init__(self, folder: Path, name: str, fixed: Sequence[str], *, suffix: str = ".csv") -> None:
        self._folder, self._name, self._fixed, self._suffix = folder, name, fixed, suffix
        self._parts: list[Part] = []
        self.rows = 0
        self.longest = 0  # characters of a row, without its end

    def add(self, first: Sequence[str], properties: Mapping[str, Any]) -> None:
        """Write one row. Raises ``UnsayableError`` with the name of a property, ``StoreError``."""
        for part in self._parts:
            line = part.columns.line(first, properties)
            if line is not None:
                break
        else:
            part = self._part()
            line = part.columns.line(first, properties) or ""
        self.put(part, (line,))

    def shape(self, properties: Mapping[str, Any], varying: Collection[str]) -> Shape | None:
        """How rows like this one are written that differ in their fixed cells and the properties ``varying``; None when
        another part than the first must hold them. Raises ``UnsayableError``.
        """
        part = self._parts[0] if self._parts else self._part()
        template = part.columns.template(properties, varying)
        return None if template is None else Shape(self, part, template)

    def put(self, part: Part, lines: Sequence[str]) -> None:
        """Write rows, whose ends are left out. Raises ``StoreError``."""
        self.rows += len(lines)
        self.longest = max(self.longest, *map(len, lines), 0)
        text = "\n".join(lines) + "\n"
        if "\r" not in text and text.count("\n") == len(lines):
            part.plain.add(text)
            return
        for line in lines:
            (part.broken if "\n" in line or "\r" in line else part.plain).add(f"{line}\n")

    def rename(self, fixed: Sequence[str]) -> None:
        """Give other names to the fixed columns."""
        for part in self._parts:
            part.columns.fixed = fixed

    def close(self, group: str) -> list[Sheet]:
        """Finish the files; what the importer is to be told of them. ``group``: labels, or the type of relation."""
        made = []
        for part in self._parts:
            header = f"{part.name}.header.csv"
            with told(self._folder):
                (self._folder / header).write_text(part.columns.header(), encoding="utf-8")
            for stream, breaks in ((part.plain, False), (part.broken, True)):
                stream.close()
                if stream.used:
                    made.append(Sheet(group, header, stream.file.name, breaks))
        return made

    def drop(self) -> None:
        """Close the files after a failure."""
        for part in self._parts:
            part.plain.drop()
            part.broken.drop()

    def _part(self) -> Part:
        name = f"{self._name}-{len(self._parts) + 1}" if self._parts else self._name
        plain, broken = (Stream(self._folder / f"{name}{end}{self._suffix}") for end in ("", "-lines"))
        self._parts.append(Part(name, Columns(self._fixed), plain, broken))
        return self._parts[-1]

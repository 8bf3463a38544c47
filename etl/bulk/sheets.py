"""CSV files of one kind of row: columns come as properties do, each with one type; the header is written last."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TextIO, cast

from etl.bulk.cells import CELLS, TYPES, UnsayableError, quoted
from graph.store.disk import told
from graph.store.importing import Sheet

FLUSH = 1 << 20  # characters kept before they are written
TOGETHER = 1_000  # rows of a shape that are looked at together
QUICK: Mapping[type, str] = {str: '"%s"', list: '"%s"', float: "%r", int: "%d"}


class Template(NamedTuple):
    """A row but for its fixed cells; a list is given as its only element.

    ``text``: ``%s`` where the cell of a varying property comes; ``cells``: how those are made, in order. ``quick``
    takes the values themselves (``take``) and is right when the row then has ``quotes`` quotes, all ``floats`` finite.
    """

    text: str
    cells: tuple[tuple[str, Callable[[Any], str]], ...]
    quick: str
    quotes: int
    floats: tuple[str, ...]
    take: Callable[[Mapping[str, Any]], tuple[Any, ...]]

    def row(self, properties: Mapping[str, Any]) -> str:
        """The row of ``properties``, without its end. Raises ``UnsayableError``."""
        line = self.quick % self.take(properties)
        if line.count('"') == self.quotes and all(map(isfinite, map(properties.__getitem__, self.floats))):
            return line
        return self.text % tuple([cell(properties[name]) for name, cell in self.cells])


class Columns:
    """The columns of a file: ``fixed`` ones first, then one for every property that was seen, of one type.

    Earlier rows end before the columns that came later, which the importer reads as properties that are not there.
    """

    def __init__(self, fixed: Sequence[str]) -> None:
        self.fixed = fixed
        self._places: dict[str, tuple[int, type]] = {}

    def line(self, first: Sequence[str], properties: Mapping[str, Any]) -> str | None:
        """A row without its end: the cells of the fixed columns and those of ``properties`` (None: left out).

        Returns None when a property has another type here. Raises ``UnsayableError`` with the property's name.
        """
        cells = [*first, *[""] * len(self._places)]
        for name, value in properties.items():
            if value is None:
                continue
            kind = type(value)
            place = self._places.get(name) or self._added(name, kind, cells)
            if place[1] is not kind:
                return None
            try:
                cells[place[0]] = CELLS[kind](value)
            except UnsayableError as error:
                raise UnsayableError(name) from error
        # After an empty cell at the end of a row shorter than the header, the importer reads on into the next row.
        return ",".join(cells).rstrip(",")

    def template(self, properties: Mapping[str, Any], varying: Collection[str]) -> Template | None:
        """How the cells of rows are made that have these properties, of these types; see ``Template``.

        Returns None when a property has another type here. Raises ``UnsayableError`` with the property's name.
        """
        if self.line([""] * len(self.fixed), properties) is None:
            return None
        said = sorted(
            ((self._places[name], name) for name, value in properties.items() if value is not None), key=_place
        )
        slow, quick = [""] * len(self._places), [""] * len(self._places)
        for (place, kind), name in said:
            at, fixed = place - len(self.fixed), CELLS[kind](properties[name]).replace("%", "%%")
            slow[at], quick[at] = ("%s", QUICK.get(kind, "%s")) if name in varying else (fixed, fixed)
        kinds = {name: kind for (_, kind), name in said if name in varying}
        cells = tuple((name, quoted if kind is list else CELLS[kind]) for name, kind in kinds.items())
        floats = tuple(name for name, kind in kinds.items() if kind is float)
        ready, text = (f",{','.join(row).rstrip(',')}" for row in (quick, slow))
        quotes = ready.count('"') if bool not in kinds.values() else -1
        return Template(text, cells, ready, quotes, floats, itemgetter(*kinds))

    def header(self) -> str:
        """The header row."""
        typed = (f"{name}:{TYPES[kind]}" for name, (_, kind) in self._places.items())
        return ",".join((*self.fixed, *typed)) + "\n"

    def _added(self, name: str, kind: type, cells: list[str]) -> tuple[int, type]:
        if kind not in CELLS:
            raise UnsayableError(name)
        cells.append("")
        self._places[name] = place = (len(self.fixed) + len(self._places), kind)
        return place


def _place(column: tuple[tuple[int, type], str]) -> int:
    return column[0][0]


class Stream:
    """One data file being written, made with its first row."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._kept: list[str] = []
        self._size = 0
        self._open: TextIO | None = None

    @property
    def used(self) -> bool:
        """Whether there was a row."""
        return self._open is not None or bool(self._kept)

    def add(self, line: str) -> None:
        """Take one row. Raises as ``flush``."""
        self._kept.append(line)
        self._size += len(line)
        if self._size >= FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what is kept. Raises ``StoreError`` (DISK_FULL, FILE_DENIED, STORE_FOLDER)."""
        with told(self.file):
            self._open = self._open or opened(self.file)
            self._open.write("".join(self._kept))
        self._kept, self._size = [], 0

    def close(self) -> None:
        """Write the rest and close. Raises as ``flush``."""
        if self._kept:
            self.flush()
        if self._open is not None:
            with told(self.file):
                self._open.close()

    def drop(self) -> None:
        """Close after a failure, whatever that leaves."""
        if self._open is not None:
            with suppress(OSError):
                self._open.close()


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


def opened(file: Path) -> TextIO:
    """A text file to write, compressed when its name ends in ``.gz``. Raises ``OSError``."""
    if file.suffix == ".gz":
        return cast(TextIO, gzip.open(file, "wt", compresslevel=1, encoding="utf-8", newline=""))
    return file.open("w", encoding="utf-8", newline="")

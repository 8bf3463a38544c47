"""Columns of an import file: they come as properties do, each with one type, and make rows of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import isfinite
from operator import itemgetter
from typing import Any, NamedTuple

from etl.bulk.cells import CELLS, TYPES, UnsayableError, quoted

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

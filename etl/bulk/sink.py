"""Changes to an empty store as import files: the rows that a batched load would send, one for one."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from etl.bulk.cells import BETWEEN_NAME, UnsayableError, quoted
from etl.bulk.numbers import Cells, number, shared
from etl.bulk.sheets import Shape, Sheets
from etl.writing.sink import Parts, Refusals, Row
from graph.errors import StoreError
from graph.store.importing import ImportFiles, Sheet
from graph.vocabulary import ENTITY

BYTES = 4  # of a character at most
NUMBERED, NAMED = (":ID", "uid:string"), (":IGNORE", "uid:ID")  # the first columns of entities


@dataclass(frozen=True, slots=True)
class Made:
    """The files that one sink wrote; ``longest`` – characters of a row; ``rows`` – of ``edges`` together."""

    nodes: tuple[Sheet, ...]
    edges: tuple[Sheet, ...]
    longest: int
    rows: int


class BulkSink:
    """A ``Sink`` that writes CSV files into ``folder``, which exists and is empty. A context manager; memory is flat.

    A row that a file cannot hold goes to ``refusals`` (BULK_VALUE). Each uid and each (relation, start, end) must come
    once, since nothing here merges rows, and all nodes before the first edge. Methods raise ``StoreError``: DISK_FULL,
    FILE_DENIED, STORE_FOLDER.
    """

    def __init__(
        self, folder: Path, refusals: Refusals, *, suffix: str = ".csv", mark: str = "", numbered: bool | None = None
    ) -> None:
        self.folder, self.refusals = folder, refusals
        self.suffix = suffix  # .csv, or .csv.gz for a fifth of the disk and half the speed
        self._mark = mark  # of the files' names, where several sinks write into the folder
        self._others: list[Made] = []
        self._numbers = array("Q")  # of the entities
        self._numbered = numbered  # settled by the first edge, unless the nodes are another sink's
        self._cells = Cells()
        self._nodes: dict[str, Sheets] = {}  # by labels
        self._edges: dict[str, Sheets] = {}  # by relation

    def nodes(
        self, statement: str, rows: Sequence[Row], parts: Parts | None = None, **params: object
    ) -> frozenset[str]:
        """The rows of ``etl_nodes``; see ``Sink``."""
        _only("etl_nodes", statement)
        if self._numbered is not None:
            raise ValueError("nodes after edges, which name them already")
        labels = f"{ENTITY}:{(parts or {})['labels']}"
        sheets = self._nodes.get(labels) or self._made(self._nodes, labels, NUMBERED)
        seen = {"first_seen": params["now"]}
        refused = set()
        for row in rows:
            name = number(row["uid"])
            if self._add(sheets, row, (str(name), quoted(row["uid"])), seen | row["properties"]):
                self._numbers.append(name)
            else:
                refused.add(row["uid"])
        return frozenset(refused)

    def edges(self, statement: str, relation: str, rows: Sequence[Row], **_: object) -> int:
        """The rows of ``etl_edges``; see ``Sink``. There were none before."""
        _only("etl_edges", statement)
        sheets = self._edges.get(relation) or self._made(self._edges, relation, (":START_ID", ":END_ID"))
        for row in rows:
            ends = (self.end(row["start"]), self.end(row["end"]))
            self._add(sheets, row, ends, {**row["properties"], "sources": row["sources"]})
        return 0

    def shape(self, relation: str, row: Row, varying: Collection[str]) -> Shape | None:
        """How edges are written that say what ``row`` says, but for their ends and the properties ``varying``; None
        when they are to be given to ``edges`` one by one."""
        sheets = self._edges.get(relation) or self._made(self._edges, relation, (":START_ID", ":END_ID"))
        try:
            return sheets.shape({**row["properties"], "sources": row["sources"]}, varying)
        except UnsayableError:
            return None

    def end(self, uid: str) -> str:
        """An end of an edge as a cell."""
        return self._cells[uid] if self.numbered else quoted(uid)

    @property
    def numbered(self) -> bool:
        """Whether edges name their ends by number: as long as no two entities share one."""
        if self._numbered is None:
            self._numbered = not shared(self._numbers)
        return self._numbered

    def notes(self, label: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Nodes that are no entities: Source, SourceFile, Load."""
        sheets = self._nodes.get(label) or self._made(self._nodes, label, ())
        for row in rows:
            self._add(sheets, row, (), row)

    def start(self, *, id: str, started: str, sources: Sequence[Row], files: Sequence[Row]) -> None:
        """What the statement ``etl_load_start`` does in an empty store; its parameters."""
        self.notes("Load", [{"id": id, "sequence": 1, "status": "running", "started": started}])
        self.notes("Source", sources)
        self.notes("SourceFile", files)

    def left(self, uid: str, degree: int, *, referred: bool) -> int:
        """Nothing is taken back in an empty store; see ``Sink``."""
        del uid, referred
        return degree

    def close(self) -> ImportFiles:
        """Finish the files."""
        for labels, sheets in self._nodes.items():
            if labels.startswith(f"{ENTITY}:") and not self.numbered:
                sheets.rename(NAMED)
        made = [self.made(), *self._others]
        nodes = tuple(sheet for one in made for sheet in one.nodes)
        edges = tuple(sheet for one in made for sheet in one.edges)
        longest = max(one.longest for one in made)
        told = (longest + 1) * BYTES, self.relations, "integer" if self.numbered else "string"
        return ImportFiles(self.folder, nodes, edges, BETWEEN_NAME, *told)

    def made(self) -> Made:
        """Finish the files of this sink alone."""
        nodes = [sheet for labels, sheets in self._nodes.items() for sheet in sheets.close(labels)]
        edges = [sheet for relation, sheets in self._edges.items() for sheet in sheets.close(relation)]
        longest = max((sheets.longest for sheets in self._all()), default=0)
        rows = sum(sheets.rows for sheets in self._edges.values())
        return Made(tuple(nodes), tuple(edges), longest, rows)

    def take(self, edges: Made) -> None:
        """Add files of edges that another sink wrote into the same folder."""
        self._others.append(edges)

    @property
    def entities(self) -> int:
        """How many entities were taken."""
        return sum(sheets.rows for labels, sheets in self._nodes.items() if labels.startswith(f"{ENTITY}:"))

    @property
    def relations(self) -> int:
        """How many edges were taken."""
        own = sum(sheets.rows for sheets in self._edges.values())
        return own + sum(made.rows for made in self._others)

    def __enter__(self) -> BulkSink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sheets in self._all():
            sheets.drop()

    def _add(self, sheets: Sheets, row: Row, first: Sequence[str], properties: Mapping[str, Any]) -> bool:
        """Whether a file could hold the row."""
        try:
            sheets.add(first, properties)
        except UnsayableError as error:
            whose = row.get("uid") or row.get("id") or f"{row.get('start')} → {row.get('end')}"
            self.refusals.add(row, StoreError("BULK_VALUE", uid=whose, property=error, why=error))
            return False
        return True

    def _made(self, known: dict[str, Sheets], group: str, fixed: Sequence[str]) -> Sheets:
        sort = "nodes" if known is self._nodes else "edges"
        name = f"{sort}-{group.removeprefix(f'{ENTITY}:').replace(':', '-')}{self._mark}"
        known[group] = made = Sheets(self.folder, name, fixed, suffix=self.suffix)
        return made

    def _all(self) -> tuple[Sheets, ...]:
        return (*self._nodes.values(), *self._edges.values())


def _only(wanted: str, statement: str) -> None:
    """Nothing is overwritten or taken back in an empty store. Raises ``ValueError``."""
    if statement != wanted:
        raise ValueError(f"{statement} has nothing to do in an empty store")

"""What is to be added to the walks of metapaths so that simple paths are left, by joins.

The same cases as in ``graph.metapaths.rows``, for all starts at once. With s left out of all later places they are: of
a walk s – x – v – t, x = t; and of s – x – v – w – t, x = t, v = t and x = w, of which the last two may hold both.
Whatever is taken away is a sum of walks that were counted: s is left out of it by comparing, not by subtracting, so
that no more is lost by rounding than of the walks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from graph.spark.edges import circles, trips
from graph.spark.shelf import Shelf
from graph.spark.trie import Trie

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

TRIP = ("there", "back", "inner_kind", "kind", "node")


@dataclass(frozen=True)
class Repeats:
    """``edges`` and ``walks`` as of ``Products``; every part has ``metapath``, ``start``, ``end`` and ``value``."""

    shelf: Shelf
    trie: Trie
    edges: DataFrame
    walks: Sequence[DataFrame]

    def parts(self) -> list[DataFrame]:
        """What is to be added: less than 0, but for what was taken away twice."""
        found = [self._returned(), self._onward(), self._twice()] if self.trie.trips else []
        return [*found, self._around()] if self.trie.circles else found

    @cached_property
    def _trips(self) -> DataFrame:
        pairs = self.shelf.table(list({(trip.there, trip.back) for trip in self.trie.trips}), "there back")
        return self.shelf.put("trips", trips(self.edges, pairs))

    @cached_property
    def _tripped(self) -> DataFrame:
        """Walks s – … – v – w – v of each metapath, by their start and v (``node``); ``last``: the move from v on."""
        ways = self._ways(list(self.trie.trips))
        walks = self.walks[0].unionAll(self.walks[1]).join(ways, "beginning")
        met = walks.join(self._trips, [*TRIP]).where("inner <> start")
        summed = met.groupBy("metapath", "last", "start", "node").agg(f.sum(f.expr("weight * both")).alias("weight"))
        return self.shelf.put("tripped", summed)

    def _returned(self) -> DataFrame:
        """Those whose last node stood there before."""
        return self._tripped.where("last < 0").select("metapath", "start", *to("node", "-weight"))

    def _onward(self) -> DataFrame:
        """s – x – v – x – t."""
        ends = self.shelf.table(list(self.trie.lasts), "metapath last kind")
        by = self.edges.toDF("last", "node", "far", "by", "kind")
        walks = self._tripped.where("last >= 0").join(ends, ["metapath", "last"]).join(by, ["last", "kind", "node"])
        return walks.where("far <> start").select("metapath", "start", *to("far", "-weight * by"))

    def _twice(self) -> DataFrame:
        """s – x – t – x – t, which are among both of the others."""
        ways = [trip for trip in self.trie.trips if (trip.metapath, trip.last, trip.inner) in self.trie.lasts]
        by = self.edges.drop("kind").toDF("last", "node", "inner", "by")
        walks = self.walks[0].join(self._ways(ways), "beginning").join(self._trips, [*TRIP]).where("inner <> start")
        ended = walks.join(by, ["last", "node", "inner"])
        return ended.select("metapath", "start", *to("inner", "weight * both * by"))

    def _around(self) -> DataFrame:
        """s – x – v – w – x."""
        columns = "first second third one_kind two_kind kind"
        ways = self.shelf.table(list({way[2:] for way in self.trie.circles}), columns)
        rows = self.shelf.table(list(self.trie.circles), f"metapath beginning {columns}")
        walks = self.walks[0].join(rows, "beginning").join(circles(self.edges, ways), [*columns.split(), "node"])
        return walks.where("one <> start and two <> start").select("metapath", "start", *to("node", "-weight * by"))

    def _ways(self, rows: Sequence[tuple[int, ...]]) -> DataFrame:
        return self.shelf.table(rows, "metapath beginning there back inner_kind kind last")


def to(node: str, value: str) -> tuple[Column, Column]:
    """The columns ``end`` and ``value``: a column and an expression."""
    return f.col(node).alias("end"), f.expr(value).alias("value")

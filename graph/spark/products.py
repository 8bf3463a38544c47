"""DWPC of metapaths between all pairs of nodes, over simple paths, by joins: no machine needs the whole graph.

Walks are multiplied out, one join a step for all metapaths at once; those with a node at two places are taken away, by
the same cases as ``graph.metapaths.rows`` does for one start. With s left out of all later places these are, of a walk
s – x – v – t: x = t; and of s – x – v – w – t: x = t, v = t and x = w, of which the last two hold both at once.
Whatever is taken away is a sum of walks that were counted, so that no more is lost by rounding than of the walks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from graph.spark.edges import circles, edges, kind_of, table, trips
from graph.spark.trie import Trie

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROUNDING = 1e-12  # of the walks: what is left below that is nothing


@dataclass(frozen=True)
class Products:
    """The products of one trie over the bundle in a folder."""

    spark: SparkSession
    bundle: Path
    trie: Trie

    def counts(self) -> DataFrame:
        """``metapath`` (its number), ``start``, ``end`` (ids) and ``dwpc`` > 0, in no order."""
        walks = [self._ended(walk).withColumn("walks", f.col("value")) for walk in self.walks]
        less = [part.withColumn("walks", f.lit(0.0)) for part in self._repeated()]
        told = reduce(lambda a, b: a.unionByName(b), [*walks, *less])
        summed = told.groupBy("metapath", "start", "end").agg(f.sum("value").alias("dwpc"), f.sum("walks").alias("walks"))
        return summed.where(f.col("dwpc") > ROUNDING * f.col("walks")).drop("walks")

    @cached_property
    def edges(self) -> DataFrame:
        """See ``graph.spark.edges``."""
        return edges(self.spark, self.bundle, self.trie.manifest, self.trie.moves).persist()

    @cached_property
    def walks(self) -> list[DataFrame]:
        """After each step: ``beginning``, ``start``, ``node`` ≠ start, and the ``weight`` of all walks that are alike."""
        starts = table(self.spark, list(self.trie.starts), "kind beginning")
        nodes = self.spark.read.parquet(f"{self.bundle}/nodes").select(f.col("id").alias("start"))
        kind = kind_of(f.col("start"), self.trie.manifest).alias("kind")
        walk = nodes.select("start", f.col("start").alias("node"), f.lit(1.0).alias("weight"), kind).join(starts, "kind")
        found = []
        for level in filter(None, self.trie.levels):
            longer = table(self.spark, list(level), "beginning move kind next")
            by = self.edges.withColumnRenamed("near", "node").withColumnRenamed("weight", "by")
            steps = walk.drop("kind").join(longer, "beginning").join(by, ["move", "kind", "node"]).where("far <> start")
            ends = steps.groupBy(f.col("next").alias("beginning"), "start", f.col("far").alias("node"))
            walk = ends.agg(f.sum(f.expr("weight * by")).alias("weight")).persist()
            found.append(walk)
        return found

    def _ended(self, walk: DataFrame) -> DataFrame:
        """The walks that are whole metapaths."""
        ends = table(self.spark, self.trie.ends, "metapath beginning")
        return walk.join(ends, "beginning").select("metapath", "start", *_to("node", "weight"))

    def _repeated(self) -> list[DataFrame]:
        """What is to be added for walks with a node at two places: less than 0, but for those that were taken twice."""
        found = []
        if self.trie.trips:
            found += [self._back(), self._onward(), self._twice()]
        if self.trie.circles:
            found.append(self._around())
        return found

    @cached_property
    def _trips(self) -> DataFrame:
        pairs = table(self.spark, list({(trip.there, trip.back) for trip in self.trie.trips}), "there back")
        return trips(self.edges, pairs).persist()

    @cached_property
    def _tripped(self) -> DataFrame:
        """Walks s – … – v – w – v of each metapath, by their start and v (``node``); ``last``: the move from v on."""
        ways = table(self.spark, list(self.trie.trips), "metapath beginning there back inner_kind kind last")
        walks = reduce(lambda a, b: a.unionAll(b), self.walks[:2]).join(ways, "beginning")
        met = walks.join(self._trips, ["there", "back", "inner_kind", "kind", "node"]).where("inner <> start")
        return met.groupBy("metapath", "last", "start", "node").agg(f.sum(f.expr("weight * both")).alias("weight")).persist()

    def _back(self) -> DataFrame:
        """Those whose last node stood there before."""
        return self._tripped.where("last < 0").select("metapath", "start", *_to("node", "-weight"))

    def _onward(self) -> DataFrame:
        """s – x – v – x – t."""
        ends = table(self.spark, list(self.trie.lasts), "metapath last kind")
        by = self.edges.select(f.col("move").alias("last"), f.col("near").alias("node"), "far", "kind", f.col("weight").alias("by"))
        walks = self._tripped.where("last >= 0").join(ends, ["metapath", "last"]).join(by, ["last", "kind", "node"])
        return walks.where("far <> start").select("metapath", "start", *_to("far", "-weight * by"))

    def _twice(self) -> DataFrame:
        """s – x – t – x – t, which are among both of the others."""
        ways = [trip for trip in self.trie.trips if (trip.metapath, trip.last, trip.inner) in self.trie.lasts]
        rows = table(self.spark, ways, "metapath beginning there back inner_kind kind last")
        by = self.edges.select(f.col("move").alias("last"), f.col("near").alias("node"), f.col("far").alias("inner"), f.col("weight").alias("by"))
        walks = self.walks[0].join(rows, "beginning").join(self._trips, ["there", "back", "inner_kind", "kind", "node"])
        walks = walks.where("inner <> start").join(by, ["last", "node", "inner"])
        return walks.select("metapath", "start", *_to("inner", "weight * both * by"))

    def _around(self) -> DataFrame:
        """s – x – v – w – x."""
        columns = "first second third one_kind two_kind kind"
        ways = table(self.spark, list({way[2:] for way in self.trie.circles}), columns)
        rows = table(self.spark, list(self.trie.circles), f"metapath beginning {columns}")
        walks = self.walks[0].join(rows, "beginning").join(circles(self.edges, ways), [*columns.split(), "node"])
        walks = walks.where("one <> start and two <> start")
        return walks.select("metapath", "start", *_to("node", "-weight * by"))


def _to(node: str, value: str) -> tuple[object, object]:
    """The columns ``end`` and ``value``."""
    return f.col(node).alias("end"), f.expr(value).alias("value")

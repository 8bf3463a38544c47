"""DWPC of metapaths between all pairs of nodes, over simple paths, by joins: no machine needs the whole graph.

Walks are multiplied out, one join a step for all metapaths at once; those with a node at two places are taken away
(see ``graph.spark.repeats``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from graph.spark.edges import edges, kind_of
from graph.spark.repeats import Repeats, to
from graph.spark.shelf import Shelf
from graph.spark.trie import Trie

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

EMPTY = "metapath int, start int, end int, dwpc double"
ROUNDING = 1e-12  # of the walks: what is left below that is nothing


@dataclass(frozen=True)
class Products:
    """The products of one trie over the bundle in a folder."""

    shelf: Shelf
    bundle: Path
    trie: Trie

    def told(self) -> DataFrame:
        """``counts`` with the metapaths as texts and the ends as uids, in the order of their numbers and ids."""
        texts = [metapath.text(self.trie.vocabulary) for metapath in self.trie.metapaths]
        named = f.broadcast(self.shelf.spark.createDataFrame(list(enumerate(texts)), "metapath int, text string"))
        found = self.counts().join(named, "metapath")
        nodes = self.shelf.spark.read.parquet(f"{self.bundle}/nodes").select("id", "uid")
        for end in ("start", "end"):
            found = found.join(nodes.select(f.col("id").alias(end), f.col("uid").alias(f"{end}_uid")), end)
        ordered = found.orderBy("metapath", "start", "end")
        ends = (f.col(f"{end}_uid").alias(end) for end in ("start", "end"))
        return ordered.select(f.col("text").alias("metapath"), *ends, "dwpc")

    def counts(self) -> DataFrame:
        """``metapath`` (its number), ``start``, ``end`` (ids) and ``dwpc`` > 0, in no order."""
        if not self.trie.ends:
            return self.shelf.spark.createDataFrame([], EMPTY)
        walks = [self._ended(walk).withColumn("walks", f.col("value")) for walk in self.walks]
        repeats = Repeats(self.shelf, self.trie, self.edges, self.walks)
        less = [part.withColumn("walks", f.lit(0.0)) for part in repeats.parts()]
        told = reduce(lambda a, b: a.unionByName(b), [*walks, *less])
        sums = (f.sum("value").alias("dwpc"), f.sum("walks").alias("walks"))
        summed = told.groupBy("metapath", "start", "end").agg(*sums)
        return summed.where(f.col("dwpc") > ROUNDING * f.col("walks")).drop("walks")

    @cached_property
    def edges(self) -> DataFrame:
        """See ``graph.spark.edges``."""
        return self.shelf.put("edges", edges(self.shelf.spark, self.bundle, self.trie.manifest, self.trie.moves))

    @cached_property
    def walks(self) -> list[DataFrame]:
        """After each step: ``beginning``, ``start``, ``node`` ≠ start, and the ``weight`` of all such walks."""
        starts = self.shelf.table(list(self.trie.starts), "kind beginning")
        kind = kind_of(f.col("id"), self.trie.manifest).alias("kind")
        nodes = self.shelf.spark.read.parquet(f"{self.bundle}/nodes").select("id", kind).join(starts, "kind")
        walk = nodes.select(
            "beginning", f.col("id").alias("start"), f.col("id").alias("node"), f.lit(1.0).alias("weight")
        )
        found = []
        for number, level in enumerate(levels := list(filter(None, self.trie.levels)), 1):
            longer = self.shelf.table(list(level), "beginning move kind next")
            by = self.edges.withColumnRenamed("near", "node").withColumnRenamed("weight", "by")
            steps = walk.join(longer, "beginning").join(by, ["move", "kind", "node"]).where("far <> start")
            ends = steps.groupBy(f.col("next").alias("beginning"), "start", f.col("far").alias("node"))
            walk = ends.agg(f.sum(f.expr("weight * by")).alias("weight"))
            walk = self.shelf.put(f"walks{number}", walk) if number < len(levels) else walk
            found.append(walk)
        return found

    def _ended(self, walk: DataFrame) -> DataFrame:
        """The walks that are whole metapaths."""
        ends = self.shelf.table(self.trie.ends, "metapath beginning")
        return walk.join(ends, "beginning").select("metapath", "start", *to("node", "weight"))

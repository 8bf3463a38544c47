"""The edges of a bundle as Spark reads them: each move with its damped weights, and the walks that come back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from graph.bundle.manifest import Manifest
from graph.projection.csr import DAMPING
from graph.spark.trie import Step

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession


def edges(spark: SparkSession, bundle: Path, manifest: Manifest, moves: Mapping[Step, int]) -> DataFrame:
    """The edges of ``moves``: ``move``, ``near``, ``far`` (ids), ``kind`` of the far end, ``weight``.

    The weight is c · (d_out · d_in)^-w with the degrees of the relation in the whole bundle: as in a projection.
    """
    parts = []
    for relation in dict.fromkeys(name for name, _ in moves):
        weighed = _weighed(spark.read.parquet(f"{bundle}/edges/{relation}.parquet"), relation in manifest.symmetric)
        for forward in (True, False):
            if (relation, forward) in moves:
                near, far = ("start", "end") if forward else ("end", "start")
                move = f.lit(moves[relation, forward]).alias("move")
                parts.append(weighed.select(move, f.col(near).alias("near"), f.col(far).alias("far"), "weight"))
    return reduce(lambda a, b: a.unionAll(b), parts).withColumn("kind", kind_of(f.col("far"), manifest))


def kind_of(node: Column, manifest: Manifest) -> Column:
    """The number of a node's kind: ids run through the kinds in order."""
    numbered = [(at, low) for at, low in enumerate(manifest.bounds[:-1]) if manifest.bounds[at + 1] > low]
    first, *others = numbered or [(0, 0)]
    return reduce(lambda so_far, one: f.when(node >= one[1], one[0]).otherwise(so_far), others, f.lit(first[0]))


def trips(edges: DataFrame, pairs: DataFrame) -> DataFrame:
    """Walks ``node`` – ``inner`` – ``node`` by the moves ``there`` and ``back`` of ``pairs``, with ``both`` weights.

    ``inner_kind`` and ``kind``: of the two nodes.
    """
    out = edges.select(
        f.col("move").alias("there"),
        f.col("near").alias("node"),
        f.col("far").alias("inner"),
        f.col("kind").alias("inner_kind"),
        f.col("weight").alias("one"),
    )
    home = edges.select(
        f.col("move").alias("back"),
        f.col("near").alias("inner"),
        f.col("far").alias("node"),
        "kind",
        f.col("weight").alias("two"),
    )
    return pairs.join(out, "there").join(home, ["back", "inner", "node"]).withColumn("both", f.expr("one * two"))


def circles(edges: DataFrame, ways: DataFrame) -> DataFrame:
    """Walks ``node`` – ``one`` – ``two`` – ``node`` by the moves and over the kinds of ``ways``, weighing ``by``."""

    def step(name: str, near: str, far: str, kind: str) -> DataFrame:
        columns = {"move": name, "near": near, "far": far, "kind": kind, "weight": f"by_{name}"}
        return edges.select(*(f.col(old).alias(new) for old, new in columns.items()))

    walked = ways.join(step("first", "node", "one", "one_kind"), ["first", "one_kind"])
    walked = walked.join(step("second", "one", "two", "two_kind"), ["second", "two_kind", "one"])
    walked = walked.join(step("third", "two", "node", "kind"), ["third", "kind", "two", "node"])
    return walked.withColumn("by", f.expr("by_first * by_second * by_third")).drop("by_first", "by_second", "by_third")


def damped(strength: Column, out: Column, back: Column) -> Column:
    """The weight of an edge by what it counts for and its ends' degrees."""
    return strength.cast("double") * f.pow((out * back).cast("double"), f.lit(-DAMPING))


def _weighed(rows: DataFrame, symmetric: bool) -> DataFrame:
    """The edges, both ways when ``symmetric``, with their weights; those that count for nothing go."""
    both = rows.select("start", "end", "strength")
    if symmetric:
        both = both.unionAll(both.select(f.col("end").alias("start"), f.col("start").alias("end"), "strength"))
    out = both.groupBy("start").agg(f.count("*").alias("out"))
    back = both.groupBy("end").agg(f.count("*").alias("back"))
    weighed = both.join(out, "start").join(back, "end")
    weight = damped(f.col("strength"), f.col("out"), f.col("back"))
    return weighed.where("strength > 0").select("start", "end", weight.alias("weight"))

"""Where a job puts what it needs more than once: files that all machines see.

Spark plans a query as one tree, in which a part that is used three times stands three times; what is on the shelf is
read from there, so that plans stay small, nothing is worked out twice, and a machine that is lost takes nothing along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as f

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True)
class Shelf:
    """A folder for the use of one job, which is gone when the job ends."""

    spark: SparkSession
    folder: Path

    def put(self, name: str, rows: DataFrame) -> DataFrame:
        """Work ``rows`` out and put them on the shelf; what comes back reads them from there."""
        rows.write.parquet(f"{self.folder}/{name}")
        return self.spark.read.schema(rows.schema).parquet(f"{self.folder}/{name}")

    def table(self, rows: Sequence[tuple[int, ...]], columns: str) -> DataFrame:
        """A few rows of whole numbers, of which every executor gets a copy."""
        schema = ", ".join(f"{name} int" for name in columns.split())
        return f.broadcast(self.spark.createDataFrame(sorted(rows), schema))

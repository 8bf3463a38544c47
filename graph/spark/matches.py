"""Matches of everything: the questions are shared out, and every machine answers its own over the whole projection.

The arrays of a province are a few GB, which a machine maps from its disk and all its processes share; what costs is the
answering, and no two questions need each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.bundle.manifest import NAME, Manifest, digest, family, read
from graph.bundle.unpacked import unpacked
from graph.links.batch import TOGETHER, Batch, Side
from graph.links.bounds import FIRST, within
from graph.links.scheme import scheme
from graph.links.table import columns
from graph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

WAVES = 4  # parts for each process: those who are done early take more


@dataclass(frozen=True)
class Matching:
    """A batch over the bundle in ``bundle``, a path that means the same on every machine; else as ``Batch``."""

    bundle: Path
    vocabulary: Vocabulary = field(compare=False, repr=False)
    to: Side
    targets: tuple[str, ...] = ()
    first: int = 10

    def check(self) -> None:
        """Raises ``LimitError`` (LIMIT_RANGE), ``NotFoundError`` (UNKNOWN_KIND)."""
        within("first", self.first, FIRST)
        family(self.targets, self.vocabulary)

    def rows(self, spark: SparkSession, manifest: Manifest) -> DataFrame:
        """The rows of ``Batch`` in its order, also over the parts. Raises as ``check``."""
        self.check()
        spans = _spans(self._asked(manifest), spark.sparkContext.defaultParallelism * WAVES)
        rows = spark.sparkContext.parallelize(spans, max(1, len(spans))).flatMap(self.answers)
        return spark.createDataFrame(rows, _schema())

    def answers(self, span: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
        """The rows of the questions from one place to another. Raises as ``read`` and ``unpacked``."""
        batch = _batch(self)
        asked, kinds = batch.asked[slice(*span)], columns()
        for low in range(0, len(asked), TOGETHER):
            for row in batch.answers(asked[low : low + TOGETHER]):
                yield tuple(None if (value := row.get(name)) is None else kind(value) for name, kind in kinds.items())

    def _asked(self, manifest: Manifest) -> int:
        """How many questions there are; the same as ``Batch.asked``, without the projection."""
        plan = scheme(self.vocabulary)
        asked = family(plan.supply if self.to == "demands" else (plan.demand,), self.vocabulary)
        named = family(self.targets, self.vocabulary)
        asked = asked & named if self.targets and self.to == "demands" else asked
        return sum(count for kind, count in manifest.kinds.items() if kind in asked)


@cache
def _batch(matching: Matching) -> Batch:
    """The batch that all questions to one process go to; the first process on a machine unpacks the bundle there."""
    from pyspark import SparkFiles  # noqa: PLC0415

    manifest = read(matching.bundle, matching.vocabulary)
    folder = Path(SparkFiles.getRootDirectory()) / f"bundle-{digest(matching.bundle / NAME)[:16]}"
    ground = unpacked(matching.bundle, manifest, matching.vocabulary, folder)
    return Batch(ground, ground.view(manifest.level), matching.to, matching.targets, matching.first)


def _spans(count: int, parts: int) -> list[tuple[int, int]]:
    """``count`` questions in about so many spans, each of whole groups that are read together."""
    size = -(-count // (parts * TOGETHER)) * TOGETHER
    return [(low, min(count, low + size)) for low in range(0, count, size)] if count else []


def _schema() -> StructType:
    from pyspark.sql import types as t  # noqa: PLC0415 - workers need none of it

    kinds: dict[type, t.DataType] = {str: t.StringType(), int: t.LongType(), float: t.DoubleType()}
    return t.StructType([t.StructField(name, kinds[kind]) for name, kind in columns().items()])

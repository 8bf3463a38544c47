"""The jobs: from a bundle to a folder of Parquet files with a manifest, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import polars as pl

from graph.bundle.appearing import absent, appearing
from graph.bundle.manifest import Manifest, read, verify
from graph.links.metapath import Metapath
from graph.spark.matches import Matching
from graph.spark.trie import Trie
from graph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MANIFEST = "_manifest.json"  # Spark and Polars pass over files that begin with an underscore


@dataclass(frozen=True, slots=True)
class Job:
    """A verified bundle and the folder for what comes of it.

    ``bundle`` and ``out`` are paths that mean the same on every machine that takes part, such as a shared folder.
    """

    bundle: Path
    manifest: Manifest
    vocabulary: Vocabulary
    out: Path

    @staticmethod
    def of(bundle: Path, vocabulary: Vocabulary, out: Path) -> Job:
        """Raises ``InputError`` (FOLDER_THERE and those of ``read`` and ``verify``): before anything is started."""
        absent(out)
        manifest = read(bundle, vocabulary)
        verify(bundle, manifest)
        return Job(bundle.absolute(), manifest, vocabulary, out.absolute())

    def trie(self, metapaths: Sequence[Metapath]) -> Trie:
        """What ``dwpc`` walks. Raises as ``Trie.of``."""
        return Trie.of(metapaths, self.manifest, self.vocabulary)

    def dwpc(self, spark: SparkSession, trie: Trie) -> int:
        """Write ``metapath``, ``start``, ``end`` (uids) and ``dwpc`` of all pairs; returns how many.

        The rows are in the order of the metapaths and of ids, however many machines took part.
        """
        from graph.spark.products import Products  # noqa: PLC0415 - needs ``pyspark``
        from graph.spark.shelf import Shelf  # noqa: PLC0415

        told = {"job": "dwpc", "metapaths": [metapath.text(self.vocabulary) for metapath in trie.metapaths]}
        with appearing(self.out) as draft:
            products = Products(Shelf(spark, draft / "shelf"), self.bundle, trie)
            count = self._keep(products.told(), draft, told)
            shutil.rmtree(draft / "shelf", ignore_errors=True)
        return count

    def match(self, spark: SparkSession, matching: Matching) -> int:
        """Write the rows of ``match --all``, in their order; returns how many. Raises as ``Matching.rows``."""
        told = {"job": "match", "to": matching.to, "targets": matching.targets, "first": matching.first}
        with appearing(self.out) as draft:
            return self._keep(matching.rows(spark, self.manifest), draft, told)

    def _keep(self, rows: DataFrame, draft: Path, told: Mapping[str, Any]) -> int:
        rows.write.option("compression", "zstd").parquet(str(draft / "rows"))
        for number, part in enumerate(sorted((draft / "rows").glob("part-*"))):
            part.rename(draft / f"{number:06}.parquet")
        shutil.rmtree(draft / "rows")
        count: int = pl.scan_parquet(draft / "*.parquet").select(pl.len()).collect().item()
        about = {"load_version": self.manifest.version, "clearance": self.manifest.clearance, "rows": count}
        (draft / MANIFEST).write_bytes(orjson.dumps({**told, **about}, option=orjson.OPT_INDENT_2))
        return count

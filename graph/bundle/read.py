"""Open a bundle: the projection that it was written from, as far as it was to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from graph.bundle.manifest import Manifest
from graph.projection.csr import Adjacency, EdgeTable, adjacency
from graph.projection.decay import Decay
from graph.projection.documents import Documents
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.vocabulary import Vocabulary


def projection(folder: Path, manifest: Manifest, vocabulary: Vocabulary) -> Projection:
    """The graph in the bundle ``folder``, in memory. ``manifest``: as ``read`` gives it. Raises ``OSError``."""
    wanted = ["uid", "caption", "fictitious", "place", "names"]
    nodes = pl.read_parquet([folder / name for name in manifest.under("nodes")], columns=wanted).rechunk()
    order = np.empty(nodes.height, dtype=np.int32)
    order[nodes["place"].to_numpy()] = np.arange(nodes.height, dtype=np.int32)
    merged = pl.read_parquet(folder / "merged.parquet")
    named = nodes["names"].list.len().to_numpy()
    return Projection(
        version=manifest.version,
        kinds=tuple(manifest.kinds),
        bounds=np.array(manifest.bounds, dtype=np.int64),
        uids=_strings(nodes["uid"]),
        captions=_strings(nodes["caption"]),
        order=order,
        fictitious=nodes["fictitious"].to_numpy(),
        names=_strings(nodes["names"].explode().drop_nulls()),
        named=np.repeat(np.arange(nodes.height, dtype=np.int32), named),
        relations={name: _relation(folder, manifest, name, vocabulary) for name in manifest.relations},
        documents=_documents(folder),
        vocabulary=vocabulary,
        merged=_strings(merged["uid"]),
        fronts=merged["node"].to_numpy().copy(),
    )


def properties(folder: Path, manifest: Manifest) -> Strings:
    """The public properties of every node by id, as JSON objects; "" where there are none. Raises ``OSError``."""
    files = [folder / name for name in manifest.under("nodes")]
    return _strings(pl.read_parquet(files, columns=["properties"])["properties"].fill_null(""))


def _relation(folder: Path, manifest: Manifest, name: str, vocabulary: Vocabulary) -> Adjacency:
    frame = pl.read_parquet(folder / "edges" / f"{name}.parquet")
    table = EdgeTable(
        start=frame["start"].to_numpy().astype(np.int32),
        end=frame["end"].to_numpy().astype(np.int32),
        confidence=frame["confidence"].to_numpy().astype(np.float32),
        year=frame["year"].to_numpy().astype(np.int16),
        level=frame["level"].to_numpy().astype(np.uint8),
        last=frame["last" if "last" in frame.columns else "year"]
        .to_numpy()
        .astype(np.int16),  # older bundles have none
    )
    decay = Decay.of(vocabulary.relation(name), manifest.version)
    return adjacency(table, manifest.bounds[-1], symmetric=name in manifest.symmetric, decay=decay)


def _documents(folder: Path) -> Documents:
    found = {name: pl.read_parquet(folder / "texts" / f"{name}.parquet") for name in ("documents", "words", "postings")}
    words = found["words"]["word"].to_list()
    sizes = np.bincount(found["postings"]["word"].to_numpy(), minlength=len(words))
    counts = found["postings"]["count"].to_numpy()
    wide = np.uint32 if counts.max(initial=0) > np.iinfo(np.uint16).max else np.uint16
    return Documents(
        nodes=found["documents"]["node"].to_numpy().copy(),
        vocabulary={word: at for at, word in enumerate(words)},
        indptr=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
        rows=found["postings"]["document"].to_numpy().copy(),
        scores=found["postings"]["score"].to_numpy().copy(),
        counts=counts.astype(wide),
        lengths=found["documents"]["length"].to_numpy().copy(),
    )


def _strings(column: pl.Series) -> Strings:
    texts: Sequence[str] = column.to_list()
    return Strings.of(texts)

"""Write a bundle: a folder that Spark, Polars and others read, and that opens again as the same projection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from graph.bundle.appearing import appearing
from graph.bundle.frames import Told, document_frames, edge_frame, merged_frame, node_frames
from graph.bundle.manifest import Manifest, Part, digest, vocabulary_hash
from graph.projection.projection import Projection
from graph.vocabulary import Level

TOGETHER = 20_000  # nodes of a file, whose properties are read at once

Progress = Callable[[int, int], None]  # nodes written, nodes in all


def write(graph: Projection, told: Told, folder: Path, *, clearance: Level, progress: Progress) -> Manifest:
    """Write what ``clearance`` may see of ``graph`` into ``folder``, which must not be there, whole or not at all.

    ``told``: reads properties by uid, such as ``Ground.properties``; only the public ones are kept.
    Raises ``InputError`` (FOLDER_THERE, OUT_FOLDER), ``OSError``, and what ``told`` raises.
    """
    with appearing(folder) as draft:
        parts: dict[str, Part] = {}
        done = 0
        for number, frame in enumerate(node_frames(graph, told, size=TOGETHER)):
            parts |= _file(frame, draft, f"nodes/{number:06}.parquet")
            progress(done := done + frame.height, len(graph))
        view, relations = graph.view(clearance), {}
        for name in view.relations:
            frame = edge_frame(view.adjacency(name))
            parts |= _file(frame, draft, f"edges/{name}.parquet")
            relations[name] = frame.height
        for name, frame in document_frames(graph.documents):
            parts |= _file(frame, draft, f"texts/{name}.parquet")
        parts |= _file(merged_frame(graph), draft, "merged.parquet")
        sizes = (b - a for a, b in zip(graph.bounds[:-1].tolist(), graph.bounds[1:].tolist(), strict=True))
        manifest = Manifest(
            version=graph.version,
            vocabulary=vocabulary_hash(graph.vocabulary),
            clearance=clearance.name.lower(),
            kinds=dict(zip(graph.kinds, sizes, strict=True)),
            relations=relations,
            symmetric=tuple(name for name in relations if view.adjacency(name).symmetric),
            files=parts,
        )
        manifest.save(draft)
    return manifest


def _file(frame: pl.DataFrame, draft: Path, name: str) -> dict[str, Part]:
    file = draft / name
    file.parent.mkdir(exist_ok=True)
    frame.write_parquet(file)
    return {name: Part(frame.height, digest(file))}

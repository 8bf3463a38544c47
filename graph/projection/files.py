"""Projections on disk: one folder per load version, written whole or not at all, opened memory-mapped."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from graph.errors import StoreError
from graph.projection.csr import Adjacency, Csr
from graph.projection.documents import Documents
from graph.projection.mapped import mapped, put
from graph.projection.origin import Origin
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.vocabulary import Vocabulary

FORMAT = 10
KEPT = 2  # folders of the newest versions that stay
COLUMNS = ("indices", "confidence", "year", "level")
OTHERS = {"strength": "confidence", "last": "year"}  # which of those a column is where no file holds it
TEXT_FOLDER = "documents"
TEXTS = ("nodes", "indptr", "rows", "scores", "counts", "lengths")


def folder_of(cache: Path, version: str, vocabulary: Vocabulary) -> Path:
    """Where the projection of a load version is kept; another vocabulary or format has a folder of its own."""
    told = repr((FORMAT, version, sorted(vocabulary.labels.items()), sorted(vocabulary.relations.items())))
    return cache / f"{re.sub(r'[^0-9A-Za-z_-]+', '_', version)[:60]}-{_digest(told)}"


def vocabulary_digest(vocabulary: Vocabulary) -> str:
    """What tells projections of another vocabulary or format."""
    return _digest(repr((FORMAT, list(vocabulary.labels.items()), list(vocabulary.relations.items()))))


def _digest(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def origins(cache: Path) -> dict[Path, Origin]:
    """The folders in ``cache`` whose origin is known."""
    found = {path.parent: origin_of(path.parent) for path in cache.glob("[!.]*/meta.json")}
    return {folder: origin for folder, origin in found.items() if origin is not None}


def origin_of(folder: Path) -> Origin | None:
    """Where in a store's history the projection in ``folder`` stands; ``None`` when that isn't known."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Origin(**orjson.loads((folder / "meta.json").read_bytes())["origin"])
    return None


def save(projection: Projection, folder: Path, origin: Origin | None = None) -> None:
    """Write ``projection`` into ``folder``, which appears only when complete; ``origin``: where in a store's history it
    stands, when it was made from one. Raises ``StoreError``.

    Arrays that are those of another folder, opened from there, are shared with it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
        try:
            _write(projection, temporary, origin)
            if folder.exists():  # left over from a crash of another kind; a complete one is never written again
                shutil.rmtree(folder)
            temporary.rename(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise StoreError("PROJECTION_FOLDER", folder=folder.parent, why=error.strerror or error) from error


def load(folder: Path, vocabulary: Vocabulary) -> Projection:
    """The projection in ``folder``, memory-mapped. Raises ``FileNotFoundError``, or ``ValueError`` when damaged."""
    meta = orjson.loads((folder / "meta.json").read_bytes())
    return Projection(
        version=meta["version"],
        kinds=tuple(meta["kinds"]),
        bounds=mapped(folder / "bounds.npy"),
        uids=_strings(folder, "uids"),
        captions=_strings(folder, "captions"),
        order=mapped(folder / "order.npy"),
        names=_strings(folder, "names"),
        named=mapped(folder / "named.npy"),
        fictitious=mapped(folder / "fictitious.npy"),
        relations={name: _adjacency(folder, name, meta["symmetric"]) for name in meta["relations"]},
        documents=_documents(folder / TEXT_FOLDER),
        vocabulary=vocabulary,
        merged=_strings(folder, "merged"),
        fronts=mapped(folder / "fronts.npy"),
        folder=folder,
    )


def prune(cache: Path) -> None:
    """Remove all but the newest projections, and what a crash left half written."""
    folders = [path for path in cache.iterdir() if (path / "meta.json").exists() and not path.name.startswith(".")]
    old = sorted(folders, key=lambda path: path.stat().st_mtime_ns, reverse=True)[KEPT:]
    for path in (*old, *cache.glob(".making-*")):
        shutil.rmtree(path, ignore_errors=True)


def _write(projection: Projection, folder: Path, origin: Origin | None) -> None:
    (folder / TEXT_FOLDER).mkdir()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for _ in pool.map(lambda one: put(folder / f"{one[0]}.npy", one[1]), _arrays(projection)):
            pass
    words = "\n".join(projection.documents.vocabulary)
    (folder / TEXT_FOLDER / "words.txt").write_text(words, encoding="utf-8")
    meta = {
        "version": projection.version,
        "kinds": projection.kinds,
        "relations": list(projection.relations),
        "symmetric": [name for name, both in projection.relations.items() if both.symmetric],
        "origin": origin,
    }
    (folder / "meta.json").write_bytes(orjson.dumps(meta))


def _arrays(projection: Projection) -> Iterator[tuple[str, NDArray[Any]]]:
    """All arrays with the names of their files."""
    for name in TEXTS:
        yield f"{TEXT_FOLDER}/{name}", getattr(projection.documents, name)
    for name in ("bounds", "order", "named", "fictitious", "fronts"):
        yield name, getattr(projection, name)
    for name in ("uids", "captions", "names", "merged"):
        strings: Strings = getattr(projection, name)
        yield f"{name}.blob", strings.blob
        yield f"{name}.offsets", strings.offsets
    for name, both in projection.relations.items():
        for side, rows in (("out", both.out), ("back", both.back)):
            if side == "out" or not both.symmetric:
                yield from _rows_of(rows, f"{name}.{side}")


def _rows_of(rows: Csr, stem: str) -> Iterator[tuple[str, NDArray[Any]]]:
    yield f"{stem}.indptr", rows.indptr
    own = (name for name, other in OTHERS.items() if getattr(rows, name) is not getattr(rows, other))
    for name in (*COLUMNS, *own):
        column = getattr(rows, name)
        yield f"{stem}.{name}", column[:1] if column.strides == (0,) else column


def _adjacency(folder: Path, name: str, symmetric: list[str]) -> Adjacency:
    out = _rows(folder, f"{name}.out")
    return Adjacency.of(out, out if name in symmetric else _rows(folder, f"{name}.back"))


def _rows(folder: Path, stem: str) -> Csr:
    indptr = mapped(folder / f"{stem}.indptr.npy")
    found = {name: _column(folder / f"{stem}.{name}.npy", int(indptr[-1])) for name in COLUMNS}
    for name, other in OTHERS.items():
        own = folder / f"{stem}.{name}.npy"
        found[name] = _column(own, int(indptr[-1])) if own.exists() else found[other]
    return Csr(indptr, **found, far=indptr)


def _column(path: Path, count: int) -> Any:
    """A column of so many edges; one value is that of all."""
    column = mapped(path)
    return np.broadcast_to(column[0], (count,)) if len(column) == 1 else column


def _strings(folder: Path, stem: str) -> Strings:
    return Strings(mapped(folder / f"{stem}.blob.npy"), mapped(folder / f"{stem}.offsets.npy"))


def _documents(folder: Path) -> Documents:
    names = (folder / "words.txt").read_text(encoding="utf-8")  # words hold no line ends
    words = {word: number for number, word in enumerate(names.split("\n") if names else ())}
    return Documents(vocabulary=words, **{name: mapped(folder / f"{name}.npy") for name in TEXTS})

"""An invented province as ordinary source files, of any size: busy and idle, dirty, and with known twins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from api.bench import province_rows as rows_of
from api.bench.province_dirt import Dice
from api.bench.province_rows import Make
from api.bench.province_twins import registry, truth
from api.bench.province_world import LISTS, World, world
from api.demo import PROVINCE
from etl.files.manifest import MANIFEST

CHUNK = 50_000  # rows made at a time
TRUTH = "truth.csv"
FILES: dict[str, tuple[str, Make]] = {
    "institutes.csv": ("Institution", rows_of.institutes),
    "enterprises.csv": ("Enterprise", rows_of.enterprises),
    "registry.csv": ("Enterprise", registry),
    "researchers.csv": ("Researcher", rows_of.researchers),
    "managers.csv": ("TechnologyManager", rows_of.managers),
    "patents.csv": ("Patent", rows_of.patents),
    "achievements.csv": ("Achievement", rows_of.achievements),
    "demands.csv": ("Demand", rows_of.demands),
    "policies.csv": ("Policy", rows_of.policies),
    "cases.csv": ("Case", rows_of.cases),
}
KINDS = {"regions.tsv": "Region", "industries.csv": "Industry", "disciplines.csv": "Discipline", "ipc.csv": "IPC"}
SOURCE = """[[source]]
id = "{id}"
zh = "{zh}"
en = "{en}"
licence = "Apache-2.0"
fictitious = {fictitious}
"""
FILE = """
  [[source.file]]
  path = "{path}"
  kind = "{kind}"
  minimum = {minimum}
"""


@dataclass(frozen=True, slots=True)
class Province:
    """What was made: ``rows`` and ``refused`` (rows that validation must refuse) by file, and how many true pairs."""

    folder: Path
    rows: dict[str, int]
    refused: dict[str, int]
    pairs: int


def generate(folder: Path, rows: int, seed: int = 7) -> Province:
    """Write a province of about ``rows`` rows into ``folder``: a manifest, one CSV file for each kind, the code lists.

    ``truth.csv`` names the uids that mean the same enterprise; the manifest does not speak of it, so that no load reads
    it. The same ``rows`` and ``seed`` give the same bytes. Memory does not depend on ``rows``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = world(rows, seed)
    for name in LISTS:
        shutil.copyfile(PROVINCE / name, folder / name)
    refused = {path: _write(folder / path, known, number) for number, path in enumerate(FILES)}
    pairs = _write_truth(folder / TRUTH, known)
    (folder / MANIFEST).write_text(_manifest(known), encoding="utf-8")
    return Province(folder, known.sizes, refused, pairs)


def _write(path: Path, known: World, number: int) -> int:
    refused = 0
    make = FILES[path.name][1]
    with path.open("wb") as stream:
        for chunk, at in enumerate(_chunks(known.sizes[path.name])):
            columns, wrong = make(known, Dice(known.seed, number, chunk, len(at)), at)
            table = pl.DataFrame([column.alias(heading) for heading, column in columns.items()])
            table.write_csv(stream, include_header=chunk == 0)
            refused += int(wrong.sum())
    return refused


def _write_truth(path: Path, known: World) -> int:
    pairs = 0
    with path.open("wb") as stream:
        for chunk, at in enumerate(_chunks(known.sizes["registry.csv"])):
            table = truth(known, at)
            table.write_csv(stream, include_header=chunk == 0)
            pairs += len(table)
    return pairs


def _chunks(rows: int) -> Iterator[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    return (np.arange(start, min(start + CHUNK, rows)) for start in range(0, rows, CHUNK))


def _manifest(known: World) -> str:
    lists = "".join(FILE.format(path=path, kind=kind, minimum=1) for path, kind in KINDS.items())
    parts = [SOURCE.format(id="codes", zh="代码表", en="Code lists", fictitious="false") + lists]
    for source, zh, en, paths in (
        ("register", "虚构企业名录", "Invented register of enterprises", ["registry.csv"]),
        ("province", "虚构省份", "An invented province", [path for path in FILES if path != "registry.csv"]),
    ):
        files = "".join(FILE.format(path=path, kind=FILES[path][0], minimum=known.sizes[path]) for path in paths)
        parts.append(SOURCE.format(id=source, zh=zh, en=en, fictitious="true") + files)
    return "\n".join(parts)

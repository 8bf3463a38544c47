"""``kezhuan bench etl``: validation and loading of an invented province, in homes of their own, removed after."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from api.bench.etl_peers import ensure_packages
from api.bench.province import generate
from api.bench.timing import elapsed
from api.settings import Settings
from etl.reports.progress import Progress
from graph.errors import InputError
from graph.store import embedded
from graph.words import Words, message

CLEAN = 200_000  # rows of the clean table, at most
SMALLER = 10  # how many times smaller the province is whose peak of memory is compared
STEPS = ("GENERATE", "VALIDATE", "SMALL", "LOAD", "AGAIN", "COLD")

Told = dict[str, Any]
Environ = dict[str, str]


@dataclass(slots=True)
class EtlFigures:
    """What was measured. ``rates``: rows a second; ``seconds``: of the first load by stage; ``whole``: seconds of whole
    loads; ``ratios``; ``memory``: MiB by rows loaded; ``identity``: precision and recall; ``counts``; ``omitted``: what
    could not be measured, and why."""

    rates: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    whole: dict[str, float] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    identity: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    omitted: list[Words] = field(default_factory=list)


def measure(settings: Settings, *, rows: int, progress: Progress) -> EtlFigures:
    """Generate a province of ``rows`` rows and measure; nothing of ``settings.home`` is touched.

    Raises ``InputError``: BENCH_PACKAGE when a package that is compared with is missing, BENCH_CHILD.
    """
    ensure_packages()
    with tempfile.TemporaryDirectory(prefix="kezhuan-bench-") as folder:
        bench = Bench(settings, Path(folder), rows, progress)
        bench.validate()
        with bench.home() as environ:
            bench.small(environ)
            bench.large(environ)
        with bench.home() as environ:
            bench.cold(environ)
    return bench.figures


@dataclass(slots=True)
class Bench:
    """One run of the measurements, its files below ``folder``."""

    settings: Settings
    folder: Path
    rows: int
    progress: Progress
    figures: EtlFigures = field(default_factory=EtlFigures)

    def validate(self) -> None:
        """Make the province; measure validation by itself."""
        self._step("GENERATE")
        seconds = elapsed(lambda: generate(self._province, self.rows))
        self.figures.rates["generate"] = self.rows / seconds
        self._step("VALIDATE")
        told = _child("api.bench.etl_rows", str(min(CLEAN, self.rows)), self._province, {"POLARS_MAX_THREADS": "1"})
        self.figures.rates |= {f"validate_{name}": rate for name, rate in told.items()}
        for peer in ("pandera", "pydantic", "rows"):
            self.figures.ratios[f"validate_over_{peer}"] = told["columns"] / told[peer]

    def small(self, environ: Environ) -> None:
        """The memory of a small load; then what it writes, one row at a time."""
        few = self.folder / "few"
        self._step("SMALL")
        generate(few, self.rows // SMALLER)
        told = _child("api.bench.etl_load", "small", few, environ)
        self.figures.memory[str(told["rows"])] = told["peak"]
        self.figures.rates |= {f"single_{name}": rate for name, rate in told["single"].items()}

    def large(self, environ: Environ) -> None:
        """The load by stages, the same again, the same with some rows changed, and what is found of the twins."""
        self._step("LOAD")
        self._first(_child("api.bench.etl_load", "load", self._province, environ))
        self._step("AGAIN")
        told = _child("api.bench.etl_load", "again", self._province, environ)
        self._other("again", told["again"])
        self._other("changed", told["changed"])
        self.figures.counts |= {"changed_rows": told["rows"], "changes": told["changed"]["changes"]}
        self.figures.identity = told["truth"]

    def cold(self, environ: Environ) -> None:
        """The same rows through import files into an empty store."""
        self._step("COLD")
        try:
            told = _child("api.bench.etl_load", "cold", self._province, environ)
        except InputError as error:  # the rest of the figures stands
            self.figures.omitted.append(message("BENCH_ETL_NO_COLD", why=error.words))
            return
        self.figures.rates["cold"] = told["rows"] / told["seconds"]
        self._other("cold", told)
        self.figures.ratios["single_over_cold"] = self.figures.whole["single"] / told["seconds"]

    def _first(self, told: Told) -> None:
        figures = self.figures
        figures.counts |= {name: told[name] for name in ("rows", "refused", "nodes", "edges")}
        figures.seconds, figures.whole = {**told["stages"], "all": told["seconds"]}, {"first": told["seconds"]}
        figures.rates["load"] = told["rows"] / told["seconds"]
        figures.memory[str(told["rows"])] = told["peak"]
        small, large = figures.memory.values()
        figures.ratios["peak_large_over_small"] = large / small
        single = sum(told[name] / figures.rates[f"single_{name}"] for name in ("nodes", "edges"))
        figures.whole["single"] = single
        figures.ratios["single_over_writing"] = single / (told["stages"]["nodes"] + told["stages"]["edges"])
        figures.ratios["single_over_first"] = single / told["seconds"]

    def _other(self, name: str, told: Told) -> None:
        """Another load of the province, against the first."""
        self.figures.whole[name] = told["seconds"]
        self.figures.ratios[f"first_over_{name}"] = self.figures.whole["first"] / told["seconds"]

    @property
    def _province(self) -> Path:
        return self.folder / "province"

    @contextmanager
    def home(self) -> Iterator[Environ]:
        """The environment of a home of its own, whose store is stopped and removed at the end."""
        home = self.folder / "home"
        own = {"KEZHUAN_HOME": str(home), "KEZHUAN_CACHE": str(self.settings.cache), "KEZHUAN_HEAP": self.settings.heap}
        try:
            yield {**own, "KEZHUAN_ONTOLOGY": str(self.settings.ontology), "NEO4J_URI": ""}
        finally:
            embedded.stop(home / "store")
            shutil.rmtree(home, ignore_errors=True)

    def _step(self, name: str) -> None:
        words = message(f"BENCH_ETL_{name}")
        self.progress(STEPS.index(name) + 1, len(STEPS), f"{words.zh} / {words.en}")


def _child(module: str, task: str, folder: Path, environ: Environ) -> Told:
    """What a process of its own prints. Raises ``InputError`` (BENCH_CHILD) with its last words when it fails."""
    command = [sys.executable, "-m", module, task, str(folder)]
    done = subprocess.run(command, env=os.environ | environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError("BENCH_CHILD", task=task, why=(done.stderr.strip().splitlines() or ["?"])[-1])
    told: Told = orjson.loads(done.stdout)
    return told

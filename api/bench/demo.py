"""``kezhuan bench demo``: load, latency and memory on the example province, in a home of its own, removed after."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import networkx as nx
import orjson
import psutil

from api.bench.timing import Latency, elapsed, latency
from api.connect import open_engine, open_store
from api.demo import DEMAND, PROVINCE
from api.loading import load_files
from api.settings import Settings
from graph.handoff import to_networkx
from graph.links.engine import Bounds, Engine
from graph.store import embedded
from graph.store.bolt import Store
from graph.store.jars import Progress
from graph.vocabulary import Level, Vocabulary

PEER_HOPS = 3  # networkx enumerates every path; four hops through hubs would take hours


@dataclass(frozen=True, slots=True)
class DemoFigures:
    """What was measured; seconds, milliseconds (latencies) and MiB (memory)."""

    seconds: dict[str, float]
    latencies: dict[str, Latency]
    ratios: dict[str, float]
    memory: dict[str, float]
    nodes: int
    edges: int


def measure(settings: Settings, vocabulary: Vocabulary, *, rounds: int, progress: Progress) -> DemoFigures:
    """Load the examples into a fresh embedded store and measure; nothing of ``settings.home`` is touched."""
    with tempfile.TemporaryDirectory(prefix="kezhuan-bench-") as folder:
        own = replace(settings, home=Path(folder), neo4j_uri=None)
        try:
            return _measure(own, vocabulary, rounds, progress)
        finally:
            embedded.stop(own.store_folder)


def _measure(settings: Settings, vocabulary: Vocabulary, rounds: int, progress: Progress) -> DemoFigures:
    begin = time.perf_counter()
    with open_store(settings, progress=progress) as store:
        seconds = {"store start": time.perf_counter() - begin}
        report = load_files([PROVINCE], store, vocabulary, progress=progress)
        seconds |= {f"load: {stage}": s for stage, s in report.seconds.items()}
        seconds["load again, unchanged"] = elapsed(lambda: load_files([PROVINCE], store, vocabulary))
        engine = open_engine(settings, store)
        seconds["projection: build and open"] = elapsed(lambda: engine.match(text=DEMAND, first=1))
        demands, pairs = _questions(store, rounds)
        latencies = _latencies(engine, demands, pairs)
        graph = to_networkx(engine, clearance=Level.PUBLIC)
        ratios = {f"paths ≤ {PEER_HOPS} hops, networkx ÷ kezhuan (medians)": _peer(engine, graph, pairs)}
        with _served(settings) as (process, url):
            latencies["match over GraphQL"] = latency(lambda uid: _ask(url, uid), demands)
            memory = {"API": _mib(process.pid), "store": _mib(embedded.status(settings.store_folder).pid)}
    return DemoFigures(seconds, latencies, ratios, memory, graph.number_of_nodes(), graph.number_of_edges())


def _questions(store: Store, rounds: int) -> tuple[list[str], list[tuple[str, str]]]:
    """``rounds`` demands, and as many pairs of a demand and an institution, drawn with a fixed seed."""
    dice = random.Random(7)  # noqa: S311 - a sample, not a secret
    demands = [row["uid"] for row in store.read("bench_sample", parts={"label": "Demand"}, limit=1_000)]
    institutions = [row["uid"] for row in store.read("bench_sample", parts={"label": "Institution"}, limit=1_000)]
    asked = [dice.choice(demands) for _ in range(rounds)]
    return asked, [(uid, dice.choice(institutions)) for uid in asked]


def _latencies(engine: Engine, demands: list[str], pairs: list[tuple[str, str]]) -> dict[str, Latency]:
    return {
        "match of a demand": latency(lambda uid: engine.match(demand=uid), demands),
        "match of a typed text": latency(lambda n: engine.match(text=DEMAND + str(n)), range(len(demands))),
        "paths ≤ 4 hops": latency(lambda pair: engine.paths(*pair), pairs),
        "partners": latency(engine.partners, demands),
        "search": latency(lambda n: engine.search(DEMAND[n % 40 : n % 40 + 4]), range(len(demands))),
    }


def _peer(engine: Engine, graph: nx.MultiDiGraph[str], pairs: list[tuple[str, str]]) -> float:
    """How many times longer networkx takes to enumerate the same pairs' simple paths than the engine to rank them."""
    plain: nx.Graph[str] = nx.Graph(graph.to_undirected(as_view=True))
    some = pairs[:10]
    ours = latency(lambda pair: engine.paths(*pair, bounds=Bounds(max_hops=PEER_HOPS)), some)
    theirs = latency(lambda pair: sum(1 for _ in nx.all_simple_paths(plain, *pair, cutoff=PEER_HOPS)), some)
    return theirs.p50 / ours.p50


@contextmanager
def _served(settings: Settings) -> Iterator[tuple[psutil.Process, str]]:
    """The API as a process of its own over the same home; ended at the end."""
    environ = os.environ | {"KEZHUAN_HOME": str(settings.home), "KEZHUAN_LANG": "en", "NEO4J_URI": ""}
    command = [sys.executable, "-m", "api", "serve", "--port", "0"]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        url = next(word for word in process.stdout.readline().split() if word.endswith("/graphql"))
        yield psutil.Process(process.pid), url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _ask(url: str, demand: str) -> None:
    body = orjson.dumps({"extensions": {"persisted": "match"}, "variables": {"demand": demand}})
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        if "errors" in orjson.loads(answer.read()):
            raise RuntimeError(f"GraphQL refused the match of {demand}")


def _mib(pid: int | None) -> float:
    return psutil.Process(pid).memory_info().rss / 2**20 if pid else 0.0

"""``kezhuan bench terms``: how well terms are found in papers and patents, beside other extractors, in one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.bench.terms_peers import PEERS, peer
from api.bench.terms_texts import Titled, papers, patents, plain
from graph.store.jars import Progress
from graph.text.background import packaged
from graph.text.features import weights
from graph.text.keyphrases import KeyphraseExtractor
from graph.words import message

FIRST, MORE = 5, 10
WARM = 5  # texts read before the clock starts: dictionaries are loaded
DRAWS, SEED = 2_000, 7
SETS: dict[str, tuple[Callable[[Path], list[Titled]], str]] = {  # the texts, and which of ours is meant for them
    "csl": (papers, "kezhuan_terms"),
    "kppatent_zh": (patents, "kezhuan_words"),
}
OURS = ("kezhuan_terms", "kezhuan_words")
Find = Callable[[Titled], list[str]]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """Means over documents: F1, precision and recall of the first five terms, F1 of ten; a 95 % interval of F1.

    ``rate``: documents per second of one core's time.
    """

    f1: float
    low: float
    high: float
    precision: float
    recall: float
    f1_of_ten: float
    rate: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One set of ``documents``: what each method found, which of ours is meant for it, and the best peer by F1.

    ``ratio``: of their F1, with its 95 % interval from ``low`` to ``high`` over the same drawn documents.
    """

    documents: int
    found: dict[str, Found]
    ours: str
    best_peer: str
    ratio: float
    low: float
    high: float


def measure(data: Path, *, documents: int, progress: Progress) -> dict[str, Comparison]:
    """Compare on the first ``documents`` texts of each set in the folder ``data``.

    Raises ``InputError``: BENCH_TERMS_DATA when the texts are not there, BENCH_PACKAGE when a peer is not installed.
    """
    texts = {name: read(data)[:documents] for name, (read, _) in SETS.items()}
    methods = {**{name: _peer(name) for name in PEERS}, **{name: _ours(name) for name in OURS}}
    done, every = 0, len(texts) * len(methods)
    compared = {}
    for name, some in texts.items():
        runs = {}
        for method, find in methods.items():
            words = message(f"BENCH_TERMS_{method.upper()}")
            progress(done, every, f"{words.zh} / {words.en}")
            runs[method] = _run(find, some)
            done += 1
            progress(done, every, f"{words.zh} / {words.en}")
        compared[name] = _compare(runs, SETS[name][1])
    return compared


def scores(named: Sequence[str], keywords: frozenset[str], first: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of the ``first`` terms named: exact matches, by ``first`` and by all keywords.

    Fewer terms than ``first`` count as if the rest were wrong; keywords that the text lacks count too.
    """
    hits = len(keywords & set(list(dict.fromkeys(map(plain, named)))[:first]))
    precision, recall = hits / first, hits / max(1, len(keywords))
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def _run(find: Find, texts: Sequence[Titled]) -> tuple[Scores, float]:
    """Precision, recall, F1 of five and F1 of ten per text, and texts per second."""
    for text in texts[:WARM]:
        find(text)
    start = time.process_time()
    named = [find(text) for text in texts]
    seconds = time.process_time() - start
    rows = [
        (*scores(words, text.keywords, FIRST), scores(words, text.keywords, MORE)[2])
        for words, text in zip(named, texts, strict=True)
    ]
    return np.array(rows), len(texts) / max(seconds, 1e-9)


def _compare(runs: dict[str, tuple[Scores, float]], ours: str) -> Comparison:
    count = len(next(iter(runs.values()))[0])
    drawn = np.random.default_rng(SEED).integers(0, count, (DRAWS, count))
    means = {name: rows[:, 2][drawn].mean(axis=1) for name, (rows, _) in runs.items()}
    found = {name: _found(rows, rate, means[name]) for name, (rows, rate) in runs.items()}
    best = max(PEERS, key=lambda name: found[name].f1)
    low, high = np.percentile(means[ours] / np.maximum(means[best], 1e-9), (2.5, 97.5))
    ratio = found[ours].f1 / max(found[best].f1, 1e-9)
    return Comparison(count, found, ours, best, ratio, float(low), float(high))


def _found(rows: Scores, rate: float, means: Scores) -> Found:
    precision, recall, f1, ten = rows.mean(axis=0).tolist()
    low, high = np.percentile(means, (2.5, 97.5)).tolist()
    return Found(f1, low, high, precision, recall, ten, rate)


def _peer(name: str) -> Find:
    extract = peer(name, first=MORE)
    return lambda text: extract(text.text)


def _ours(name: str) -> Find:
    extractor = KeyphraseExtractor(packaged(), by=weights(name.removeprefix("kezhuan_")))
    return lambda text: [term.name for term in extractor.extract(text.text, first=MORE, heading=text.heading)]

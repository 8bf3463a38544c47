"""Every method on every task: the peers tuned on the development split, all of them measured on the one held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np

from api.evaluate import lexical, walk
from api.evaluate.lexical import Ranker, Setting
from api.evaluate.ours import ours
from api.evaluate.scores import Interval, Ranks, draws, gain, interval, ndcg, rank_of, recall, reciprocal
from api.evaluate.task import Split, Task
from api.evaluate.tasks import splits
from graph.store.jars import Progress
from graph.vocabulary import Vocabulary
from graph.words import message

BASE, OURS = "bm25", "kezhuan"
TASKS = ("papers", "patents", "grants")
PEERS: dict[str, tuple[Callable[[Task, Setting], Ranker], Sequence[Setting]]] = {
    BASE: (lexical.bm25, lexical.BM25),
    "bm25_pairs": (lexical.paired, lexical.BM25),
    "bm25_votes": (lexical.votes, lexical.VOTES),
    "tfidf": (lexical.tfidf, lexical.TFIDF),
    "ppr": (walk.pagerank, walk.PPR),
}
ONLY_MAKERS = ("bm25_votes",)  # methods for answers that have no text of their own
TUNED_ON = 150  # development queries by which a peer's setting is chosen


@dataclass(frozen=True, slots=True)
class Figures:
    """A method on a task: means with 95 % intervals.

    ``above``: by which share its nDCG@10 is above that of BM25; ``setting``: what was chosen on the development split;
    ``milliseconds``: of one core's time per query.
    """

    ndcg: Interval
    mrr: Interval
    recall: Interval
    above: Interval
    setting: Setting
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """One task: how many ``queries`` were asked of how many possible ``answers``, and the figures of each method."""

    queries: int
    answers: int
    methods: Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Run:
    """What a method made of a task: the ranks of the right answers, and what ``Figures`` says of the rest."""

    ranks: Ranks
    setting: Setting
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Wish:
    """Which ``tasks`` to measure, with at most ``queries`` each: held out ones, or those for ``development``."""

    tasks: Sequence[str] = TASKS
    queries: int = 1_000
    development: bool = False


def measure(data: Path, vocabulary: Vocabulary, wish: Wish, progress: Progress) -> dict[str, Result]:
    """The results of the tasks wished for, by name.

    Raises ``InputError``: EVALUATE_DATA when a file is missing, BENCH_PACKAGE when a peer is not installed.
    """
    found, made = {}, splits(data, vocabulary)
    for name in wish.tasks:
        split = made[name]()
        task = split.development if wish.development else split.test
        found[name] = evaluate(Split(split.development.drawn(TUNED_ON), task.drawn(wish.queries)), progress)
    return found


def evaluate(split: Split, progress: Progress) -> Result:
    """Every method on the test of ``split``; the peers' settings are those that are best on its development."""
    task, runs = split.test, dict[str, Run]()
    names = [name for name in PEERS if not (task.asks_for_documents and name in ONLY_MAKERS)]
    words = message(f"EVALUATE_{task.name.upper()}")
    for done, name in enumerate((*names, OURS)):
        progress(done, len(names) + 1, f"{words.zh} / {words.en}")
        runs[name] = _run(task, ours, ()) if name == OURS else _peer(name, split)
    progress(len(names) + 1, len(names) + 1, f"{words.zh} / {words.en}")
    return Result(len(task.queries), len(task.texts), _figures(runs))


def ranks_of(task: Task, rank: Ranker) -> Ranks:
    """The rank of each query's answer (int64, 0 where it is not among those ranked)."""
    graph = task.footing.projection
    return np.array([rank_of(graph.id_of(one.answer), rank(one.text)) for one in task.queries], np.int64)


def tuned(name: str, known: Task) -> Setting:
    """The setting of a peer that gives the best nDCG@10 on ``known``; of equal ones the first."""
    make, settings = PEERS[name]
    return max(settings, key=lambda setting: float(ndcg(ranks_of(known, make(known, setting))).mean()))


def _peer(name: str, split: Split) -> Run:
    setting = tuned(name, split.development)
    return _run(split.test, lambda task: PEERS[name][0](task, setting), setting)


def _run(task: Task, make: Callable[[Task], Ranker], setting: Setting) -> Run:
    rank = make(task)
    rank(task.queries[0].text)  # dictionaries and lexicons are loaded before the clock starts
    begin = process_time()
    ranks = ranks_of(task, rank)
    return Run(ranks, setting, 1_000 * (process_time() - begin) / len(ranks))


def _figures(runs: Mapping[str, Run]) -> dict[str, Figures]:
    base = ndcg(runs[BASE].ranks)
    drawn = draws(len(base))
    return {
        name: Figures(
            ndcg=interval(ndcg(run.ranks), drawn),
            mrr=interval(reciprocal(run.ranks), drawn),
            recall=interval(recall(run.ranks), drawn),
            above=gain(ndcg(run.ranks), base, drawn),
            setting=run.setting,
            milliseconds=run.milliseconds,
        )
        for name, run in runs.items()
    }

"""Latency samples and what is said of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import quantiles
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of ``count`` calls: median and 95th percentile."""

    count: int
    p50: float
    p95: float


def latency(call: Callable[[T], object], arguments: Iterable[T]) -> Latency:
    """The latency of ``call`` over ``arguments``, one after another. At least two arguments are needed."""
    samples = [elapsed(lambda item=item: call(item)) * 1_000 for item in arguments]  # type: ignore[misc]
    cuts = quantiles(samples, n=20, method="inclusive")
    return Latency(len(samples), cuts[9], cuts[18])


def elapsed(call: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start

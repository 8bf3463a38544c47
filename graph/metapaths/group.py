"""Pairs of about the same degrees, and how their path counts are distributed by chance."""

from __future__ import annotations

from typing import NamedTuple

from scipy.special import gammaincc

from graph.links.metapath import Metapath

PER_OCTAVE = 2  # groups of degrees while they double


class Key(NamedTuple):
    """A metapath and the groups of its ends' degrees: of the first in the first step, of the last in the last."""

    metapath: Metapath
    near: int
    far: int


class Group(NamedTuple):
    """What random graphs gave for a key: ``pairs`` looked at, ``linked`` by any path; ``mean`` and ``variance`` of the
    linked ones' x = asinh(DWPC / mean of all by the closed form)."""

    pairs: int
    linked: int
    mean: float
    variance: float

    def p(self, x: float) -> float:
        """The chance of x or more."""
        if x <= 0:
            return 1.0
        tail = (
            float(gammaincc(self.mean**2 / self.variance, x * self.mean / self.variance)) if self.variance > 0 else 0.0
        )
        if self.variance <= 0 and self.linked and x <= self.mean * (1 + 1e-9):
            tail = 1.0
        return max(1 / (self.pairs + 1), self.linked / max(1, self.pairs) * tail)

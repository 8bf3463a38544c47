"""Columns with some values taken out and others put in, made by copying the runs in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.projection.kernels import renumbered, spliced
from graph.projection.strings import Strings

Ints = NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True)
class Splice:
    """What becomes of ``n`` values in order: those at the places ``gone`` are taken out (int64, ascending), and new
    ones put in before the places ``at`` (int64, ascending, up to n). Where both name a place, the new ones come first.
    """

    n: int
    gone: Ints
    at: Ints

    @staticmethod
    def nothing(n: int) -> Splice:
        """All stays as it is."""
        return Splice(n, np.empty(0, np.int64), np.empty(0, np.int64))

    def __len__(self) -> int:
        return self.n - len(self.gone) + len(self.at)

    @property
    def idle(self) -> bool:
        """Whether all stays as it is."""
        return not (len(self.gone) or len(self.at))

    @cached_property
    def came(self) -> Ints:
        """Where the new values are afterwards."""
        return self.at - np.searchsorted(self.gone, self.at) + np.arange(len(self.at))

    @cached_property
    def numbers(self) -> NDArray[np.int32]:
        """Where each former value is afterwards; −1 for those that are gone."""
        steps = np.zeros(self.n + 1, dtype=np.int32)
        np.add.at(steps, self.at, 1)
        np.add.at(steps, self.gone + 1, -1)
        found: NDArray[np.int32] = np.arange(self.n, dtype=np.int32) + np.cumsum(steps[: self.n], dtype=np.int32)
        found[self.gone] = -1
        return found

    def former(self, places: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Of places afterwards: where their values were before, or for new ones before which place they were put in;
        and which are new."""
        ahead = np.searchsorted(self.came, places)
        new = ahead < len(self.came)
        new[new] = self.came[ahead[new]] == places[new]
        kept = places - ahead
        found = kept + np.searchsorted(self.gone - np.arange(len(self.gone)), kept, side="right")
        found[new] = self.at[ahead[new]]
        return found, new

    def column(self, old: NDArray[Scalar], new: NDArray[Any]) -> NDArray[Scalar]:
        """``old`` with the values ``new``, one for each of ``at``; itself where all stays as it is."""
        if self.idle:
            return old
        fitted: NDArray[Scalar] = np.ascontiguousarray(new, dtype=old.dtype)
        if old.strides == (0,) and self.n > 1 and bool((fitted == old[0]).all()):  # one value for all
            return np.broadcast_to(old[0], (len(self),))
        source, made = np.ascontiguousarray(old), np.empty(len(self), dtype=old.dtype)
        old_at, new_at, made_at = (array.ctypes.data for array in (source, fitted, made))
        spliced(old_at, new_at, made_at, old.itemsize, self.n, self.gone, self.at)
        return made

    def renumbered(self, old: NDArray[np.int32], numbers: NDArray[np.int32], new: Ints) -> NDArray[np.int32]:
        """As ``column``, with what is kept looked up in ``numbers``."""
        source, made = np.ascontiguousarray(old), np.empty(len(self), dtype=np.int32)
        renumbered(source.ctypes.data, numbers, self.n, self.gone, self.at, new, made)
        return made

    def strings(self, old: Strings, new: Strings) -> Strings:
        """As ``column``."""
        if self.idle:
            return old
        lengths = self.column(np.diff(old.offsets), np.diff(new.offsets))
        offsets = np.zeros(len(self) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        parts = [_bytes(new if put_in else old, low, high) for low, high, put_in in self._runs]
        return Strings(np.concatenate(parts) if parts else old.blob[:0], offsets)

    @cached_property
    def _runs(self) -> tuple[tuple[int, int, bool], ...]:
        """From where to where to copy, one run after another, and whether from the new values."""
        return tuple(self._found())

    def _found(self) -> Iterator[tuple[int, int, bool]]:
        places = np.unique(np.concatenate((self.gone, self.at)))
        first, last = (np.searchsorted(self.at, places, side=side).tolist() for side in ("left", "right"))
        out = np.isin(places, self.gone).tolist()
        done = 0
        for place, low, high, gone in zip(places.tolist(), first, last, out, strict=True):
            if done < place:
                yield done, place, False
            if low < high:
                yield low, high, True
            done = place + gone
        if done < self.n:
            yield done, self.n, False


def _bytes(strings: Strings, low: int, high: int) -> NDArray[np.uint8]:
    return strings.blob[int(strings.offsets[low]) : int(strings.offsets[high])]

"""Many strings as two arrays, a UTF-8 blob and offsets, so that they can be memory-mapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Strings:
    """``blob``: uint8, all texts in UTF-8 one after another; ``offsets``: int64, length n + 1."""

    blob: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @staticmethod
    def of(texts: Sequence[str]) -> Strings:
        """The arrays of ``texts``, in their order."""
        encoded = [text.encode("utf-8", "replace") for text in texts]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(e) for e in encoded], out=offsets[1:])
        return Strings(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def raw(self, index: int) -> bytes:
        """The UTF-8 of the text at ``index``."""
        return self.blob[self.offsets[index] : self.offsets[index + 1]].tobytes()

    def __getitem__(self, index: int) -> str:
        return self.raw(index).decode("utf-8")

    def place(self, text: str, low: int, high: int) -> int:
        """The first place in [low, high), a range in ascending order of UTF-8, not before ``text``; else its end."""
        wanted = text.encode("utf-8", "replace")
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, text: str, low: int, high: int) -> int | None:
        """Where ``text`` stands in [low, high), a range in ascending order of UTF-8; ``None`` when it does not."""
        at = self.place(text, low, high)
        return at if at < high and self.raw(at) == text.encode("utf-8", "replace") else None

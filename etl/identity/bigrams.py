"""Texts that share rare pairs of signs, found by one sparse product instead of comparing all with all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

COMMON = 64  # a pair of signs in more texts than this tells nothing: 技术, 学院
LEAST = 2  # shared rare pairs of signs
PART = 0.4  # of the rare pairs of the text that has fewer
ROWS = 20_000  # texts per product, so that memory stays flat

Ints = NDArray[np.int64]


def alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions (i < j) of texts that share at least two rare pairs of signs and two fifths of those of one."""
    matrix = _matrix(texts)
    sizes = np.diff(matrix.indptr)
    turned = matrix.T.tocsc()
    for low in range(0, len(texts), ROWS):
        shared = (matrix[low : low + ROWS] @ turned).tocoo()
        rows, columns = shared.coords[0] + low, shared.coords[1]
        least = np.maximum(LEAST, PART * np.minimum(sizes[rows], sizes[columns]))
        keep = (rows < columns) & (shared.data >= least)
        yield from zip(rows[keep].tolist(), columns[keep].tolist(), strict=True)


def _matrix(texts: Sequence[str]) -> csr_array:
    """Texts × their rare pairs of signs, as ones."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    signs = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    pairs = signs[:-1] * 0x110000 + signs[1:]
    inside = owner[:-1] == owner[1:]
    keys = np.unique(np.stack((owner[:-1][inside], pairs[inside])), axis=1)
    _, column, count = np.unique(keys[1], return_inverse=True, return_counts=True)
    rare = (count[column] > 1) & (count[column] <= COMMON)
    shape = (len(texts), max(1, len(count)))
    return csr_array((np.ones(int(rare.sum()), dtype=np.int32), (keys[0][rare], column[rare])), shape=shape)

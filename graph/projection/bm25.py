"""An Okapi BM25 index made, and made anew where some texts changed.

The scores are those of Lucene's form, as the library bm25s gives them: idf · tf / (tf + k1 · (1 − b + b · length / mean
length)) with idf = ln(1 + (N − n + ½) / (n + ½)). Every score depends on how many texts there are and how long they
are, so that one new text changes all of them; the index keeps how often each word stands in each text, from which the
scores are worked out anew in one go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.projection.csr import Nodes
from graph.projection.documents import Documents
from graph.projection.kernels import scored
from graph.projection.rows import Cells, Rows
from graph.projection.splice import Ints, Splice
from graph.text.words import words_and_pairs

K1, B = 1.2, 0.6

Texts = Iterable[tuple[int, str]]  # node, text
Tally = tuple[int, Counter[str]]  # node, how often each word stands in its text


def index(texts: Texts) -> Documents:
    """The documents of (node, text) in ascending order of nodes; texts without any word are left out."""
    return of_words((node, words_and_pairs(text)) for node, text in texts)


def of_words(worded: Iterable[tuple[int, Sequence[str]]]) -> Documents:
    """As ``index``, of (node, words)."""
    tallies = _tallied(worded)
    known = {word: at for at, word in enumerate(sorted({word for _, tally in tallies for word in tally}))}
    cells, counts = _cells(tallies, known)
    order = np.lexsort((cells.columns, cells.rows))
    indptr = np.zeros(len(known) + 1, dtype=np.int64)
    np.cumsum(np.bincount(cells.rows, minlength=len(known)), out=indptr[1:])
    rows = Rows(indptr, cells.columns[order].astype(np.int32))
    nodes = np.array([node for node, _ in tallies], dtype=np.int32)
    return _scored(nodes, known, rows, counts[order], _lengths(tallies))


def renewed(documents: Documents, nodes: Splice, without: Ints, texts: Texts) -> Documents:
    """The documents after ``nodes`` are numbered anew: those of the former ids ``without`` (ascending) are left out,
    and the texts of (new id, text) put in, in ascending order; equal to an index made anew.
    """
    tallies = tallied(texts)
    new = np.array([node for node, _ in tallies], dtype=np.int64)
    gone = np.flatnonzero(np.isin(documents.nodes, without))
    if not len(gone) and not tallies:
        numbered = documents.nodes if nodes.idle else nodes.numbers[documents.nodes]
        return replace(documents, nodes=numbered)
    docs = Splice(len(documents), gone, np.searchsorted(documents.nodes, nodes.former(new)[0]))
    flags = np.zeros(len(documents), dtype=bool)
    flags[gone] = True
    out = np.flatnonzero(flags[documents.rows])
    entries, known = _words(documents, out, tallies)
    cells, counts = _cells(tallies, known)
    cells = Cells(cells.rows, docs.came[cells.columns])
    order = np.lexsort((cells.columns, cells.rows))
    cells = Cells(cells.rows[order], cells.columns[order])
    rows, splice = Rows(documents.indptr, documents.rows).spliced((entries, docs), out, cells)
    lengths = docs.column(documents.lengths, _lengths(tallies))
    known_counts = documents.counts if counts.max(initial=0) < 1 << 16 else documents.counts.astype(np.uint32)
    found = splice.column(known_counts, counts[order])
    numbered = docs.column(nodes.numbers[documents.nodes], new)
    return _scored(numbered, known, rows, found, lengths)


def tallied(texts: Texts) -> list[Tally]:
    """How often each word stands in each text; texts without any word are left out."""
    return _tallied((node, words_and_pairs(text)) for node, text in texts)


def _tallied(worded: Iterable[tuple[int, Sequence[str]]]) -> list[Tally]:
    counted = ((node, Counter(said)) for node, said in worded)
    return [(node, tally) for node, tally in counted if tally]


def scores(rows: Rows, counts: NDArray[Any], lengths: NDArray[np.int32]) -> NDArray[np.float32]:
    """The score of every entry, in order. ``counts``: how often the word stands in the text, one per entry;
    ``lengths``: how many words each text has."""
    found = np.empty(len(counts), dtype=np.float32)
    if not len(lengths):
        return found
    frequency = np.diff(rows.indptr)
    idf = np.log(1 + (len(lengths) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    damping = K1 * ((1 - B) + B * lengths / lengths.mean(dtype=np.float64))
    scored(rows.indptr, rows.indices, counts, idf, damping, found)
    return found


def _words(documents: Documents, out: Ints, tallies: Sequence[Tally]) -> tuple[Splice, dict[str, int]]:
    """What becomes of the words when the entries at ``out`` go and ``tallies`` come, and the numbers of all."""
    former = list(documents.vocabulary)
    used = {word for _, tally in tallies for word in tally}
    left = np.diff(documents.indptr) - np.bincount(
        np.searchsorted(documents.indptr, out, side="right") - 1, minlength=len(former)
    )
    gone = [at for at in np.flatnonzero(left == 0).tolist() if former[at] not in used]
    new = sorted(used.difference(documents.vocabulary))
    dropped = {former[at] for at in gone}
    ordered = sorted(chain((word for word in former if word not in dropped), new))
    at = np.searchsorted(np.array(former, dtype=object), np.array(new, dtype=object)) if new else np.empty(0)
    splice = Splice(len(former), np.array(gone, dtype=np.int64), at.astype(np.int64))
    return splice, {word: number for number, word in enumerate(ordered)}


def _cells(tallies: Sequence[Tally], known: dict[str, int]) -> tuple[Cells, Ints]:
    """The cells of tallies by word and place among ``tallies``, not in order, with their counts."""
    sizes = [len(tally) for _, tally in tallies]
    found = [known[word] for _, tally in tallies for word in tally]
    counts = [count for _, tally in tallies for count in tally.values()]
    cells = Cells(np.array(found, dtype=np.int64), np.repeat(np.arange(len(tallies)), sizes))
    return cells, np.array(counts, dtype=np.int64)


def _lengths(tallies: Sequence[Tally]) -> NDArray[np.int32]:
    return np.array([tally.total() for _, tally in tallies], dtype=np.int32)


def _scored(
    nodes: Nodes, known: dict[str, int], rows: Rows, counts: NDArray[Any], lengths: NDArray[np.int32]
) -> Documents:
    narrow = counts.astype(np.uint16 if counts.max(initial=0) < 1 << 16 else np.uint32, copy=False)
    found = scores(rows, narrow, lengths)
    return Documents(nodes, known, rows.indptr, rows.indices, found, narrow, lengths)

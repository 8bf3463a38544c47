"""Fits the weights of ``graph/text/term_weights.toml`` to texts whose keywords are known.

``python -m tools.term_weights TABLE FILE…`` prints a table. Each line of a file is an object with ``abst`` or
``input`` (a text) and ``keyword`` or ``output`` (a list, or words with commas between); a file may be one JSON list.
Lines whose ``label`` is ``"0"`` are left out: their keywords are made up. With ``--but FILE`` before them, so are
texts that begin as one of that file does, which keeps the texts of a measurement out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from graph.text.background import packaged
from graph.text.candidates import candidates
from graph.text.features import NAMES, WIDTHS, features, weights, width
from graph.text.generic import is_generic
from graph.text.segment import fold

RIDGE = 10.0
BEGINS = 60  # characters by which texts are told apart
Floats = NDArray[np.float64]


def main() -> int:
    """Print the fitted table as TOML."""
    arguments = sys.argv[1:]
    but: set[str] = set()
    if "--but" in arguments:
        at = arguments.index("--but")
        but = {_begin(text) for text, _ in documents(Path(arguments[at + 1]), set())}
        del arguments[at : at + 2]
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    name, *files = arguments
    rows = [row for file in files for row in documents(Path(file), but)]
    fitted = fit(*observations(rows, shortest=weights(name).shortest))
    print(f"# {len(rows):,} texts")
    print(toml(fitted))
    return 0


def documents(file: Path, seen: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Texts and their keywords, folded; none that begins as one of ``seen`` does, to which their own are added."""
    for row in _rows(file):
        text = str(row.get("abst") or row.get("abstract") or row.get("input")).removeprefix("摘要：")
        words = row.get("keyword") or row.get("keywords") or row.get("output") or ()
        if row.get("label") != "0" and _begin(text) not in seen:
            seen.add(_begin(text))
            yield text, {fold(word.strip()) for word in (words.split(",") if isinstance(words, str) else words)}


def observations(rows: Iterable[tuple[str, set[str]]], *, shortest: int) -> tuple[Floats, Floats]:
    """A row of features and one-hot width per candidate, and whether it is a keyword."""
    table: list[list[float]] = []
    named: list[float] = []
    for text, words in rows:
        for key, one in candidates(fold(text)).items():
            if len(key) >= shortest and not is_generic(key):
                wide = [float(width(key) == i) for i in range(WIDTHS)]
                table.append([*features(key, one, packaged(), known=False), *wide])
                named.append(float(key in words))
    return np.array(table), np.array(named)


def fit(table: Floats, named: Floats) -> Floats:
    """Bias and weights of a ridge logistic regression; a feature that never varies gets 0."""
    spread = table.std(axis=0)
    spread[spread < 1e-9] = np.inf
    scaled = table / spread

    def loss(w: Floats) -> tuple[float, Floats]:
        z = scaled @ w[1:] + w[0]
        value = (np.logaddexp(0, z) - named * z).sum() + RIDGE * (w[1:] ** 2).sum() / 2
        off = 1 / (1 + np.exp(-z)) - named
        return float(value), np.concatenate([[off.sum()], scaled.T @ off + RIDGE * w[1:]])

    found = minimize(loss, np.zeros(scaled.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return np.concatenate([found[:1], found[1:] / spread])


def toml(fitted: Floats) -> str:
    """The weights as the lines of a table."""
    own, wide = fitted[1 : 1 + len(NAMES)], fitted[1 + len(NAMES) :]
    lines = [f"bias = {fitted[0]:.2f}", f"widths = {[round(float(w), 2) for w in wide]}"]
    return "\n".join([*lines, *(f"features.{n} = {w:.2f}" for n, w in zip(NAMES, own, strict=True) if w)])


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    text = file.read_text(encoding="utf-8")
    if text.startswith("["):
        yield from json.loads(text)
        return
    yield from (json.loads(line) for line in text.splitlines() if line)


def _begin(text: str) -> str:
    return fold(text)[:BEGINS]


if __name__ == "__main__":
    sys.exit(main())

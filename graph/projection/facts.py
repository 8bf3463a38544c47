"""What a projection is built from: plain facts of nodes and edges, wherever they come from."""

from __future__ import annotations

from typing import NamedTuple


class NodeFact(NamedTuple):
    """A node: its most specific kind, its caption, the public texts that retrieval reads ("" when it has none).

    ``names``: what else a term is called; only kinds that texts are linked to have them. ``canonical``: the uid of the
    entity that it is shown as, since somebody decided that the two are one; "" when it is shown as itself.
    """

    uid: str
    kind: str
    caption: str = ""
    fictitious: bool = False
    text: str = ""
    names: tuple[str, ...] = ()
    canonical: str = ""


class EdgeFact(NamedTuple):
    """An edge: ``confidence`` in (0, 1], ``level`` of disclosure.

    It held from ``year`` to ``last``, both −1 when not known; of one thing that happened, only the first is.
    """

    start: str
    relation: str
    end: str
    confidence: float = 1.0
    year: int = -1
    level: int = 0
    last: int = -1

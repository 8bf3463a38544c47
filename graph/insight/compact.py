"""What networkit counts on a net: Leiden communities and core numbers, on one thread, always with the same outcome.

networkit keeps its seed and number of threads for the whole process, so that one question is asked of it at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import triu

from graph.insight.net import Net
from graph.projection.csr import Ints

SEED = 1
ONE = Lock()


def leiden(net: Net, resolution: float) -> NDArray[np.int32]:
    """A community for each node (int32, n, from 0) by weighted modularity: Traag, Waltman & van Eck 2019.

    ``resolution``: γ; nodes are looked at in the order of their numbers.
    """

    def run(library: Any, graph: Any) -> Any:
        made = library.community.ParallelLeiden(graph, gamma=resolution, randomize=False)
        made.run()
        return made.getPartition().getVector()

    return np.unique(_ask(net, run), return_inverse=True)[1].astype(np.int32)


def cores(net: Net) -> Ints:
    """For each node the largest k of a k-core that it is in (int64, n): Batagelj & Zaversnik 2003."""

    def run(library: Any, graph: Any) -> Any:
        return library.centrality.CoreDecomposition(graph).run().scores()

    return np.asarray(_ask(net, run), dtype=np.int64)


def _ask(net: Net, question: Callable[[Any, Any], Any]) -> NDArray[np.float64]:
    import networkit  # noqa: PLC0415 - other questions need not wait for its import

    with ONE:
        networkit.setNumberOfThreads(1)
        networkit.setSeed(SEED, False)
        edges = triu(net.weights).tocoo()
        ends = (edges.row.astype(np.uint64), edges.col.astype(np.uint64))
        graph = networkit.GraphFromCoo((edges.data, ends), n=len(net), weighted=True, directed=False)
        return np.asarray(question(networkit, graph))

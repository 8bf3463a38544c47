"""The ground that answers stand on now: opened once per load version, shared by all threads."""

from __future__ import annotations

from pathlib import Path
from threading import Lock, Thread

from graph.links.evidence import Sources
from graph.links.ground import Ground
from graph.projection.refresh import current, load_version
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary


class Grounds:
    """Grounds over one store, one at a time. ``cache``: where projections are kept. Safe to share among threads."""

    def __init__(self, store: Store, vocabulary: Vocabulary, cache: Path) -> None:
        self.store = store
        self.vocabulary = vocabulary
        self.cache = cache
        self._lock = Lock()
        self._ground: Ground | None = None

    def version(self) -> str:
        """The load version that an answer would stand on now."""
        return load_version(self.store)

    def ground(self) -> Ground:
        """What answers stand on now: opened once per load version.

        While one thread opens a newer version the others go on with the one they have. What chance would give there
        is made ready in the background if it was asked for over the version before.
        """
        version, ground = self.version(), self._ground
        if ground is not None and ground.version == version:
            return ground
        if not self._lock.acquire(blocking=ground is None) and ground is not None:
            return ground
        try:
            if self._ground is None or self._ground.version != version:
                former, projection = self._ground, current(self.store, self.vocabulary, self.cache)
                self._ground = Ground(projection, self.store, Sources.read(self.store))
                if former is not None:
                    Thread(target=self._ground.follow, args=(former,), name="kezhuan-follow", daemon=True).start()
            return self._ground
        finally:
            self._lock.release()

    def warm(self) -> None:
        """Load all that the first match would have to wait for: the graph, the dictionary, the lexicon."""
        self.ground().lexicon.extract("")

"""Fetch archives in parallel through jgo's Maven context and put each in place once its SHA-256 was right."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import requests
from jgo.maven import Artifact, MavenContext, PythonResolver

from graph.errors import StoreError
from graph.store.jars import Jar, is_intact

THREADS = 8
TRIES = 3
CONNECT, READ = 10, 60  # seconds
CHUNK = 1 << 16


class KeptOpenResolver(PythonResolver):
    """jgo's resolver with one connection per thread kept open.

    jgo opens two connections per archive (one for a SHA-1 that we don't need, having our own SHA-256);
    that makes the difference between 38 s and 1 s for the whole of Neo4j.
    """

    def __init__(self) -> None:
        super().__init__()
        self._local = threading.local()

    def download(self, artifact: Artifact) -> Path | None:
        """Write the artifact to its place in the context's cache and return that.

        Raises ``StoreError``: STORE_JAR_GONE when no repository has it, STORE_NO_NETWORK when none answers.
        """
        target = artifact.cached_path
        if target is None:
            raise ValueError("the context has no cache")
        target.parent.mkdir(parents=True, exist_ok=True)
        place = f"{artifact.component.path_prefix.as_posix()}/{artifact.filename}"
        for remote in artifact.context.remote_repos.values():
            if self._save(f"{remote}/{place}", target):
                return target
        raise StoreError("STORE_JAR_GONE", jar=artifact.filename)

    def _save(self, url: str, target: Path) -> bool:
        """Whether the repository has the file; tried again while the fault may pass."""
        why = ""
        for attempt in range(TRIES):
            time.sleep(attempt / 2)
            try:
                with self._session().get(url, stream=True, timeout=(CONNECT, READ)) as response:
                    if response.status_code == requests.codes.ok:
                        _write(response, target)
                        return True
                    if response.status_code == requests.codes.not_found:
                        return False
                    why = f"HTTP {response.status_code}"
            except requests.RequestException as error:
                why = type(error).__name__
        raise StoreError("STORE_NO_NETWORK", jar=target.name, why=why)

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        session: requests.Session = self._local.session
        return session


def fetch_jars(jars: Sequence[Jar], folder: Path, remotes: Mapping[str, str] | None = None) -> Iterator[int]:
    """Fetch ``jars`` into ``folder``; yields how many are in place, after each.

    Raises ``StoreError``: STORE_NO_NETWORK, STORE_JAR_GONE, STORE_JAR_HASH; ``OSError`` when the disk refuses.
    """
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as staging:
        repositories = None if remotes is None else dict(remotes)
        context = MavenContext(KeptOpenResolver(), repo_cache=Path(staging), remote_repos=repositories)
        pool = ThreadPoolExecutor(THREADS)
        try:
            work = [pool.submit(_place, context, jar, folder) for jar in jars]
            for done, finished in enumerate(as_completed(work), start=1):
                finished.result()
                yield done
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def staged(context: MavenContext, jar: Jar) -> Path:
    """The archive in the context's cache, fetched when it is not there."""
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    return component.artifact(jar.classifier, jar.packaging).resolve()


def _place(context: MavenContext, jar: Jar, folder: Path) -> None:
    """Fetch one archive, a second time when the first was not what the lock says, and move it into place."""
    for _ in range(2):
        file = staged(context, jar)
        if is_intact(file, jar):
            file.replace(folder / jar.filename)
            return
        file.unlink()
    raise StoreError("STORE_JAR_HASH", jar=jar.filename)


def _write(response: requests.Response, target: Path) -> None:
    with target.open("wb") as stream:
        for chunk in response.iter_content(CHUNK):
            stream.write(chunk)

"""``python -m graph.store.lock [version]`` rewrites ``jars.lock``: resolves Neo4j, fetches and hashes every archive."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Dependency, MavenContext

from graph.store.fetch import THREADS, KeptOpenResolver, staged
from graph.store.jars import LOCK, Jar

SERIES = "5.26."
ROOTS = (("org.neo4j", "neo4j"), ("org.neo4j.app", "neo4j-server"))
HEAD = "# Neo4j Community {version}: group:artifact:packaging:classifier:version, bytes, SHA-256."


def newest(context: MavenContext) -> str:
    """The newest release of the series that both roots have."""
    return max(set.intersection(*(_releases(context, *root) for root in ROOTS)), key=_order)


def resolve(context: MavenContext, version: str) -> list[Jar]:
    """Every archive that the roots need at run time, fetched and hashed, in order of coordinate."""
    roots = [context.create_dependency(f"{group}:{artifact}:{version}") for group, artifact in ROOTS]
    inputs, rest = context.resolver.resolve(roots)
    found = [_unhashed(dependency) for dependency in (*inputs, *rest)]
    with ThreadPoolExecutor(THREADS) as pool:
        jars = list(pool.map(lambda jar: _hashed(context, jar), found))
    if len({jar.filename for jar in jars}) != len(jars):
        raise ValueError("two archives would share a file name")
    return sorted(jars, key=Jar.line)


def main(arguments: Sequence[str]) -> None:
    """Write the lock next to this file."""
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(resolver=KeptOpenResolver(), repo_cache=Path(folder), timeout=60)
        version = arguments[0] if arguments else newest(context)
        jars = resolve(context, version)
    lines = [HEAD.format(version=version), *(jar.line() for jar in jars)]
    LOCK.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"Neo4j {version}: {len(jars)} archives, {sum(jar.size for jar in jars) / 1e6:.0f} MB")


def _releases(context: MavenContext, group: str, artifact: str) -> set[str]:
    project = context.project(group, artifact)
    project.update()
    return {c.version for c in project.versions() if c.version.startswith(SERIES)}


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _unhashed(dependency: Dependency) -> Jar:
    d = dependency
    return Jar(d.groupId, d.artifactId, d.type, d.classifier, d.version, size=0, sha256="")


def _hashed(context: MavenContext, jar: Jar) -> Jar:
    content = staged(context, jar).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return Jar(jar.group, jar.artifact, jar.packaging, jar.classifier, jar.version, len(content), digest)


if __name__ == "__main__":
    main(sys.argv[1:])

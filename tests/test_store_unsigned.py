"""Signed archives reach Java as copies that differ from them by their signatures alone."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from graph.store.jars import Jar, ensure_jars, unverified
from graph.store.unsigned import MANIFEST, SIGNATURE, copy_of, unsign

MAIN = b"Manifest-Version: 1.0\r\nMulti-Release: true\r\n"
SECTIONS = b"\r\nName: a/A.class\r\nSHA-256-Digest: AAAA\r\n\r\n"
CONTENT = {
    MANIFEST: MAIN + SECTIONS,
    "META-INF/BC.SF": b"Signature-Version: 1.0\r\n",
    "META-INF/BC.rsa": b"\x30",
    "META-INF/SIG-OTHER": b"x",
    "META-INF/services/a.A": b"a.B\n",
    "META-INF/versions/9/a/A.class": b"\xca\xfe\xba\xbe9" * 100,
    "a/A.class": b"\xca\xfe\xba\xbe" * 100,
    "a/KEY.SF": b"no signature: outside META-INF",
}
SIGNATURES = {"META-INF/BC.SF", "META-INF/BC.rsa", "META-INF/SIG-OTHER"}


def packed(names: set[str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (name for name in CONTENT if name in names):
            archive.writestr(name, CONTENT[name])
    return stream.getvalue()


def unpacked(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Jar]:
    """A cache that holds one signed archive, and its line of a lock."""
    content = packed(set(CONTENT))
    jar = Jar("org.neo4j", "neo4j", "jar", "", "5.0", len(content), sha256(content).hexdigest())
    file = tmp_path / "neo4j" / "5.0" / jar.filename
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    return tmp_path, jar


def test_all_but_the_signatures_stays(signed: tuple[Path, Jar]) -> None:
    cache, jar = signed
    (copy,) = ensure_jars(cache, [jar], remotes={})
    assert copy.parent.name == "unsigned"
    expected = {name: content for name, content in CONTENT.items() if name not in SIGNATURES}
    assert unpacked(copy) == expected | {MANIFEST: MAIN + b"\r\n"}
    assert list(unpacked(copy)) == list(expected)  # the manifest first, as Java's readers of streams want it


@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_a_copy_that_is_gone_or_altered_is_made_again(signed: tuple[Path, Jar], harm: str) -> None:
    cache, jar = signed
    (copy,) = ensure_jars(cache, [jar], remotes={})
    right = copy.read_bytes()
    if harm == "gone":
        copy.unlink()
    else:
        copy.write_bytes(right[:-1])
    assert unverified(copy.parents[1], [jar]) == [jar]
    assert ensure_jars(cache, [jar], remotes={}) == [copy]
    assert copy.read_bytes() == right
    assert unverified(copy.parents[1], [jar]) == []


def test_a_copy_of_another_archive_is_not_given_to_java(tmp_path: Path) -> None:
    """One that a former lock named alike was signed, or somebody else put a file there."""
    content = packed(set(CONTENT) - SIGNATURES)
    jar = Jar("org.neo4j", "neo4j", "jar", "", "5.0", len(content), sha256(content).hexdigest())
    file = tmp_path / "neo4j" / "5.0" / jar.filename
    copy_of(file).parent.mkdir(parents=True)
    file.write_bytes(content)
    copy_of(file).write_bytes(packed({MANIFEST}))
    assert ensure_jars(tmp_path, [jar], remotes={}) == [file]


def test_what_is_not_signed_has_no_copy(tmp_path: Path) -> None:
    plain, other = tmp_path / "plain.jar", tmp_path / "other.jar"
    plain.write_bytes(packed(set(CONTENT) - SIGNATURES))
    other.write_text("no archive")
    for file in (plain, other):
        unsign(file)
        assert not copy_of(file).exists()


def test_no_archive_that_java_is_given_is_signed() -> None:
    for file in ensure_jars():
        with zipfile.ZipFile(file) as archive:
            assert [name for name in archive.namelist() if SIGNATURE.fullmatch(name)] == [], file.name

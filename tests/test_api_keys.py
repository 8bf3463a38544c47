"""Keys and cursors: kept for their owner only, of use to nobody else, safe against two processes at once."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from api.cursor import Cursor, CursorSigner
from api.keys import KeyRing
from graph.errors import DisclosureError, InputError, NotFoundError
from graph.ontology import load_vocabulary
from graph.vocabulary import Vocabulary


@pytest.fixture
def ring(tmp_path: Path, vocabulary: Vocabulary) -> KeyRing:
    return KeyRing(tmp_path / "keys.json", vocabulary)


def test_a_key_stands_for_its_role(ring: KeyRing) -> None:
    secret, key = ring.add("matchmaker", note="portal of the city")
    assert ring.caller(secret).role.name == "matchmaker"
    assert ring.caller(secret).key_id == key.id
    kept = ring.keys()
    assert [(k.id, k.note) for k in kept] == [(key.id, "portal of the city")]


def test_no_key_is_anonymous_but_a_wrong_one_is_refused(ring: KeyRing) -> None:
    ring.add("admin")
    assert ring.caller(None).role.name == "anonymous"
    for wrong in ("", " ", "kz_", "密钥", "kz_" + "A" * 43):
        with pytest.raises(DisclosureError, match="KEY_REFUSED"):
            ring.caller(wrong)


def test_the_digest_is_no_key(ring: KeyRing) -> None:
    _, key = ring.add("admin")
    with pytest.raises(DisclosureError):
        ring.caller(key.digest)


def test_secrets_are_long_and_never_alike(ring: KeyRing) -> None:
    secrets = {ring.add("registered")[0] for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) == len("kz_") + 43 for secret in secrets)  # 32 bytes in base64 without padding


def test_the_file_holds_no_secret_and_is_its_owners(ring: KeyRing, tmp_path: Path) -> None:
    secret, _ = ring.add("admin")
    file = tmp_path / "keys.json"
    assert secret not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


def test_faults_are_told(ring: KeyRing, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="ROLE_UNKNOWN"):
        ring.add("emperor")
    with pytest.raises(NotFoundError, match="KEY_UNKNOWN"):
        ring.revoke("12345678")
    (tmp_path / "keys.json").write_text('[{"id": 1')
    with pytest.raises(InputError, match="KEYS_UNREADABLE"):
        ring.caller("kz_x")


def test_a_key_of_a_role_that_is_gone_is_refused(ring: KeyRing, tmp_path: Path) -> None:
    secret, _ = ring.add("registered")
    file = tmp_path / "keys.json"
    file.write_text(file.read_text().replace("registered", "visitor"))
    with pytest.raises(DisclosureError):
        ring.caller(secret)


def _add_some(file: Path) -> None:
    ring = KeyRing(file, load_vocabulary())
    for _ in range(5):
        ring.add("registered")


def test_processes_that_add_at_once_lose_no_key(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_some, args=(file,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(KeyRing(file, load_vocabulary()).keys()) == 3 * 5


def test_a_cursor_says_where_to_go_on(tmp_path: Path) -> None:
    signer = CursorSigner.of(tmp_path / "cursor.secret")
    scope = signer.scope("Patent", [], "title", False, "anonymous")
    for value in ("石墨烯", 3.5, False, ""):
        assert signer.read(signer.write(Cursor(value, "pat:x"), scope), scope) == Cursor(value, "pat:x")


def test_a_cursor_is_of_its_question_role_and_installation(tmp_path: Path) -> None:
    signer = CursorSigner.of(tmp_path / "cursor.secret")
    scope = signer.scope("Patent", [], "title", False, "admin")
    cursor = signer.write(Cursor("a", "pat:x"), scope)
    assert CursorSigner.of(tmp_path / "cursor.secret").read(cursor, scope).uid == "pat:x"
    wrong = [
        (signer, cursor, signer.scope("Patent", [], "title", False, "anonymous")),
        (signer, cursor, signer.scope("Patent", [], "title", True, "admin")),
        (CursorSigner.of(tmp_path / "other.secret"), cursor, scope),
        (signer, cursor[:-1], scope),
        (signer, cursor[:10] + ("B" if cursor[10] == "A" else "A") + cursor[11:], scope),
        (signer, "", scope),
        (signer, "石", scope),
        (signer, "%%%", scope),
    ]
    for who, text, asked in wrong:
        with pytest.raises(InputError, match="CURSOR_INVALID"):
            who.read(text, asked)


def test_the_secret_of_cursors_is_its_owners(tmp_path: Path) -> None:
    CursorSigner.of(tmp_path / "cursor.secret")
    file = tmp_path / "cursor.secret"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_bytes()) == 32

"""API keys: kept as hashes in a file that only its owner can read; each stands for a role."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
from filelock import FileLock

from graph.errors import DisclosureError, InputError, NotFoundError
from graph.vocabulary import Role, Vocabulary

ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: ``digest`` is the SHA-256 of the secret, which itself is nowhere."""

    id: str
    role: str
    digest: str
    note: str
    made: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a role, the id of the key that proved it (empty for the anonymous), and what is noted on the key."""

    role: Role
    key_id: str = ""
    note: str = ""


class KeyRing:
    """The keys of one installation. Every change is written whole, so that a crash leaves the old file or the new."""

    def __init__(self, file: Path, vocabulary: Vocabulary) -> None:
        self._file = file
        self._vocabulary = vocabulary

    def add(self, role: str, *, note: str = "") -> tuple[str, Key]:
        """A new secret (256 bits, shown this once) and its key. Raises ``NotFoundError`` (ROLE_UNKNOWN)."""
        if role not in self._vocabulary.roles:
            raise NotFoundError("ROLE_UNKNOWN", role=role, known=", ".join(self._vocabulary.roles))
        secret = f"kz_{secrets.token_urlsafe(32)}"
        made = datetime.now(UTC).isoformat(timespec="seconds")
        key = Key(secrets.token_hex(4), role, _digest(secret), note, made)
        with self._locked():
            self._write([*self.keys(), key])
        return secret, key

    def keys(self) -> list[Key]:
        """All keys, oldest first. Raises ``InputError`` (KEYS_UNREADABLE) when the file is spoilt."""
        try:
            return [Key(**entry) for entry in orjson.loads(self._file.read_bytes())]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError) as error:
            raise InputError("KEYS_UNREADABLE", path=self._file) from error

    def revoke(self, key_id: str) -> None:
        """Take a key back. Raises ``NotFoundError`` (KEY_UNKNOWN)."""
        with self._locked():
            keys = self.keys()
            left = [key for key in keys if key.id != key_id]
            if len(left) == len(keys):
                raise NotFoundError("KEY_UNKNOWN", id=key_id)
            self._write(left)

    def caller(self, secret: str | None) -> Caller:
        """Who holds ``secret``; ``None`` is anonymous. Raises ``DisclosureError`` (KEY_REFUSED) for an unknown one."""
        if secret is None:
            return Caller(self._vocabulary.roles[ANONYMOUS])
        digest = _digest(secret)
        # Every key is compared, each in constant time: the time taken tells nothing about the keys there are.
        found = [key for key in self.keys() if hmac.compare_digest(key.digest, digest)]
        if not found or found[0].role not in self._vocabulary.roles:
            raise DisclosureError("KEY_REFUSED")
        return Caller(self._vocabulary.roles[found[0].role], found[0].id, found[0].note)

    def _locked(self) -> FileLock:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._file.with_suffix(".lock"))

    def _write(self, keys: list[Key]) -> None:
        write_private(self._file, orjson.dumps([asdict(key) for key in keys], option=orjson.OPT_INDENT_2))


def write_private(file: Path, content: bytes) -> None:
    """Write ``content`` so that only the owner can read it and a crash leaves the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
    fresh.replace(file)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

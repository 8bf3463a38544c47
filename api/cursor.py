"""Keyset cursors: where a page ended, signed, and valid for the same question of the same role only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock

from api.keys import write_private
from graph.errors import InputError

SIGNATURE = 16  # bytes of HMAC-SHA-256 kept


@dataclass(frozen=True, slots=True)
class Cursor:
    """The sort key and uid of the last row of a page."""

    value: Any
    uid: str


class CursorSigner:
    """Signs cursors with a secret of this installation (HMAC-SHA-256, RFC 2104)."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @staticmethod
    def of(file: Path) -> CursorSigner:
        """The signer whose secret lies in ``file``, made when it is not there; of several processes one makes it."""
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(file.with_suffix(".lock")):
                if not file.exists():
                    write_private(file, secrets.token_bytes(32))
        return CursorSigner(file.read_bytes())

    @staticmethod
    def scope(*parts: object) -> str:
        """A digest of everything that a cursor is bound to: kind, filters, order, role."""
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()

    def write(self, cursor: Cursor, scope: str) -> str:
        """The cursor as opaque text."""
        body = orjson.dumps([cursor.value, cursor.uid])
        return base64.urlsafe_b64encode(self._sign(body, scope) + body).decode().rstrip("=")

    def read(self, text: str, scope: str) -> Cursor:
        """The cursor in ``text``. Raises ``InputError`` (CURSOR_INVALID) when altered, cut, or of another question."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError) as error:
            raise InputError("CURSOR_INVALID") from error
        signature, body = raw[:SIGNATURE], raw[SIGNATURE:]
        if not hmac.compare_digest(signature, self._sign(body, scope)):
            raise InputError("CURSOR_INVALID")
        value, uid = orjson.loads(body)
        return Cursor(value, uid)

    def _sign(self, body: bytes, scope: str) -> bytes:
        return hmac.digest(self._secret, scope.encode() + b"\0" + body, "sha256")[:SIGNATURE]

"""Errors as they are sent: ours with code and both languages, GraphQL's own coded, everything else masked."""

from __future__ import annotations

import logging
from typing import Any

from graphql import GraphQLError

from graph.errors import InputError, KezhuanError, StoreError
from graph.words import message

LOG = logging.getLogger("kezhuan.api")

OPEN = frozenset(
    {"STORE_STARTING", "STORE_EMPTY", "AUDIT_FAILED"}
)  # what a caller may know of the store; the rest names hosts, folders
CLOSED = frozenset({"KEYS_UNREADABLE"})

Entry = dict[str, Any]


def told(error: GraphQLError, request: str) -> Entry:
    """An error of an execution or of a document, with its path and place; ``request`` identifies it in the log."""
    entry: Entry = {}
    if error.path:
        entry["path"] = list(error.path)
    if error.locations:
        entry["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        cause = InputError("GRAPHQL_INVALID", why=error.message)
    return coded(cause, request) | entry


def coded(error: BaseException, request: str) -> Entry:
    """An error with its code and its words; of what the caller may not know only that it happened, and where to look.

    Masked are foreign exceptions (INTERNAL) and what names hosts and folders of the server; both are logged in full.
    """
    if not isinstance(error, KezhuanError):
        LOG.error("request %s failed", request, exc_info=error)
        return _entry("INTERNAL", "INTERNAL", request)
    if error.code in CLOSED or (isinstance(error, StoreError) and error.code not in OPEN):
        LOG.error("request %s: %s", request, error)
        return _entry(error.code, "STORE_AWAY" if isinstance(error, StoreError) else "INTERNAL", request)
    words = error.words
    return {"message": words.zh, "extensions": {"code": error.code, "zh": words.zh, "en": words.en}}


def _entry(code: str, text: str, request: str) -> Entry:
    words = message(text, id=request)
    return {"message": words.zh, "extensions": {"code": code, "zh": words.zh, "en": words.en}}

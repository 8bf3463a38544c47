"""Answers as plain JSON-ready data, field names as in GraphQL."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from graph.links.model import Factor


def plain(value: Any) -> Any:
    """``value`` with dataclasses as camelCase dictionaries and tuples as lists; a factor tells its contribution."""
    if is_dataclass(value) and not isinstance(value, type):
        body = {camel(f.name): plain(getattr(value, f.name)) for f in fields(value)}
        return body | {"contribution": value.contribution} if isinstance(value, Factor) else body
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def camel(name: str) -> str:
    """``snake_case`` as ``camelCase``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)

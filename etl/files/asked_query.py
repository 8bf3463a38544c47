"""A SQL query that a source asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Query:
    """A query whose rows are to be loaded under ``name``.

    The database is named by ``url_env``, an environment variable that holds a SQLAlchemy URL, or by ``database``, such
    a URL without a password; ``sqlite:///relative.db`` is looked for in ``folder``.
    """

    text: str
    name: str
    url_env: str = ""
    database: str = ""
    folder: Path = Path()

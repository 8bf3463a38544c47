"""All settings, read from the environment once and passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from graph import ontology
from graph.errors import InputError
from graph.words import Lang

CHECKOUT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and who asks. Build it with ``from_environment``; every field has an environment variable.

    ``home`` holds all that is kept: the embedded store, projections, keys, audit. In a checkout it is ``var/``,
    otherwise the user's data folder. ``neo4j_uri`` set means a served store and no embedded one.
    """

    home: Path  # KEZHUAN_HOME
    cache: Path  # KEZHUAN_CACHE: Java archives of the store, shared by checkouts
    ontology: Path = ontology.DEFAULT  # KEZHUAN_ONTOLOGY
    host: str = "127.0.0.1"  # KEZHUAN_HOST
    port: int = 8765  # KEZHUAN_PORT
    lang: Lang = "zh"  # KEZHUAN_LANG
    role: str = "anonymous"  # KEZHUAN_ROLE: as whom the command line answers
    heap: str = "1g"  # KEZHUAN_HEAP: Java heap of the embedded store
    data: Path = CHECKOUT.parent / "shared" / "data"  # KEZHUAN_DATA: openly licensed data that rankings are measured on
    maven: str | None = None  # KEZHUAN_MAVEN: Maven repository to fetch the Java archives from, a mirror say
    neo4j_uri: str | None = None  # NEO4J_URI
    neo4j_user: str = "neo4j"  # NEO4J_USER
    neo4j_password: str = field(default="", repr=False)  # NEO4J_PASSWORD, or NEO4J_PASSWORD_FILE
    neo4j_database: str = "neo4j"  # NEO4J_DATABASE

    @property
    def store_folder(self) -> Path:
        """The embedded store's own folder."""
        return self.home / "store"

    @property
    def projections(self) -> Path:
        """Where projections of load versions are kept."""
        return self.home / "projections"

    @property
    def loads(self) -> Path:
        """Undo logs of loads, and what running ones have on disk."""
        return self.home / "loads"

    @property
    def keys_file(self) -> Path:
        """API keys, hashed."""
        return self.home / "keys.json"

    @property
    def audit_file(self) -> Path:
        """The append-only record of operations."""
        return self.home / "audit.jsonl"

    @staticmethod
    def from_environment(environ: Mapping[str, str]) -> Settings:
        """Settings from ``KEZHUAN_*`` and ``NEO4J_*``. Raises ``InputError`` (SETTING_INVALID) for a wrong value."""
        return Settings(
            home=Path(environ.get("KEZHUAN_HOME") or _default_home()).absolute(),
            cache=Path(environ.get("KEZHUAN_CACHE") or user_cache_path("kezhuan")).absolute(),
            ontology=Path(environ.get("KEZHUAN_ONTOLOGY") or ontology.DEFAULT).absolute(),
            host=environ.get("KEZHUAN_HOST", "127.0.0.1"),
            port=_port(environ.get("KEZHUAN_PORT", "8765")),
            lang=_lang(environ.get("KEZHUAN_LANG", "zh")),
            role=environ.get("KEZHUAN_ROLE", "anonymous"),
            heap=environ.get("KEZHUAN_HEAP", "1g"),
            data=Path(environ.get("KEZHUAN_DATA") or CHECKOUT.parent / "shared" / "data").absolute(),
            maven=_maven(environ.get("KEZHUAN_MAVEN", "")),
            neo4j_uri=environ.get("NEO4J_URI") or None,
            neo4j_user=environ.get("NEO4J_USER", "neo4j"),
            neo4j_password=_password(environ),
            neo4j_database=environ.get("NEO4J_DATABASE", "neo4j"),
        )


def _default_home() -> Path:
    return CHECKOUT / "var" if (CHECKOUT / "pyproject.toml").is_file() else user_data_path("kezhuan")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise InputError("SETTING_INVALID", name="KEZHUAN_PORT", value=text, expected="0–65535")
    return int(text)


def _maven(text: str) -> str | None:
    if text and not text.startswith(("http://", "https://")):
        raise InputError("SETTING_INVALID", name="KEZHUAN_MAVEN", value=text, expected="http(s)://…")
    return text.rstrip("/") or None


def _lang(text: str) -> Lang:
    if text == "zh":
        return "zh"
    if text == "en":
        return "en"
    raise InputError("SETTING_INVALID", name="KEZHUAN_LANG", value=text, expected="zh, en")


def _password(environ: Mapping[str, str]) -> str:
    """The served store's password, from the environment or from a file (Docker and Kubernetes secrets)."""
    file = environ.get("NEO4J_PASSWORD_FILE")
    if not file:
        return environ.get("NEO4J_PASSWORD", "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError("SETTING_INVALID", name="NEO4J_PASSWORD_FILE", value=file, expected=str(error)) from error

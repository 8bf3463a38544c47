"""User-facing words: one place (``messages.toml``), two languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["zh", "en"]

MESSAGES = Path(__file__).with_name("messages.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """The same text in Chinese and English."""

    zh: str
    en: str

    def text(self, lang: Lang) -> str:
        """The text in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def fill(self, **values: object) -> Words:
        """Both texts with their ``{placeholders}`` filled; a value that is itself ``Words`` is taken per language."""
        return Words(_fill(self.zh, "zh", values), _fill(self.en, "en", values))


def _fill(template: str, lang: Lang, values: Mapping[str, object]) -> str:
    plain = {k: v.text(lang) if isinstance(v, Words) else v for k, v in values.items()}
    return template.format_map(plain)


@cache
def _catalogue() -> dict[str, Words]:
    raw = tomllib.loads(MESSAGES.read_text(encoding="utf-8"))
    return {code: Words(entry["zh"], entry["en"]) for code, entry in raw.items()}


def message(code: str, **values: object) -> Words:
    """The message ``code`` with its placeholders filled. Raises ``KeyError`` for a code or placeholder not declared."""
    return _catalogue()[code].fill(**values)

"""User-facing words: one place (the files of ``messages/``), two languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["zh", "en"]

MESSAGES = Path(__file__).with_name("messages")


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


def catalogue(folder: Path) -> dict[str, Words]:
    """The messages of all ``*.toml`` files of ``folder``, by code: ``zh`` and ``en`` of each, nothing else.

    Raises ``ValueError`` for a code that stands in two files or has other entries, ``OSError`` for a file not readable.
    """
    found: dict[str, Words] = {}
    for file in sorted(folder.glob("*.toml")):
        for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in found or set(entry) != {"zh", "en"}:
                raise ValueError(f"{file.name}: {code} stands in another file too, or isn't zh and en")
            found[code] = Words(**entry)
    return found


@cache
def _messages() -> dict[str, Words]:
    return catalogue(MESSAGES)


def message(code: str, **values: object) -> Words:
    """The message ``code`` with its placeholders filled. Raises ``KeyError`` for a code or placeholder not declared."""
    return _messages()[code].fill(**values)

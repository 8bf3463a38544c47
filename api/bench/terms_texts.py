"""The texts whose keywords ``kezhuan bench terms`` looks for: CSL's papers and KPPatent-ZH's patents."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError

CSL, PATENTS = Path("csl/csl_merged.jsonl"), Path("kppatent_zh/test_data_TAC.json")
PATENT = re.compile(r"标题：(?P<title>.*?)\n摘要：(?P<abstract>.*?)\n权利声明：", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Titled:
    """A text that begins with a title of ``heading`` characters, and the keywords that it was given, plain."""

    text: str
    heading: int
    keywords: frozenset[str]


def papers(data: Path) -> list[Titled]:
    """Titles, abstracts and authors' keywords of CSL (Li et al. 2022, https://aclanthology.org/2022.coling-1.344/).

    Raises ``InputError`` (BENCH_TERMS_DATA) when the folder ``data`` lacks them.
    """
    rows = (json.loads(line) for line in _read(data / CSL).splitlines())
    return [_titled(row["title"], row["abstract"], row["keywords"]) for row in rows]


def patents(data: Path) -> list[Titled]:
    """Titles, abstracts and key words of KPPatent-ZH's test patents.

    Raises ``InputError`` (BENCH_TERMS_DATA) when the folder ``data`` lacks them.
    """
    rows = json.loads(_read(data / PATENTS))
    parts = ((PATENT.match(row["input"]), row["output"].split(",")) for row in rows)
    return [_titled(match["title"], match["abstract"], words) for match, words in parts if match]


def plain(word: str) -> str:
    """A keyword as it is compared: NFKC, case folded, spaces as one; nothing is stemmed."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def _titled(title: str, abstract: str, words: Iterable[str]) -> Titled:
    keywords = frozenset(filter(None, map(plain, words)))
    return Titled(f"{title}。{abstract}", len(title), keywords)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("BENCH_TERMS_DATA", file=file) from error

"""The openly licensed data that rankings are measured on, as they lie in the folder of the data."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError

PAPERS = Path("csl/csl_merged.jsonl")
PATENTS = Path("kppatent_zh/test_data_TAC.json")
ABSTRACTS = Path("kppatent_zh/data_A.json")
GRANTS = Path("nsfc_grants/natural-2017-09-26.csv.zip")
PARTS = re.compile(r"标题：(?P<title>.*?)\n摘要：(?P<abstract>.*?)\n权利声明：(?P<claims>.*)$", re.DOTALL)
HEADING = "摘要："
YEAR = slice(0, 4)  # of 2018.01-2020.12


@dataclass(frozen=True, slots=True)
class Paper:
    """A journal paper; ``development``: of the half that defaults may be chosen on."""

    title: str
    keywords: tuple[str, ...]
    abstract: str
    development: bool


@dataclass(frozen=True, slots=True)
class Patent:
    """A patent; ``claims`` and ``title`` are "" where the source has none."""

    title: str
    abstract: str
    claims: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant: who leads it, at which institution, from which year on; ``started``: as the graph has dates."""

    number: str
    title: str
    institution: str
    leader: str
    started: str

    @property
    def year(self) -> int:
        """The year in which it begins."""
        return int(self.started[YEAR])


def papers(data: Path) -> list[Paper]:
    """CSL (Li et al. 2022, https://aclanthology.org/2022.coling-1.344/; Apache-2.0): 2,000 papers.

    Its own development half is for development. Raises ``InputError`` (EVALUATE_DATA).
    """
    rows = (json.loads(line) for line in _read(data / PAPERS).decode("utf-8").splitlines())
    return [Paper(r["title"], tuple(r["keywords"]), r["abstract"], r["split"] == "dev") for r in rows]


def patents(data: Path) -> list[Patent]:
    """KPPatent-ZH (https://github.com/tanggongbo/KPPatent-ZH; MIT): 696 patents with claims, 3,024 abstracts of others.

    Its key words are not read: they were named with the claims in sight. Raises ``InputError`` (EVALUATE_DATA).
    """
    whole = (PARTS.match(row["input"]) for row in json.loads(_read(data / PATENTS)))
    found = [Patent(m["title"].strip(), m["abstract"].strip(), m["claims"].strip()) for m in whole if m]
    others = (row["input"].removeprefix(HEADING).strip() for row in json.loads(_read(data / ABSTRACTS)))
    return found + [Patent("", abstract, "") for abstract in others]


def grants(data: Path) -> list[Grant]:
    """Grants of the NSFC's management sciences, 1992–2018 (https://github.com/Tsai1993/Fund; MPL-2.0), each once.

    Raises ``InputError`` (EVALUATE_DATA) when the folder ``data`` lacks them.
    """
    return list({grant.number: grant for grant in map(_grant, _rows(data / GRANTS))}.values())


def _grant(row: dict[str, str]) -> Grant:
    started = row["起止年月"].split("-")[0].replace(".", "-")
    names = (row["依托单位"], row["负责人"])
    institution, leader = ("".join(name.split()) for name in names)
    return Grant(row["项目批准号"], " ".join(row["项目名称"].split()), institution, leader, started)


def _rows(archive: Path) -> Iterator[dict[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(_read(archive))) as opened:
            text = opened.read(archive.name.removesuffix(".zip")).decode("utf-8")
    except (zipfile.BadZipFile, KeyError) as error:
        raise InputError("EVALUATE_DATA", file=archive) from error
    return csv.DictReader(io.StringIO(text))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("EVALUATE_DATA", file=file) from error

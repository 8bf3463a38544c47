"""The sample data: what it promises, that its columns are understood, that every reference finds something, that it is
reproducible, and that nothing invented touches a real person or body."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tomllib
from collections import Counter, deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from examples.make_examples import make
from examples.making.credit_code import credit_code
from graph.ontology import load_vocabulary
from graph.vocabulary import Label, Link, Property

EXAMPLES = Path(__file__).parent.parent / "examples"
PROVINCE = EXAMPLES / "province"
OPEN_DATA = EXAMPLES.parent.parent / "shared" / "data"
INVENTED = ("示例", "虚构")
VOCABULARY = load_vocabulary()
Row = dict[str, list[str]]


@cache
def manifest() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    raw = tomllib.loads((PROVINCE / "sources.toml").read_text(encoding="utf-8"))
    return [(source, file) for source in raw["source"] for file in source["file"]]


def base(label: str) -> str:
    return VOCABULARY.chain(label)[-1]


def parts_of(label: Label) -> list[Property | Link]:
    return [*label.properties.values(), *label.links.values()]


def headings(label: Label) -> dict[str, str]:
    """Every heading that the vocabulary understands for a kind → its property or link."""
    found = {"uid": "uid"}
    for part in parts_of(label):
        found |= dict.fromkeys((part.words.zh, part.words.en, *part.headers, part.name), part.name)
    return found


def raw_rows(file: dict[str, Any]) -> Iterator[dict[str, Any]]:
    content = (PROVINCE / file["path"]).read_bytes()
    content = gzip.decompress(content) if file["path"].endswith(".gz") else content
    form = file["path"].removesuffix(".gz").rpartition(".")[2]
    if form == "xlsx":
        head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        yield from (dict(zip(map(str, head), row, strict=True)) for row in rows)
    elif form == "jsonl":
        yield from map(json.loads, content.decode("utf-8").splitlines())
    else:
        text = content.decode("gb18030" if file["path"] == "managers.csv" else "utf-8")
        yield from csv.DictReader(io.StringIO(text, newline=""), delimiter={"csv": ",", "tsv": "\t"}[form])


@cache
def rows(path: str) -> list[Row]:
    """The rows of a file by property or link, cells split; fails on a heading that nobody understands."""
    file = next(file for _, file in manifest() if file["path"] == path)
    label = VOCABULARY.label(file["kind"])
    known = {**headings(label), **file.get("columns", {})}
    found = []
    for raw in raw_rows(file):
        row = {known[name]: split(label, known[name], cell) for name, cell in raw.items() if known[name]}
        found.append({name: cells for name, cells in row.items() if cells})
    return found


def split(label: Label, name: str, cell: object) -> list[str]:
    many = name in label.links or (name in label.properties and label.properties[name].type == "strings")
    if isinstance(cell, list):
        return cell
    return [part for part in (str(cell).split("；") if many else [str(cell)]) if part]


@cache
def names() -> dict[str, set[str]]:
    """For each kind everything by which one of its entities can be referred to."""
    found: dict[str, set[str]] = {}
    for _, file in manifest():
        label = VOCABULARY.label(file["kind"])
        known = found.setdefault(base(label.name), set())
        for row in rows(file["path"]):
            known.update(text for part in label.refer_by for text in row.get(part, ()))
    return found


def test_every_file_exists_and_keeps_its_promise() -> None:
    assert {file["path"] for _, file in manifest()} | {"sources.toml"} == {p.name for p in PROVINCE.iterdir()}
    for _, file in manifest():
        assert sum(1 for _ in raw_rows(file)) == file["minimum"], file["path"]


def test_counts() -> None:
    counts = Counter({file["path"]: file["minimum"] for _, file in manifest()})
    assert counts["schools.csv"] == 2631
    assert counts["grants.csv.gz"] == 17926
    assert counts["patents.csv.gz"] == 696
    assert counts["papers.jsonl.gz"] == 2000
    assert counts["laws.jsonl.gz"] == 176
    assert counts["industries.csv"] == 20 + 97
    assert counts["enterprises.xlsx"] >= 40
    assert counts["demands.xlsx"] >= 70
    assert counts["cases.xlsx"] >= 25
    assert counts["managers.csv"] >= 12


@pytest.mark.parametrize("path", [file["path"] for _, file in manifest()])
def test_required_columns_are_filled(path: str) -> None:
    label = VOCABULARY.label(next(file["kind"] for _, file in manifest() if file["path"] == path))
    needed = [part.name for part in parts_of(label) if part.required]
    assert [row for row in rows(path) if not all(name in row for name in needed)] == []


@pytest.mark.parametrize("path", [file["path"] for _, file in manifest()])
def test_references_resolve(path: str) -> None:
    label = VOCABULARY.label(next(file["kind"] for _, file in manifest() if file["path"] == path))
    lost = {
        (link.name, text)
        for row in rows(path)
        for link in label.links.values()
        for text in row.get(link.name, ())
        if text not in names()[base(link.target)]
    }
    assert lost == set()


def test_people_are_known_at_their_organization() -> None:
    people = {(r["name"][0], r["organization"][0]) for p in ("researchers.csv.gz", "inventors.csv") for r in rows(p)}
    grants = {(r["completers"][0], r["organizations"][0]) for r in rows("grants.csv.gz")}
    rights = {(name, r["applicants"][0]) for r in rows("patent_rights.csv") for name in r["inventors"]}
    achievements = {(name, r["organizations"][0]) for r in rows("achievements.csv") for name in r["completers"]}
    assert (grants | rights | achievements) - people == set()


def test_rights_point_to_the_real_patents() -> None:
    titles = {f"pat:source_id:kppatent/{r['source_id'][0]}": r["title"] for r in rows("patents.csv.gz")}
    assert [r["uid"] for r in rows("patent_rights.csv") if titles[r["uid"][0]] != r["title"]] == []


def test_nothing_invented_touches_a_real_person_or_body() -> None:
    bodies = {"Organization", "Researcher", "TechnologyManager"}
    for source, file in manifest():
        label = VOCABULARY.label(file["kind"])
        parts = [link.name for link in label.links.values() if base(link.target) in bodies]
        parts += ["name"] if base(label.name) in bodies else []
        named = [text for row in rows(file["path"]) for part in parts for text in row.get(part, ())]
        assert all(text.startswith(INVENTED) == source["fictitious"] for text in named), file["path"]


def test_a_case_does_not_tell_who_posted_an_anonymous_demand() -> None:
    hidden = {r["source_id"][0] for r in rows("demands.xlsx") if r["anonymous"] == ["是"]}
    answered = {number for r in rows("cases.xlsx") for number in r.get("demands", ())}
    assert len(hidden) >= 5
    assert hidden & answered == set()


def test_partners_are_several_steps_apart() -> None:
    """There are enterprises that only a chain of three or four ties connects."""
    ties: dict[str, set[str]] = {}
    for path in ("institutes.csv", "enterprises.xlsx"):
        for row in rows(path):
            for other in (*row.get("partners", ()), *row.get("invests_in", ()), *row.get("parent", ())):
                ties.setdefault(row["name"][0], set()).add(other)
                ties.setdefault(other, set()).add(row["name"][0])
    apart = Counter(steps for start in ties for steps in distances(ties, start).values())
    assert apart[3] >= 100
    assert apart[4] >= 100


def distances(ties: dict[str, set[str]], start: str) -> dict[str, int]:
    found, queue = {start: 0}, deque([start])
    while queue:
        at = queue.popleft()
        for other in ties[at] - found.keys():
            found[other] = found[at] + 1
            queue.append(other)
    return found


def test_gold_names_every_demand_once_and_only_what_exists() -> None:
    gold = [json.loads(line) for line in (EXAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    known = {f"pat:source_id:kppatent/{r['source_id'][0]}" for r in rows("patents.csv.gz")}
    known |= {f"ach:source_id:csl/{r['source_id'][0]}" for r in rows("papers.jsonl.gz")}
    known |= {f"ach:source_id:demo/{r['source_id'][0]}" for r in rows("achievements.csv")}
    demands = [f"dem:source_id:demo/{r['source_id'][0]}" for r in rows("demands.xlsx")]
    assert [entry["demand"] for entry in gold] == demands
    named = {uid for entry in gold for part in ("targets", "partial", "related") for uid in entry[part]}
    assert named - known == set()
    assert sum(not entry["targets"] for entry in gold) == 8
    assert sum(bool(entry["twist"]) for entry in gold) >= len(gold) / 2


def test_demands_are_of_many_industries_and_two_kinds_of_core_values() -> None:
    demands = rows("demands.xlsx")
    assert len({code for row in demands for code in row["industry"]}) >= 10
    assert all(row["budget_band"] and float(row["budget"][0]) > 0 for row in demands)


def test_credit_codes_have_right_check_digits_and_no_region() -> None:
    # GB 32100-2015: 31 − Σ(value · 3^(i−1) mod 31) mod 31; position 3–8 is the region.
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = credit_code(1)
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    assert alphabet[(31 - total % 31) % 31] == code[17]
    assert code[2:8] == "000000"
    assert code in {row["uscc"][0] for row in rows("enterprises.xlsx") if "uscc" in row}


def test_size() -> None:
    assert sum(path.stat().st_size for path in PROVINCE.iterdir()) < 8 * 1024 * 1024


@pytest.mark.skipif(not OPEN_DATA.is_dir(), reason="the open data is not beside this checkout")
def test_made_again_the_files_are_the_same(tmp_path: Path) -> None:
    for path in make(OPEN_DATA, tmp_path):
        assert path.read_bytes() == (EXAMPLES / path.relative_to(tmp_path)).read_bytes(), path.name

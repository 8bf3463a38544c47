"""Made variants of real names of organizations, as other offices write them, with the truth about which is whose."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from opencc import OpenCC

from etl.identity.fold import folded
from etl.identity.orgname import OrgName, parse
from etl.identity.places import bare, gazetteer

PROVINCE = Path(__file__).parents[1] / "examples" / "province"
COMPANIES = Path(__file__).parent / "goldens" / "company_names.txt"
TRADITIONAL = OpenCC("s2t")
FORMS = ("股份有限公司", "有限责任公司", "有限公司")
SLIPS = 0.02  # of names have two signs exchanged, and as many lack one

Row = dict[str, object]
Variant = Callable[[str, OrgName, random.Random], str | None]


@dataclass(frozen=True)
class Sample:
    """``rows`` for ``find_duplicates``; ``truth``: the pairs of uids that are one organization; how each was made."""

    rows: list[Row]
    truth: set[tuple[str, str]]
    made: dict[str, str]


# Pairs of grant units that are one institute: the list has them under an older and a newer name, or written short.
SAME = ("中国科学院科技政策与管理研究所", "中国农业科学院农业自然资源和农业区划所")


def real_names() -> list[str]:
    """Schools, grant units and companies, each once: a company that became one of shares is no other company."""
    schools = [row["学校名称"] for row in _read("schools.csv")]
    units = [row["单位名称"] for row in _read("grant_units.csv")]
    companies = COMPANIES.read_text(encoding="utf-8").splitlines()
    names = [name for name in (*schools, *units, *companies) if name and not name.startswith("#")]
    distinct = {folded(name).replace("股份", "").replace("责任", "").replace("校区", ""): name for name in names}
    return [name for name in distinct.values() if name not in SAME]


def sample(names: Sequence[str], *, seed: int, part: float = 0.5) -> Sample:
    """All ``names``, one variant each for a ``part`` of them, and branches of some, which are not the same."""
    chance = random.Random(seed)
    rows: list[Row] = []
    truth: set[tuple[str, str]] = set()
    made: dict[str, str] = {}
    for at, name in enumerate(names):
        parsed, uid = parse(name), f"a{at:06d}"
        region = next(iter(sorted(parsed.regions)), None)
        rows.append({"uid": uid, "name": name, "region": _code(region) if chance.random() < 0.6 else None})
        if chance.random() < part:
            kind, text = _variant(name, parsed, chance)
            rows.append({"uid": f"b{at:06d}", "name": text, "region": _code(region) if chance.random() < 0.6 else None})
            truth.add((uid, f"b{at:06d}"))
            made[f"b{at:06d}"] = kind
        if chance.random() < 0.1:
            rows.append({"uid": f"c{at:06d}", "name": _branch(name, parsed, chance)})
            made[f"c{at:06d}"] = "branch"
    chance.shuffle(rows)
    return Sample(rows, truth, made)


def _variant(name: str, parsed: OrgName, chance: random.Random) -> tuple[str, str]:
    """One of the ways in which ``name`` can be written otherwise, chosen among those that change it."""
    drawn = chance.random()
    if drawn < 2 * SLIPS:
        slip = swapped if drawn < SLIPS else dropped
        return slip.__name__, slip(name, parsed, chance)
    found = {make.__name__: make(name, parsed, chance) for make, _ in WAYS}
    kinds = [make.__name__ for make, weight in WAYS for _ in range(weight) if found[make.__name__] not in (None, name)]
    kind = chance.choice(kinds)
    return kind, str(found[kind])


def wide(name: str, _: OrgName, chance: random.Random) -> str:
    """Full-width brackets and letters, a space within."""
    at = chance.randrange(1, len(name))
    text = "".join(chr(ord(c) + 0xFEE0) if "!" < c <= "~" else c for c in name)
    return f"{text[:at]} {text[at:]}"


def traditional(name: str, _: OrgName, __: random.Random) -> str:
    return str(TRADITIONAL.convert(name))


def limited(name: str, _: OrgName, __: random.Random) -> str | None:
    if "股份" in name:
        return name.replace("股份有限公司", "有限公司")
    if name.endswith("有限责任公司"):
        return name.replace("有限责任公司", "有限公司")
    return name.replace("有限公司", "有限责任公司") if name.endswith("有限公司") else None


def place_in_brackets(name: str, parsed: OrgName, __: random.Random) -> str | None:
    """青岛海信网络科技有限公司 → 海信网络科技(青岛)有限公司."""
    place = gazetteer().leading(name)
    if not (place and parsed.kind == "company" and parsed.distinctive and "公司" in name) or parsed.bracketed:
        return None
    rest, form = name.removeprefix(place), next((f for f in FORMS if name.endswith(f)), None)
    if form is None or gazetteer().leading(rest):
        return None
    return f"{rest.removesuffix(form)}（{bare(place)}）{form}"


def place_with_town(name: str, parsed: OrgName, __: random.Random) -> str | None:
    """青岛 → 青岛市, 四川省 → 四川, in the names where that changes nothing else."""
    place = gazetteer().leading(name)
    if not place or parsed.kind == "university" or (parsed.kind == "company" and not parsed.regions):
        return None
    if place != bare(place):
        return bare(place) + name.removeprefix(place)
    full = place + "市"
    return full + name.removeprefix(place) if full in gazetteer().names and parsed.kind == "company" else None


def short_academy(name: str, _: OrgName, __: random.Random) -> str | None:
    for long, short in (
        ("中国科学院", "中科院"),
        ("社会科学院", "社科院"),
        ("农业科学院", "农科院"),
        ("中国人民解放军", "解放军"),
    ):
        if long in name and not name.endswith(long):
            return name.replace(long, short).replace("研究所", "所")
    return None


def figures(name: str, _: OrgName, __: random.Random) -> str | None:
    """第三十八 → 第38."""
    from etl.identity.numerals import arabic

    text = arabic(name)
    return text if text != name else None


def swapped(name: str, _: OrgName, chance: random.Random) -> str:
    """Two neighbours exchanged."""
    at = chance.randrange(1, len(name))
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def dropped(name: str, _: OrgName, chance: random.Random) -> str:
    """A sign left out."""
    at = chance.randrange(0, len(name))
    return name[:at] + name[at + 1 :]


def without_place(name: str, parsed: OrgName, _: random.Random) -> str | None:
    """青岛海信网络科技有限公司 → 海信网络科技有限公司."""
    place = gazetteer().leading(name)
    return name.removeprefix(place) if place and parsed.kind == "company" and parsed.distinctive else None


WAYS: tuple[tuple[Variant, int], ...] = (
    (wide, 8),
    (traditional, 6),
    (limited, 8),
    (place_in_brackets, 6),
    (place_with_town, 6),
    (short_academy, 8),
    (figures, 8),
    (without_place, 2),
)


def _branch(name: str, parsed: OrgName, chance: random.Random) -> str:
    """An organization of its own that is named after another."""
    if parsed.kind == "company":
        return name + chance.choice(("深圳分公司", "第一分公司", "研究院", "上海研发中心"))
    if parsed.kind == "university":
        return name + chance.choice(
            ("深圳研究院", "研究生院", "附属第一医院", "附属第二医院", "国家大学科技园有限公司")
        )
    return name + chance.choice(("南京分院", "第二研究所", "工会"))


def _code(region: str | None) -> str | None:
    return None if region is None else region.ljust(6, "0")


def _read(name: str) -> Iterator[dict[str, str]]:
    with (PROVINCE / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)

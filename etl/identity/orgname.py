"""Names of organizations taken apart: place, core (字号), trade, legal form, and what unit of a larger one is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.identity.english import english
from etl.identity.fold import CHINESE, folded
from etl.identity.numerals import arabic
from etl.identity.orgwords import OrgWords, orgwords
from etl.identity.places import Codes, bare, gazetteer

BRACKET = re.compile(r"\(([^()]*)\)")
FORMER = re.compile("^(?:原名?|曾用名|前身(?:为|是)?|现名?)")
CAMPUS = re.compile("校区$|校本部$|本部$")
TOWN = re.compile("(?<=[\u3400-\u9fff]{2})(?:省|市)$")
ABSENT: Codes = frozenset()


@dataclass(frozen=True, slots=True)
class OrgName:
    """What a name says. Equal parts of two names are equal texts.

    ``kind`` – company, university, academy, institute, hospital, laboratory, government, other or english; ``regions``
    – codes (see ``places``) that a company's name states, ``bracketed`` when it does so in brackets; ``form`` – a
    company's legal form; ``unit`` – the part of the organization that is meant: a branch, a campus, a department;
    ``numbers`` – ordinals (第三十八研究所 → 38); ``former`` – a name that it says it had.
    """

    text: str
    kind: str
    regions: Codes
    core: str
    trade: str = ""
    form: str = ""
    unit: str = ""
    numbers: tuple[str, ...] = ()
    former: str = ""
    bracketed: bool = False
    distinctive: bool = True

    @property
    def body(self) -> str:
        """Core and trade: what two names of one company share whatever they say of place and legal form."""
        return self.core + self.trade


def parse(name: str) -> OrgName:
    """The parts of ``name``, of which nothing is assumed; an empty one has empty parts."""
    text = folded(name)
    if not CHINESE.search(text):
        return OrgName(text, "english", ABSENT, *english(text))
    words = orgwords()
    text = arabic(words.lengthen(text))
    inner = _Brackets()
    plain = BRACKET.sub(inner.take, text)
    firm = "公司" in plain or words.form(plain) or words.formless(plain)
    made = _company(plain, words, inner) if firm else _other(plain, words, inner)
    return replace(made, numbers=tuple(re.findall(r"\d+", made.core + made.unit)), former=inner.former)


class _Brackets:
    """What stood in a name's brackets: places are lifted out, the rest stays in its place without brackets."""

    def __init__(self) -> None:
        self.places: list[str] = []
        self.former = ""

    def take(self, match: re.Match[str]) -> str:
        said = CAMPUS.sub("", match[1])
        if FORMER.match(said):
            self.former = FORMER.sub("", said)
            return ""
        if (said and gazetteer().leading(said) == said) or said in ("华东", "中国"):
            self.places.append(said)
            return ""
        return said

    @property
    def codes(self) -> Codes:
        return frozenset(code for place in self.places for code in gazetteer().codes(place))


def _company(text: str, words: OrgWords, inner: _Brackets) -> OrgName:
    """A company, or what follows the company's name: its branch, its institute."""
    whole, unit = words.parent(text)
    form = words.form(whole)
    regions, middle = _located(whole.removesuffix(form), words) if not inner.places else (inner.codes, "")
    middle = middle or whole.removesuffix(form)
    core, trade = words.split(middle)
    return OrgName(
        text,
        "company",
        regions,
        core,
        trade,
        words.forms.get(form, ""),
        unit,
        bracketed=bool(inner.places),
        distinctive=bool(trade or len(core) > 3) and not words.ordinary(core),
    )


def _located(middle: str, words: OrgWords) -> tuple[Codes, str]:
    """The innermost of the places that a name begins with, and the rest: 山东省青岛市|海信. A place may be a core.

    A company is named within the area of one registry, so that 四川某 and 德阳某 are two names.
    """
    regions: Codes = ABSENT
    while (place := gazetteer().leading(middle)) and len(middle) - len(place) > 1:
        codes, rest = gazetteer().codes(place), middle[len(place) :]
        if regions:
            codes = frozenset(code for code in codes if any(code.startswith(outer) for outer in regions))
            if not codes or words.ordinary(rest):
                break
        regions, middle = codes, rest
    return regions, middle


def _other(text: str, words: OrgWords, inner: _Brackets) -> OrgName:
    """A university, an institute, an office: its place belongs to its name, but 省 and 市 may be left out of it."""
    place = gazetteer().leading(text)
    short = bare(place) if TOWN.search(place) and len(gazetteer().codes(bare(place))) == 1 else place
    text = short + text[len(place) :]
    kind, core, unit = words.head(text.replace("研究所", "所"))
    unit = CAMPUS.sub("", unit) + "".join(bare(one) for one in inner.places)
    return OrgName(text, kind, gazetteer().codes(place), core, unit=unit)

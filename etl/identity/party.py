"""A row about an organization as the scores see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from etl.identity.fold import folded
from etl.identity.orgname import OrgName, parse
from etl.identity.orgwords import orgwords
from etl.identity.places import Codes, gazetteer, significant

SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?([^/?#:]+)")
CODE = re.compile(r"(?:^|:)(\d{6})$")
LEAST_PHONE = 7  # digits; fewer are an extension


@dataclass(frozen=True, slots=True)
class Party:
    """One organization as it is compared. ``names``: parsed, the name itself first, then aliases and short forms.

    ``regions``: codes that a field states; ``codes``: USCC and organization code by kind; ``former``: uids or folded
    names of what it was before; ``contacts``: website, phone and address by kind, folded, never told; ``people``: who
    is known to belong to it.
    """

    uid: str
    names: tuple[OrgName, ...]
    regions: Codes = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    contacts: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()

    @property
    def name(self) -> OrgName:
        """The name itself."""
        return self.names[0]

    @property
    def places(self) -> Codes:
        """Where it is, as its name says, else as a field says."""
        return self.name.regions or self.regions


def party(row: Mapping[str, object]) -> Party:
    """``row`` (see ``find_duplicates``) with its names parsed. Raises ``KeyError`` when uid or name is missing."""
    name = parse(str(row["name"]))
    spelled = [parse(text) for text in _texts(row.get("aliases"))]
    former = {folded(text) for text in _texts(row.get("former"))}
    return Party(
        uid=str(row["uid"]),
        names=(name, *spelled, *_called(name)),
        regions=places(row.get("region")),
        codes=_codes(row),
        former=frozenset(former | {name.former} - {""} | {text for text in _texts(row.get("former")) if ":" in text}),
        contacts=dict(_contacts(row)),
        people=frozenset(_texts(row.get("people"))),
    )


def places(said: object) -> Codes:
    """The codes of a place told by its code, its uid or its name; none when it is not known."""
    found: set[str] = set()
    for text in _texts(said):
        match = CODE.search(text)
        found |= {significant(match[1])} if match else gazetteer().codes(folded(text.rpartition(":")[2]))
    return frozenset(found)


def _called(name: OrgName) -> Iterator[OrgName]:
    """What a well-known university is called besides."""
    if not name.unit:
        for alias in orgwords().called.get(name.text, ()):
            yield parse(alias)


def _codes(row: Mapping[str, object]) -> dict[str, str]:
    """USCC and organization code; the first holds the second at positions 9 to 17 (GB 32100-2015)."""
    uscc, own = str(row.get("uscc") or ""), str(row.get("org_code") or "")
    if len(uscc) == 18:
        own = own or uscc[8:17]
    return {kind: code for kind, code in (("uscc", uscc), ("org_code", own)) if code}


def _contacts(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    site = SCHEME.match(str(row.get("website") or "").strip().casefold())
    if site:
        yield "website", site[1]
    phone = re.sub(r"\D", "", str(row.get("phone") or ""))
    if len(phone) >= LEAST_PHONE and phone.strip("0"):
        yield "phone", phone
    if row.get("address"):
        yield "address", folded(str(row["address"]))


def _texts(value: object) -> list[str]:
    if value is None or value == "":
        return []
    return [str(text) for text in value if text] if isinstance(value, list | tuple | set | frozenset) else [str(value)]

"""What the heading of a law says about it: title, who issued it, the number of the order, the date of the edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_END = "<!-- INFO END -->"
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_IN_FORCE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\s*施行")
_CONGRESS = re.compile(
    r"([\u4e00-\u9fff]*?)第?[一二三四五六七八九十]+届(全国)?(?:人民代表大会|人大)(常务委员会|常委会)?"
)
_COUNCIL = re.compile(r"(?:中华人民共和国)?国务院令第(\d+)号")
_JOINT = re.compile(r"中央军事?委|国家经济委员会")
_PLACE = re.compile(r"[省市州县区]$")


@dataclass(frozen=True, slots=True)
class Heading:
    """``issuer`` and ``document_no`` are "" where the text does not state them; ``issued`` is an ISO date or ""."""

    title: str
    issuer: str
    document_no: str
    issued: str
    body: str


def read_heading(raw: Mapping[str, Any]) -> Heading:
    """The heading of a law as upstream keeps it (``text``: a Markdown title, notes, a marker, the articles)."""
    head, marker, body = raw["text"].partition(_END)
    first, _, notes = (head if marker else raw["text"]).strip().partition("\n")
    issuer, number = _issuer(notes if marker else "")
    return Heading(first.lstrip("# ").strip(), issuer, number, _issued(notes, raw["date"]), (body or notes).strip())


def _issuer(notes: str) -> tuple[str, str]:
    """Who issued the first edition, and the number of the order where the heading names one only."""
    if _JOINT.search(notes):
        return "", ""
    orders = _COUNCIL.findall(notes)
    if orders:
        return "国务院", f"国务院令第{orders[0]}号" if len(orders) == 1 else ""
    if re.search(r"国务院\s*(发布|批准)", notes):
        return "国务院", ""
    order = re.search(r"国家知识产权局令第\d+号", notes)
    if order:
        return "国家知识产权局", order[0]
    return _congress(notes), ""


def _congress(notes: str) -> str:
    for found in _CONGRESS.finditer(notes):
        place, national, standing = found.groups()
        body = "人民代表大会" + ("常务委员会" if standing else "")
        if national:
            return "全国" + body
        if len(place) > 1 and _PLACE.search(place):
            return place + body
    return ""


def _issued(notes: str, date: str | None) -> str:
    """The date of the edition: the latest that upstream or the heading gives, days of coming into force aside."""
    found = _DATE.findall(_IN_FORCE.sub("", notes))
    return max([date or "", *(f"{year}-{int(month):02d}-{int(day):02d}" for year, month, day in found)])

"""Codes that a list gives in a column of their own beside the name that they belong to: the poster's credit code."""

from __future__ import annotations

import re

from graph.vocabulary import Label

DOT = "."  # between a link and the property that another column gives of what it points to: ``poster.uscc``
WITH_CODE = re.compile(r"(.*\S)\s*[(（]([0-9A-Za-z.\- ]{8,24})[)）]", re.DOTALL)


def companions(label: Label) -> dict[str, tuple[str, ...]]:
    """The targets of columns that give a code of what a link points to, each with the headings it goes by."""
    return {f"{link.name}{DOT}{code}": headings for link in label.links.values() for code, headings in link.also}


def link_of(target: str) -> str:
    """The link that a column's target belongs to."""
    return target.partition(DOT)[0]


def folded(links: dict[str, list[str]]) -> dict[str, list[str]]:
    """``links`` with every code in brackets behind the one name that stands beside it, else as a reference of its own.

    Parameters: references by target of their column; altered.
    """
    for target in [target for target in links if DOT in target]:
        codes, names = links.pop(target), links.get(link_of(target), [])
        one = len(names) == len(codes) == 1
        links[link_of(target)] = [f"{names[0]}({codes[0]})"] if one else [*names, *codes]
    return links


def parted(text: str) -> tuple[str, str] | None:
    """The name and the code of a reference that gives both, as in 某某有限公司（91430200184280958H）; else None."""
    match = WITH_CODE.fullmatch(text)
    return None if match is None else (match[1], match[2])

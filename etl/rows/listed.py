"""Values of coded properties: to what the code list stores, and warnings for those that no list has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph.codelists.check import codelist_check, first, nearest
from graph.codelists.model import CodeList
from graph.errors import InputError
from graph.vocabulary import Label, Level, Property


def listed(prop: Property) -> Callable[[str], str]:
    """From any spelling of an item of ``prop.codes`` to what is stored; other values as they are.

    Of a strict list the returned function raises ``InputError`` (CODE_UNKNOWN) for a value that is not in it, unless
    the property has a named check, which then has the last word.
    """
    if prop.codes is None:
        return str
    check = _check(prop, prop.codes)
    if prop.codes.strict and prop.check is None:
        return check

    def kept(text: str) -> str:
        try:
            return check(text)
        except InputError:
            return text

    return kept


def unlisted(label: Label) -> Callable[[Mapping[str, Any]], Iterator[tuple[Property, str, InputError]]]:
    """What finds, in the properties of a record, the values that were kept though their list has no such item."""
    checks = [(p, _check(p, p.codes)) for p in label.properties.values() if p.codes is not None and p.check is None]

    def find(properties: Mapping[str, Any]) -> Iterator[tuple[Property, str, InputError]]:
        for prop, check in checks:
            value = properties.get(prop.name, [])
            for text in value if isinstance(value, list) else [value]:
                try:
                    check(str(text))
                except InputError as error:
                    yield prop, str(text), error

    return find


def _check(prop: Property, codes: CodeList) -> Callable[[str], str]:
    # Which items are near would tell something of a value that may not be shown.
    return codelist_check(codes, nearest if prop.level < Level.CORE else first)

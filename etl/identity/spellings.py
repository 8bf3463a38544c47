"""What a reference's text may be: a value of which property, in which spelling, and whether it can name an entity."""

from __future__ import annotations

from collections.abc import Iterator

from etl.rows.codes import CHECKS
from graph.errors import InputError
from graph.vocabulary import Label


def spellings(text: str, label: Label, wrong: list[InputError]) -> Iterator[tuple[str, str]]:
    """The ``refer_by`` properties that ``text`` may be a value of, with it; wrong check digits go to ``wrong``."""
    for prop in label.refer_by:
        check = CHECKS.get(label.properties[prop].check or "")
        try:
            yield prop, check(text) if check else text
        except InputError as error:
            if error.code.endswith("_DIGIT"):
                wrong.append(error)


def named_code(text: str, label: Label) -> str | InputError | None:
    """``text`` where it is a checked code by which ``label`` is referred to; what is wrong with its check digit; None
    where it is no code."""
    wrong: list[InputError] = []
    checked = any(label.properties[prop].check for prop, _ in spellings(text, label, wrong))
    return text if checked else (wrong[0] if wrong else None)


def needs_owner(label: Label, prop: str) -> bool:
    """Whether something else must tell an entity from others with the same ``prop`` (a researcher's employer)."""
    return label.refer_within is not None and (prop,) not in label.keys


def keyable(label: Label, prop: str, value: str) -> bool:
    """Whether an unknown ``value`` may become a stub: a code list takes codes only, never an unknown name as a code."""
    code_list = label.keys == ((prop,),) and prop != label.caption
    return not code_list or (value.isascii() and " " not in value)

"""Metapaths read as sentences of kinds."""

from __future__ import annotations

import re

from graph.links.metapath import Metapath
from graph.links.sentences import path_sentence
from graph.vocabulary import ENTITY, Vocabulary
from graph.words import Words

PLACE = re.compile(r"[“《\"]?\{([ab])\}[”》\"]?")  # a kind is no name, so that it stands without the marks of one
SHORT = {"zh": 2, "en": 3}  # signs from which on equal text beside a kind says the same twice
CLASS = "类"  # the one noun of a single sign that stands behind a name


def caption(metapath: Metapath, vocabulary: Vocabulary) -> Words:
    """A metapath read as sentences of kinds."""
    names = [vocabulary.label(kind).words if kind != ENTITY else Words(kind, kind) for kind in metapath.kinds]
    steps = []
    for (relation, forward), near, far in zip(metapath.steps, names[:-1], names[1:], strict=True):
        known = vocabulary.relation(relation)
        form = known.forward if forward else known.backward
        zh = _filled(form.zh, {"a": near.zh, "b": far.zh}, "zh")
        steps.append(Words(zh, _filled(form.en, {"a": near.en, "b": far.en}, "en")))
    return path_sentence(steps)


def _filled(form: str, names: dict[str, str], lang: str) -> str:
    """``form`` with the names of kinds in its places, and without what it says of them already."""
    text, rest = "", form
    while found := PLACE.search(rest):
        name, before, rest = names[found[1]], rest[: found.start()], rest[found.end() :]
        sign = " " if lang == "en" else ""
        ahead = _shared(before.rstrip(), name, SHORT[lang], ending=True)
        behind = _shared(rest.lstrip(), name, SHORT[lang], ending=False)
        text += before.rstrip()[: -ahead or None].rstrip() + sign if ahead else before
        rest = rest.lstrip()[behind:] if behind else rest
        text += name
    return text + rest


def _shared(text: str, name: str, least: int, *, ending: bool) -> int:
    """How many signs at the end (or the beginning) of ``text`` say what ``name`` says."""
    for size in range(min(len(text), len(name)), least - 1, -1):
        part = text[-size:] if ending else text[:size]
        if name.endswith(part) or (ending and name.startswith(part)):
            return size
    return int(not ending and text.startswith(CLASS) and name.endswith(CLASS))

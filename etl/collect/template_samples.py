"""What the example rows of a template say: values that load without a fault, none of them real."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from etl.collect.template_columns import Form, Part, choices
from graph.vocabulary import Label, Link, Property

FILE = Path(__file__).with_name("template_samples.toml")
NUMBER = "{prefix}-001"
YES = {"zh": "是", "en": "yes"}


def sample(part: Part, form: Form) -> str:
    """An example of what stands in the column of ``part``."""
    label, lang = form.label, form.lang
    if isinstance(part, Link):
        return _referred(form.vocabulary.label(part.target))
    if part.check is not None and part.check in _samples()["by_check"]:
        return str(_samples()["by_check"][part.check])
    if part.codes is not None:
        return choices(part.codes, lang, date.today())[0]
    if part.name == label.caption:
        return str(_kind(label).get("caption", f"示例{label.words.zh}"))
    if part.type == "boolean":
        return YES[lang]
    return str(_by_name(part, label))


def _by_name(part: Property, label: Label) -> object:
    if part.type == "string" and any(part.name in tier for tier in label.keys):
        known = _kind(label).get("refer") if part.name in label.refer_by[:1] else None
        named = _samples()["by_name"].get(part.name)
        return named or known or NUMBER.format(prefix=label.prefix.upper())
    return _samples()["by_name"].get(part.name, _samples()["by_type"].get(part.type, ""))


def _referred(target: Label) -> str:
    fallback = _kind(target).get("caption", f"示例{target.words.zh}")
    return str(_kind(target).get("refer", fallback))


def _kind(label: Label) -> dict[str, str]:
    return dict(_samples()["kinds"].get(label.name, {}))


@cache
def _samples() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))

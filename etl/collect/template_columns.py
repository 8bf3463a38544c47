"""The columns of a template: their headings, what may stand in them, and how to fill them in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from etl.rows import clean
from etl.rows.headers import normal
from graph.codelists.model import CodeList, Item
from graph.vocabulary import Label, Link, Property, Vocabulary
from graph.words import Lang, Words, message

Part = Property | Link

MONEY = {"CNY": Words("元", "CNY")}
JOINED = 12  # items that a guide names; the drop-down has them all


@dataclass(frozen=True, slots=True)
class Form:
    """What is to be filled in: a kind, the vocabulary it is from, and the language of headings and choices."""

    label: Label
    vocabulary: Vocabulary
    lang: Lang

    @property
    def columns(self) -> list[Part]:
        """The properties and links of the kind, one column each."""
        return parts(self.label)


def parts(label: Label) -> list[Part]:
    """The properties and links of ``label``, one column each."""
    return [*label.properties.values(), *label.links.values()]


def heading(part: Part, lang: Lang) -> str:
    """The heading of a column: caption, unit, and a star where it is obligatory. A load understands all of it."""
    caption, unit = part.words.text(lang), unit_of(part)
    if unit is not None and normal(full := f"{caption}（{unit.text(lang)}）") == normal(caption):
        caption = full
    return caption + ("*" if part.required else "")


def unit_of(part: Part) -> Words | None:
    """What the numbers of a column are counted in; None where they have no unit."""
    if isinstance(part, Link) or part.unit is None:
        return None
    return MONEY.get(part.unit, Words(part.unit, part.unit))


def choices(codes: CodeList, lang: Lang, day: date) -> list[str]:
    """What a drop-down offers on ``day``: captions, behind their code where the code is what is stored."""
    return [choice(codes, item, lang) for item in codes.offered(day)]


def choice(codes: CodeList, item: Item, lang: Lang) -> str:
    """An item as a drop-down shows it; it loads as it is."""
    caption = item.words.text(lang)
    return f"{item.code} {caption}" if codes.value == "code" else caption


def how(part: Part, vocabulary: Vocabulary) -> Words:
    """How a column is filled in."""
    if isinstance(part, Link):
        target = vocabulary.label(part.target)
        by = [target.properties[name].words for name in target.refer_by or (target.caption,)]
        return message("TEMPLATE_LINKS" if part.many else "TEMPLATE_LINK", target=target.words, by=_either(by))
    return joined(_rules(part))


def named(codes: CodeList) -> Words:
    """The items of a list, its version, the standard it follows and its note, in a few lines."""
    items = codes.offered(date.today())
    short = [Words(choice(codes, item, "zh"), choice(codes, item, "en")) for item in items[:JOINED]]
    words = Words("、".join(text.zh for text in short), ", ".join(text.en for text in short))
    if len(items) > JOINED:
        words = message("TEMPLATE_CODES_MORE", items=words, count=len(items))
    told = message("TEMPLATE_CODES_FROM", list=codes.words, version=codes.version)
    origin = codes.origin()
    return Words(f"{words.zh}\n（{told.zh}：{origin.zh}）", f"{words.en} ({told.en}: {origin.en})")


def joined(sentences: Iterable[Words]) -> Words:
    """Sentences one after the other."""
    found = list(sentences)
    return Words("".join(words.zh for words in found), " ".join(words.en for words in found))


def check_words(check: str | None) -> Words | None:
    """What a checked value looks like; None for a check of which nothing is said."""
    try:
        return message(f"TEMPLATE_CHECK_{(check or '').upper()}")
    except KeyError:
        return None


def _rules(part: Property) -> Iterable[Words]:
    if (hint := check_words(part.check)) is not None:
        yield hint
    elif part.codes is None:
        yield message(f"TEMPLATE_{part.type.upper()}", limit=clean.LONGEST)
    if part.codes is not None and len(part.codes.items) > 1:
        yield message("TEMPLATE_CODES_MANY" if part.type == "strings" else "TEMPLATE_CODES")
    if (unit := unit_of(part)) is not None:
        yield message("TEMPLATE_UNIT", unit=unit)


def _either(names: list[Words]) -> Words:
    return Words("、".join(words.zh for words in names), ", ".join(words.en for words in names))

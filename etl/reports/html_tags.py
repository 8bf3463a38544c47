"""HTML that cannot be injected into: every text is escaped unless it was made by ``tag`` itself."""

from __future__ import annotations

import html
from collections.abc import Iterable

from graph.words import Words, message


class Html(str):
    """Markup made by this module."""

    __slots__ = ()


Node = Html | str | int
VOID = frozenset({"input", "meta"})


def tag(name: str, /, *children: Node, **attributes: str) -> Html:
    """An element; ``class_`` and ``for_`` lose their underscore, inner ones become hyphens."""
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{told}>")
    return Html(f"<{name}{told}>{''.join(map(_escaped, children))}</{name}>")


def many(parts: Iterable[Node]) -> Html:
    """Several nodes as one."""
    return Html("".join(map(_escaped, parts)))


def both(words: Words) -> Html:
    """A text in both languages, of which the page shows one; once where it is the same in both."""
    if words.zh == words.en:
        return Html(html.escape(words.zh))
    return many([tag("span", words.zh, lang="zh"), tag("span", words.en, lang="en")])


def said(code: str, **values: object) -> Html:
    """The message ``code`` in both languages."""
    return both(message(code, **values))


def number(value: float) -> Html:
    """A count with thousands' commas; a dot for none, so that figures stand out."""
    return Html(f"{value:,}") if value else tag("span", "·", class_="none")


def right(node: Node) -> Html:
    """The heading of a column of figures."""
    return tag("span", node, class_="n")


def table(head: Iterable[Node], rows: Iterable[Html], *, name: str) -> Html:
    """A table of class ``name`` in a box that scrolls when the window is narrow."""
    top = tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in head)))
    return tag("div", tag("table", top, tag("tbody", *rows), class_=name), class_="wide", tabindex="0")


def section(title: Node, *content: Node) -> Html:
    """A part of the page under its heading; nothing when it has no content."""
    filled = [node for node in content if node != ""]
    return tag("section", tag("h2", title), *filled) if filled else Html("")


def _escaped(node: Node) -> str:
    return node if isinstance(node, Html) else html.escape(str(node))

"""One HTML file that shows paths or a neighbourhood and opens anywhere without a network: for mails and dossiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from graph.links.model import Entity, Evidence, Path, Step
from graph.links.results import Neighborhood
from graph.vocabulary import Vocabulary
from graph.words import Words, message

PLAIN = "#8d8f99"  # colour of a kind that the vocabulary does not know
ELSEWHERE = re.compile(r"<!--.*?-->|<link\b[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>|<center>.*?</center>", re.S)
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
STYLE = """
body { margin: 0; font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; color: #1d2433; }
div.vis-tooltip { white-space: pre-wrap; max-width: 30em; font: inherit; }
.card { border: 0; } #mynetwork { float: none !important; border: 0 !important; }
main { max-width: 60em; margin: 1em auto; padding: 0 1em; } li { margin: .6em 0; } small { color: #5b6475; }
"""


def standalone_html(shown: Sequence[Path] | Neighborhood, vocabulary: Vocabulary) -> str:
    """The page: a graph to move about in, its facts and sources as tooltips, and the same as text beneath.

    Nothing is loaded from anywhere, and a policy in the page forbids it. What ``shown`` does not hold – hidden edges
    and properties – is not in the page.
    """
    nodes, steps = _parts(shown)
    title = message("STANDALONE_TITLE")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        f"<title>{escape(title.zh)} {escape(title.en)}</title>"
    )
    page = ELSEWHERE.sub("", _network(nodes, steps, vocabulary))
    page = page.replace("<head>", f"<head>{head}", 1).replace("</head>", f"<style>{STYLE}</style></head>", 1)
    return "<!DOCTYPE html>\n" + page.replace("</body>", f"{_text(shown, steps)}</body>", 1)


def _parts(shown: Sequence[Path] | Neighborhood) -> tuple[dict[str, Entity], dict[tuple[str, str, str], Step]]:
    """The entities by uid, and each edge once."""
    if isinstance(shown, Neighborhood):
        entities, walked = [shown.center, *shown.nodes], list(shown.steps)
    else:
        entities = [node for path in shown for node in path.nodes]
        walked = [step for path in shown for step in path.steps]
    steps: dict[tuple[str, str, str], Step] = {}
    for step in walked:
        ends = (step.start, step.end) if step.forward else (step.end, step.start)
        steps.setdefault((ends[0], step.relation, ends[1]), step)
    return {entity.uid: entity for entity in entities}, steps


def _network(nodes: dict[str, Entity], steps: dict[tuple[str, str, str], Step], vocabulary: Vocabulary) -> str:
    from pyvis.network import Network  # noqa: PLC0415 - its import takes a second

    net = Network(height="70vh", width="100%", directed=True, cdn_resources="in_line")
    for uid, entity in nodes.items():
        label = vocabulary.labels.get(entity.kind)
        kind = f"{label.words.zh} {label.words.en}" if label else entity.kind
        mark = f" {message('SHOW_FICTITIOUS').zh}" if entity.fictitious else ""
        color = label.color if label else PLAIN
        net.add_node(uid, label=_short(entity.caption), title=_safe(f"{kind}{mark}\n{entity.caption}"), color=color)
    for (start, relation, end), step in steps.items():
        known = vocabulary.relations.get(relation)
        net.add_edge(start, end, label=known.words.zh if known else relation, title=_safe("\n".join(_told(step))))
    return str(net.generate_html())


def _told(step: Step) -> Iterator[str]:
    yield step.sentence.zh
    yield step.sentence.en
    yield from (_source(one) for one in step.evidence)


def _source(one: Evidence) -> str:
    title = Words(f"{one.title.zh} {one.title.en}", one.title.en)
    place = message("SHOW_EVIDENCE", file=one.file + (f"[{one.sheet}]" if one.sheet else ""), row=one.row, title=title)
    return f"{place.zh}{f' “{one.quote}”' if one.quote else ''}"


def _text(shown: Sequence[Path] | Neighborhood, steps: dict[tuple[str, str, str], Step]) -> str:
    """The facts as a list, for readers who cannot use the picture."""
    lines = [] if isinstance(shown, Neighborhood) else [path.sentence for path in shown]
    paths = "".join(f"<li>{escape(one.zh)}<br><small>{escape(one.en)}</small></li>" for one in lines)
    facts = "".join(f"<li>{'<br>'.join(escape(line) for line in _told(step))}</li>" for step in steps.values())
    return f"<main><ol>{paths}</ol><ul>{facts}</ul></main>"


def _short(caption: str) -> str:
    return caption if len(caption) <= 16 else f"{caption[:15]}…"


def _safe(text: str) -> str:
    """A tooltip as plain text. pyvis reads one that has "href" as HTML, so a zero-width space breaks that word."""
    return text.replace("href", "h\u200bref")

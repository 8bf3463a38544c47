"""Answers as text on a terminal: the same objects, sentences and evidence that GraphQL and the page give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.markup import escape

from graph.links.model import Entity, Evidence, Explanation, Factor, Path, Step
from graph.links.results import LinkResult, MatchResult, Neighborhood, Partner, PartnerResult, PathResult, SearchResult
from graph.words import message

if TYPE_CHECKING:
    from api.cli.desk import Desk

BAR = 12  # characters of a factor's bar
HANGS = 8  # counterfactuals shown under one answer, those that change most first
PATHS = 2  # paths shown under one answer; --json and the page have them all


def matches(desk: Desk, result: MatchResult) -> None:
    """Ranked answers with factors, paths and evidence; or why there are none."""
    out = desk.console.print
    asked = "SHOW_OFFER" if result.reverse else "SHOW_DEMAND"
    out(f"[bold]{desk.say(asked)}[/] {entity(desk, result.demand)}")
    if result.terms:
        out(f"[bold]{desk.say('SHOW_TERMS')}[/] " + "  ".join(escape(term.caption) for term in result.terms))
    if result.abstained:
        out(f"\n[yellow]{escape(desk.text(result.abstained))}[/]")
    for rank, explanation in enumerate(result.explanations, 1):
        out(f"\n[bold]{rank}. {entity(desk, explanation.target)}[/]  {desk.say('SHOW_SCORE')} {explanation.score:.2f}")
        for line in explained(desk, explanation):
            out(f"   {line}")
    version(desk, result.load_version)


def paths(desk: Desk, result: PathResult) -> None:
    """Ranked paths with the evidence of every step, or which bound ended the search."""
    desk.console.print(f"[bold]{entity(desk, result.start)} → {entity(desk, result.end)}[/]")
    for rank, path in enumerate(result.paths, 1):
        desk.console.print(f"\n[bold]{rank}.[/] {desk.say('SHOW_SCORE')} {path.score:.3f}")
        for line in path_lines(desk, path):
            desk.console.print(f"   {line}")
    if result.reason:
        desk.console.print(f"\n[yellow]{escape(desk.text(result.reason))}[/]")
    version(desk, result.load_version)


def links(desk: Desk, result: LinkResult) -> None:
    """The metapaths between two entities, one sentence and one line of figures each."""
    desk.console.print(f"[bold]{entity(desk, result.start)} → {entity(desk, result.end)}[/]")
    for rank, link in enumerate(result.links, 1):
        figures = message("SHOW_LINK", paths=link.paths, lift=f"{link.lift:+.1f}", p=f"{link.p:.2g}", q=f"{link.q:.2g}")
        desk.console.print(f"\n[bold]{rank}.[/] {escape(desk.text(link.caption))}")
        desk.console.print(f"   [dim]{escape(link.metapath)}[/]\n   {escape(desk.text(figures))}")
    if result.tested > len(result.links):
        desk.console.print(f"\n[dim]{desk.say('SHOW_LINKS_MORE', tested=result.tested)}[/]")
    if result.reason:
        desk.console.print(f"\n[yellow]{escape(desk.text(result.reason))}[/]")
    version(desk, result.load_version)


def partners(desk: Desk, result: PartnerResult) -> None:
    """Partners with who can introduce them and along which paths."""
    desk.console.print(f"[bold]{desk.say('SHOW_PARTNERS')} {entity(desk, result.start)}[/]")
    for rank, partner in enumerate(result.partners, 1):
        desk.console.print(
            f"\n[bold]{rank}. {entity(desk, partner.target)}[/]  {desk.say('SHOW_SCORE')} {partner.score:.3f}"
        )
        for line in _partner(desk, partner):
            desk.console.print(f"   {line}")
    if result.reason:
        desk.console.print(f"\n[yellow]{escape(desk.text(result.reason))}[/]")
    version(desk, result.load_version)


def hits(desk: Desk, result: SearchResult) -> None:
    """Search hits with uid and the text that matched."""
    for hit in result.hits:
        desk.console.print(f"{entity(desk, hit.entity)}  [dim]{escape(hit.entity.uid)}[/]")
        if hit.snippet and hit.snippet != hit.entity.caption:
            desk.console.print(f"   [dim]{escape(hit.snippet)}[/]")
    if not result.hits:
        desk.console.print(f"[yellow]{desk.say('SHOW_NO_HITS')}[/]")


def neighbours(desk: Desk, result: Neighborhood) -> None:
    """Counts by relation and direction, then the edges of this page."""
    desk.console.print(f"[bold]{entity(desk, result.center)}[/]")
    for count in result.counts:
        arrow = "→" if count.forward else "←"
        desk.console.print(f"   {arrow} {escape(desk.text(count.caption))}: {count.count}")
    for step in result.steps:
        for line in step_lines(desk, step):
            desk.console.print(f"   {line}")
    version(desk, result.load_version)


def entity(desk: Desk, node: Entity) -> str:
    """``[kind] caption``, marked when every source of it is fictitious."""
    label = desk.vocabulary.labels.get(node.kind)
    kind = desk.text(label.words) if label else node.kind
    mark = f" [magenta]{desk.say('SHOW_FICTITIOUS')}[/]" if node.fictitious else ""
    return f"[cyan]\\[{escape(kind)}][/] {escape(node.caption)}{mark}"


def explained(desk: Desk, explanation: Explanation) -> Iterator[str]:
    """The lines under one answer: its factors as bars with reasons, then its paths, then what it hangs on."""
    for factor in explanation.factors:
        yield _factor(desk, factor)
    yield from _told_paths(desk, explanation.paths)
    if explanation.counterfactuals:
        yield f"[bold]{desk.say('SHOW_HANGS')}[/]"
    yield from (f"  {escape(desk.text(one.sentence))}" for one in explanation.counterfactuals[:HANGS])


def path_lines(desk: Desk, path: Path) -> Iterator[str]:
    """One line per step with its sentence, and under it the evidence."""
    for step in path.steps:
        yield from step_lines(desk, step)


def _partner(desk: Desk, partner: Partner) -> Iterator[str]:
    if partner.introducers:
        names = "、".join(entity(desk, who) for who in partner.introducers)
        yield f"{desk.say('SHOW_INTRODUCERS')} {names}"
    yield from _told_paths(desk, partner.paths)


def _told_paths(desk: Desk, paths: tuple[Path, ...]) -> Iterator[str]:
    for number, path in enumerate(paths[:PATHS], 1):
        yield f"[bold]{desk.say('SHOW_PATH', number=number)}[/]"
        yield from (f"  {line}" for line in path_lines(desk, path))
    if len(paths) > PATHS:
        yield f"[dim]{desk.say('SHOW_MORE_PATHS', count=len(paths) - PATHS)}[/]"


def _factor(desk: Desk, factor: Factor) -> str:
    filled = round(BAR * max(0.0, min(1.0, factor.value)))
    bar = "█" * filled + "░" * (BAR - filled)
    name, reason = escape(desk.text(factor.caption)), escape(desk.text(factor.reason))
    return f"[green]{bar}[/] {name} {factor.contribution:+.2f}  [dim]{reason}[/]"


def step_lines(desk: Desk, step: Step) -> Iterator[str]:
    """One step: its sentence and confidence, and under it the evidence."""
    yield f"{escape(desk.text(step.sentence))} [dim]({step.confidence:.2f})[/]"
    for evidence in step.evidence:
        yield f"   [dim]{escape(source_line(desk, evidence))}[/]"


def source_line(desk: Desk, evidence: Evidence) -> str:
    """Where a fact stands: file, sheet and row, the title of its source, and the quoted text."""
    sheet = f"[{evidence.sheet}]" if evidence.sheet else ""
    place = desk.say("SHOW_EVIDENCE", file=evidence.file + sheet, row=evidence.row, title=evidence.title)
    mark = " " + desk.say("SHOW_FICTITIOUS") if evidence.fictitious else ""
    quote = f" “{evidence.quote}”" if evidence.quote else ""
    return f"{place}{mark}{quote}"


def version(desk: Desk, load_version: str) -> None:
    """Which load version an answer comes from, as a remark."""
    desk.remark("SHOW_VERSION", version=load_version)

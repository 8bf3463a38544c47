"""Insight into the whole graph as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from api.render.terminal import entity, version
from graph.insight.results import Community, CommunityResult, Gap, GapResult, HubResult, KeyResult, SimilarResult
from graph.words import Words

if TYPE_CHECKING:
    from api.cli.desk import Desk

KINDS = 5  # kinds of members that are told of a community
SHARED = 5  # of what two entities share, that is told
NAMED = 3  # demands and documents named of a gap


def communities(desk: Desk, result: CommunityResult) -> None:
    """Every community with its size, what it is about, and who and what stands for it."""
    for one in result.communities:
        _community(desk, one)
    figures = {"found": f"{result.found:,}", "single": f"{result.single:,}", "modularity": f"{result.modularity:.3f}"}
    _end(desk, result.reason, result.load_version, desk.say("SHOW_COMMUNITIES", **figures))


def _community(desk: Desk, one: Community) -> None:
    out = desk.console.print
    counted = {"size": f"{one.size:,}", "inside": f"{one.inside:.0%}", "demands": one.demands, "supply": one.supply}
    out(f"\n[bold]{one.number}. {escape(desk.text(one.name))}[/]  [dim]{desk.say('SHOW_COMMUNITY', **counted)}[/]")
    out("   " + " · ".join(f"{escape(desk.text(size.caption))} {size.count:,}" for size in one.sizes[:KINDS]))
    marks = "  ".join(f"{escape(mark.node.caption)} [dim]{mark.count}/{mark.whole}[/]" for mark in one.marks)
    out(f"   {desk.say('SHOW_MARKS')} {marks}")
    for node in one.key:
        out(f"   {entity(desk, node)}  [dim]{escape(node.uid)}[/]")


def key(desk: Desk, result: KeyResult) -> None:
    """Key nodes with all four measures."""
    heads = ("SHOW_ENTITY", "SHOW_PAGERANK", "SHOW_BETWEENNESS", "SHOW_CORE", "SHOW_DEGREE", "SHOW_UID")
    table = _table(desk, heads)
    for one in result.nodes:
        between = f"{one.betweenness:.2e} ± {one.error:.0e}" if one.error else f"{one.betweenness:.2e}"
        measures = (f"{one.pagerank:.1f}×", between, str(one.core), f"{one.degree:,}")
        table.add_row(entity(desk, one.node), *measures, escape(one.node.uid))
    _shown(desk, table)
    said = {"sources": f"{result.sources:,}", "ends": f"{result.ends:,}"}
    relations = [desk.text(desk.vocabulary.relation(name).words) for name in result.relations]
    walked = ("、" if desk.settings.lang == "zh" else ", ").join(relations)
    _end(desk, result.reason, result.load_version, desk.say("SHOW_KEY", relations=walked, **said))


def hubs(desk: Desk, result: HubResult) -> None:
    """Hubs with their degrees and what is left of a path through them."""
    table = _table(desk, ("SHOW_ENTITY", "SHOW_RELATION", "SHOW_DEGREE", "SHOW_SHARE", "SHOW_DAMPING", "SHOW_BITS"))
    for one in result.hubs:
        arrow = "→" if one.forward else "←"
        figures = (f"{one.degree:,}", f"{one.share:.1%}", f"1/{1 / one.damping:,.0f}", f"{one.bits:.1f}")
        table.add_row(entity(desk, one.node), f"{arrow} {escape(desk.text(one.caption))}", *figures)
    _shown(desk, table)
    _end(desk, result.reason, result.load_version, desk.say("SHOW_HUBS", found=f"{result.found:,}"))


def similar(desk: Desk, result: SimilarResult) -> None:
    """What is like an entity, each with what they share."""
    desk.console.print(f"[bold]{entity(desk, result.center)}[/]")
    for rank, one in enumerate(result.similar, 1):
        out = desk.console.print
        out(f"\n[bold]{rank}. {entity(desk, one.node)}[/]  {one.score:.2f}  [dim]{escape(one.node.uid)}[/]")
        for shared in one.shared[:SHARED]:
            out(f"   {shared.share:4.0%}  {escape(desk.text(shared.caption))} {entity(desk, shared.node)}")
        if one.common > SHARED:
            out(f"   [dim]{desk.say('SHOW_SHARED_MORE', count=one.common - SHARED)}[/]")
    _end(desk, result.reason, result.load_version, desk.say("SHOW_SIMILAR", found=f"{result.found:,}"))


def gaps(desk: Desk, result: GapResult) -> None:
    """Fields with too little supply, then those with too little demand."""
    for code, found in (("SHOW_UNMET", result.unmet), ("SHOW_UNUSED", result.unused)):
        if found:
            desk.console.print(f"\n[bold underline]{desk.say(code)}[/]")
        for one in found:
            _gap(desk, one)
    if result.left_out:
        desk.console.print(f"\n[dim]{escape(desk.say('SHOW_LEFT_OUT', kinds=_listed(result.left_out)))}[/]")
    counts = desk.say("SHOW_GAPS", demands=f"{result.demands:,}", supply=f"{result.supply:,}")
    _end(desk, result.reason, result.load_version, counts)


def _gap(desk: Desk, one: Gap) -> None:
    desk.console.print(f"\n[bold]{entity(desk, one.field)}[/]  [dim]{escape(one.field.uid)}[/]")
    desk.console.print(f"   {escape(desk.text(one.reason))}")
    for named in (one.demands, one.supply):
        for node in named[:NAMED]:
            desk.console.print(f"   {entity(desk, node)}  [dim]{escape(node.uid)}[/]")


def _listed(words: Sequence[Words]) -> Words:
    return Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def _table(desk: Desk, heads: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for at, head in enumerate(heads):
        right = head not in ("SHOW_ENTITY", "SHOW_RELATION", "SHOW_UID")
        table.add_column(desk.say(head), justify="right" if right else "left", overflow="fold" if at else "ellipsis")
    return table


def _shown(desk: Desk, table: Table) -> None:
    if table.row_count:
        desk.console.print(table)


def _end(desk: Desk, reason: Words | None, load_version: str, figures: str) -> None:
    """Why there is nothing, or what the figures are of; and the load version."""
    if reason:
        desk.console.print(f"[yellow]{escape(desk.text(reason))}[/]")
    else:
        desk.console.print(f"\n[dim]{escape(figures)}[/]")
    version(desk, load_version)

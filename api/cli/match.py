"""Matches: of one question, with what its answers hang on, or of all demands into a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk import Desk, First, Json
from api.render import terminal
from api.render.plain import plain
from graph.errors import InputError
from graph.links.batch import Batch
from graph.links.engine import Engine
from graph.links.results import MatchResult
from graph.links.table import write

Names = Annotated[list[str] | None, typer.Option()]


class Side(StrEnum):
    """What a batch looks for."""

    ACHIEVEMENTS = "achievements"
    DEMANDS = "demands"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What answers are looked for, and what is told of each: what it hangs on, or what it is without some uids."""

    targets: tuple[str, ...]
    first: int
    explain: bool
    without: tuple[str, ...]


def match(
    ctx: typer.Context,
    question: Annotated[str | None, typer.Argument()] = None,
    first: First = 5,
    target: Names = None,
    explain: bool = False,
    without: Names = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    to: Side = Side.ACHIEVEMENTS,
    out: Path | None = None,
    force: bool = False,
    as_json: Json = False,
) -> None:
    """Answers to a demand, by uid or text (``-``: standard input), or demands for an answer; ``--all``: into a file."""
    desk: Desk = ctx.obj
    wanted = Wanted(tuple(target or ()), first, explain, tuple(without or ()))
    if every and question is None:
        _batch(desk, wanted, to, _file(out), force=force)
    elif question is None or every:
        raise InputError("MATCH_ALL_OR_ONE")
    else:
        with desk.engine() as engine:
            result = _one(desk, engine, sys.stdin.read().strip() if question == "-" else question, wanted)
        desk.print_json(plain(result)) if as_json else terminal.matches(desk, result)


def _one(desk: Desk, engine: Engine, question: str, wanted: Wanted) -> MatchResult:
    uid, text = (question, None) if is_uid(desk, question) else (None, question)
    result = engine.match(demand=uid, text=text, targets=wanted.targets, first=wanted.first, clearance=desk.clearance)
    if not (wanted.explain or wanted.without):
        return result
    asked = {"demand": uid, "text": text}
    told = tuple(
        replace(
            one,
            counterfactuals=engine.counterfactuals(one, **asked, without=wanted.without, clearance=desk.clearance),
        )
        for one in result.explanations
    )
    return replace(result, explanations=told)


def _batch(desk: Desk, wanted: Wanted, to: Side, file: Path, *, force: bool) -> None:
    with desk.engine() as engine, desk.bar() as progress:
        ground = engine.ground()
        batch = Batch(ground, ground.view(desk.clearance), to.value, wanted.targets, wanted.first)
        what = desk.say("STAGE_MATCH")
        count = write(batch.rows(lambda done, total: progress(done, total, what)), file, force=force)
    desk.remark("DONE_ROWS", path=file, rows=count)


def _file(out: Path | None) -> Path:
    if out is None:
        raise InputError("MATCH_NO_OUT")
    return out


def is_uid(desk: Desk, text: str) -> bool:
    """Whether ``text`` has the form of a uid of the vocabulary rather than of a sentence."""
    prefix, _, rest = text.partition(":")
    return bool(rest) and prefix in {label.prefix for label in desk.vocabulary.labels.values()}


TOP: dict[str, Callable[..., None]] = {"match": match}

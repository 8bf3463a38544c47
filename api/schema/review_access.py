"""Submissions as a caller may see and change them: with the right to review all, with that to submit one's own."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from api.context import Context
from api.cursor import Cursor
from etl.collect import review
from etl.collect.queue_model import NAME, Decision, Person
from etl.collect.review import Done, Judged, Line, Order, Wanted
from etl.collect.review_show import ShownRow, Window, shown_rows
from etl.collect.review_state import State
from etl.collect.submission import Offer, Receipt, submit
from graph.errors import DisclosureError, InputError, NotFoundError
from graph.links.bounds import FIRST, within
from graph.vocabulary import Right
from graph.words import message

CONTENT = (1, 80_000)  # characters; a request has at most 100,000 bytes
ROWS = (0, 2_000)  # characters of a list of row numbers
FORMS = (".csv", ".tsv", ".json", ".jsonl")
DECISIONS = 100  # that are told with a submission, the newest


@dataclass(frozen=True, slots=True)
class Page:
    """A page of submissions, newest first, and the cursor after its last, when there are more."""

    nodes: tuple[Line, ...]
    end_cursor: str | None
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A submission with a page of its rows, and the newest decisions on any of them."""

    submission: Line
    rows: tuple[ShownRow, ...]
    decisions: tuple[Decision, ...]
    end_cursor: str | None
    has_next_page: bool


def need(context: Context, *rights: Right) -> None:
    """Raises ``DisclosureError`` (RIGHT_MISSING) unless the caller has one of ``rights``."""
    if not any(context.role.may(right) for right in rights):
        wanted = message(f"RIGHT_{rights[0].upper()}")
        raise DisclosureError("RIGHT_MISSING", role=context.role.words, right=wanted)


def person(context: Context) -> Person:
    """Who is written down: what is noted on the key, or its id. A caller without key can have no rights."""
    caller = context.caller
    return Person((caller.note.strip() or caller.key_id)[: NAME[1]], caller.key_id)


def page(context: Context, wanted: Wanted, *, first: int, after: str | None) -> Page:
    """Submissions that the caller may see.

    Raises ``DisclosureError`` (RIGHT_MISSING), ``LimitError``, ``InputError`` (CURSOR_INVALID), ``NotFoundError``.
    """
    need(context, "review", "submit")
    within("first", first, FIRST)
    kind = context.vocabulary.label(wanted.kind).name if wanted.kind is not None else None
    key = None if context.role.may("review") else context.caller.key_id
    wanted = Wanted(wanted.status, kind, wanted.source, key)
    scope = context.signer.scope("submissions", *(str(part) for part in (wanted.status, kind, wanted.source, key)))
    before = int(context.signer.read(after, scope).value) if after else None
    found = review.listing(context.queue, wanted, first=first + 1, before=before)
    more, kept = len(found) > first, tuple(found[:first])
    end = context.signer.write(Cursor(kept[-1].submission.seq, ""), scope) if more else None
    return Page(kept, end, more)


def sheet(context: Context, name: str, states: list[State], *, first: int, after: str | None) -> Sheet:
    """A submission with a page of its rows, cells shown by the role's clearance. Raises as ``page``."""
    need(context, "review", "submit")
    within("first", first, FIRST)
    found = judged(context, name)
    scope = context.signer.scope("submission", name, sorted(states), context.role.name)
    start = int(context.signer.read(after, scope).value) if after else 0
    window = Window(states, start, first)
    rows, more = shown_rows(context.queue, found, context.vocabulary, context.role, window)
    end = context.signer.write(Cursor(start + first, name), scope) if more else None
    told = review.history(context.queue, name)[-DECISIONS:]
    return Sheet(found.line, tuple(rows), tuple(reversed(told)), end, more)


def judged(context: Context, name: str) -> Judged:
    """A submission that the caller may see. Raises ``NotFoundError``: one of somebody else's does not exist for him."""
    found = review.judged(context.queue, name)
    if not context.role.may("review") and found.line.submission.key != context.caller.key_id:
        raise NotFoundError("SUBMISSION_UNKNOWN", id=name)
    return found


def hand_in(context: Context, file: str, content: str, *, kind: str | None, source: str) -> Receipt:
    """Hand in a text as a file of that name. Raises as ``etl.collect.submission.submit``, ``DisclosureError``."""
    need(context, "submit")
    within("content", len(content), CONTENT)
    if Path(file).name != file or not file.lower().endswith(FORMS):
        raise InputError("SUBMISSION_NAME")
    named = context.vocabulary.label(kind).name if kind is not None else None
    with tempfile.TemporaryDirectory(prefix="kezhuan-submit-") as folder:  # only its owner can enter it
        path = Path(folder) / file
        path.write_text(content, encoding="utf-8", newline="")
        (receipt,) = submit(context.queue, context.vocabulary, Offer([path], person(context), named, source))
    context.wrote.append(f"submit {receipt.submission.id}")
    return receipt


def decide(context: Context, name: str, order: Order) -> Done:
    """Decide on rows. Raises as ``etl.collect.review.decide``, and ``DisclosureError`` (RIGHT_MISSING)."""
    need(context, "review")
    within("rows", len(order.rows or ""), ROWS)
    done = review.decide(context.queue, name, order, by=person(context))
    word = "accept" if order.accept else "refuse"
    context.wrote.append(f"review {name} {word} {done.decision.count}")
    return done

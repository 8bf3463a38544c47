"""JSON read value by value from a stream, so that a large array need not be held."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NoReturn

from etl.files.table import LONGEST
from graph.errors import InputError
from graph.words import message

SPACE = " \t\r\n"


def _skip(_: str) -> None:
    """Numbers are only stepped over here; one of any length will do."""


DECODER = json.JSONDecoder(parse_int=_skip, parse_float=_skip, parse_constant=_skip, strict=False)


class JsonScan:
    """A place in a JSON text. ``blocks`` are pieces of the text; ``file`` is named in errors.

    Every method may raise ``InputError`` (CSV_LINE with the line).
    """

    def __init__(self, blocks: Iterator[str], file: str) -> None:
        self._blocks, self._file = blocks, file
        self._text, self._at, self._line = "", 0, 1
        self._done = False

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            self._more()
            if self._done:
                return ""

    def take(self, chars: str) -> str:
        """Step over the next character, which is to be one of ``chars``, and return it."""
        char = self.peek()
        if not char or char not in chars:
            self.expected(" ".join(chars))
        self._at += 1
        return char

    def value(self) -> str:
        """Step over a whole value and return it as it is written."""
        self.peek()
        while True:
            end, why = self._end()
            if end >= 0 and (end < len(self._text) or self._done):  # a number at the end of a piece may go on
                found, self._at = self._text[self._at : end], end
                return found
            if self._done:
                self.fail(why)
            if len(self._text) - self._at > LONGEST:
                self.fail(message("WHY_JSON_LONG", limit=LONGEST))
            self._more()

    def expected(self, what: str) -> NoReturn:
        """Raise ``InputError``: ``what`` should stand here."""
        self.fail(message("WHY_JSON_EXPECTED", expected=what, found=self.peek() or "∎"))

    def fail(self, why: object) -> NoReturn:
        """Raise ``InputError`` for the line at which the text stands."""
        line = self._line + self._text.count("\n", 0, self._at)
        raise InputError("CSV_LINE", file=self._file, line=line, why=why)

    def _end(self) -> tuple[int, object]:
        try:
            return DECODER.raw_decode(self._text, self._at)[1], ""
        except json.JSONDecodeError as error:
            return -1, error.msg
        except RecursionError:
            return -1, message("WHY_JSON_DEEP")

    def _more(self) -> None:
        """Read on, at least as much as is still open, so that the work stays linear."""
        self._line += self._text.count("\n", 0, self._at)
        pieces = [self._text[self._at :]]
        size, wanted = 0, len(pieces[0])
        for block in self._blocks:
            pieces.append(block)
            size += len(block)
            if size >= wanted:
                break
        self._text, self._at, self._done = "".join(pieces), 0, size == 0

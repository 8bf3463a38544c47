"""The tree of errors: each has a stable code and a message that is complete in Chinese and English.

KezhuanError
├── VocabularyError   the ontology file is wrong
├── StoreError        Neo4j: missing, starting, down, locked, out of disk
├── InputError        a file, a row or an argument of the user's is wrong
├── NotFoundError     an unknown uid, kind or relation
├── DisclosureError   the role may not see or filter by this
└── LimitError        a bound or budget that is out of range
"""

from __future__ import annotations

from typing import ClassVar

from graph.words import Words, message


class KezhuanError(Exception):
    """A foreseeable failure, told by a code of ``messages/`` and the values it names.

    Parameters: ``code`` – an entry of ``graph/messages/``; ``values`` – fill the placeholders of its texts.
    ``words`` holds the finished message in both languages; ``str()`` gives both, code first.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        self.words: Words = message(code, **values)
        super().__init__(f"[{code}] {self.words.zh} / {self.words.en}")


class VocabularyError(KezhuanError):
    """The ontology file contradicts itself or lacks something."""

    exit_code = 3


class StoreError(KezhuanError):
    """The graph store cannot do what was asked; it is as it was before."""

    exit_code = 4


class InputError(KezhuanError):
    """A file, a row or an argument given by the user is wrong."""

    exit_code = 2


class NotFoundError(KezhuanError):
    """An id or a name that the graph does not know."""

    exit_code = 5


class DisclosureError(KezhuanError):
    """The caller's role may neither see nor filter by what was asked."""

    exit_code = 6


class LimitError(KezhuanError):
    """A bound or budget outside what the system allows."""

    exit_code = 2

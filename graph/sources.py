"""References from a fact back to the row it came from, as kept in ``sources`` of every node and relation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceRef:
    """One row of one source file; ``digest`` is the hash of what the row says, to tell a changed row from a known one.

    ``row`` is 1-based as a person sees it in the file or sheet (a CSV's header is row 1).
    """

    source: str
    file: str
    sheet: str
    row: int
    digest: str

    def __str__(self) -> str:
        """``source|file|sheet|row|digest``: the form kept in the store."""
        return "|".join((self.source, self.file, self.sheet, str(self.row), self.digest))

    @staticmethod
    def parse(text: str) -> SourceRef:
        """The reference written by ``str``. Raises ``ValueError`` when ``text`` is not one."""
        source, file, sheet, row, digest = text.split("|")
        return SourceRef(source, file, sheet, int(row), digest)

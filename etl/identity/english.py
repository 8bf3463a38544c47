"""English names of organizations: legal forms in all spellings, articles and ``&`` put aside."""

from __future__ import annotations

import re

FORM = re.compile(
    r"[\s,]*\b(?:(?:co|company|corp|corporation|group|holdings?)\b[\s.,]*)*"
    r"\b(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|s\.?a|pte|pty)\.?[\s,]*$"
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SILENT = frozenset({"the", "of", "and", "for", "at", "in"})
SHORT = {"univ": "university", "inst": "institute", "tech": "technology", "sci": "science", "acad": "academy"}


def english(text: str) -> tuple[str, str, str]:
    """Core, trade (always "") and legal form of a folded English name; the core is its words in their order."""
    core = text
    while (match := FORM.search(core)) and match.start():
        core = core[: match.start()]
    said = [word.replace("'", "").replace("’", "") for word in WORD.findall(core)]
    words = [SHORT.get(word, word) for word in said if word not in SILENT]
    return " ".join(words), "", "limited" if core != text else ""

"""The known heading that an unknown one is most like, to ask back: did you mean 成果名称?"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz, process

from etl.files.headings import JOIN
from graph.vocabulary import Label, Link, Property

ALIKE = 65.0  # of 100: two of three characters shared ("登记编号" – "登记号"); below that, suggestions mislead
NOISE = re.compile(r"[\s*:：_\-·（）()\[\]]+")


def nearest(heading: str, label: Label) -> str | None:
    """The heading of ``label`` (name, caption or synonym, as written in the vocabulary) nearest to an unknown one.

    Likeness is rapidfuzz's normalised indel similarity, of a heading of two levels that of its lower one. None when
    nothing is alike enough. Of headings alike to the same degree the first of the vocabulary wins.
    """
    known = _known(label)
    wanted = _plain(heading.rsplit(JOIN, maxsplit=1)[-1])
    best = process.extractOne(wanted, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE) if wanted else None
    return known[best[0]] if best is not None else None


def _known(label: Label) -> dict[str, str]:
    parts: list[Property | Link] = [*label.properties.values(), *label.links.values()]
    texts = [text for part in parts for text in (part.words.zh, part.words.en, *part.headers, part.name)]
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(_plain(text), text)
    return found


def _plain(text: str) -> str:
    return NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())

"""What the factors of a match weigh. The one table of default weights; a score is Σ weight · value, values in [0, 1].

Text, terms and links carry 85 %: they say whether something answers the demand at all. The rest orders what does.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "text": 0.35,  # words in common with the demand (BM25)
    "terms": 0.45,  # share of the demand's terms that one document covers, by rarity
    "link": 0.05,  # how much stronger than chance the links in the graph are (DWPC over its null)
    "field": 0.05,  # same industry, discipline or class
    "region": 0.02,  # same region
    "status": 0.03,  # a right that is in force
    "readiness": 0.03,  # how near to use it is
    "freshness": 0.02,  # how new it is
}

# For who made documents: how much all of them say about it counts too, not only what the best says. They come to 0.7
# together, so that somebody rarely stands above the best of what he made.
MAKER_WEIGHTS: dict[str, float] = {
    "record": 0.35,  # words in common of all its documents together
    "text": 0.07,
    "terms": 0.14,
    "link": 0.035,
    "field": 0.035,
    "region": 0.014,
    "status": 0.021,
    "readiness": 0.021,
    "freshness": 0.014,
}

# For policies: what an entity is and where it stands counts as much as what it says.
POLICY_WEIGHTS: dict[str, float] = {
    "text": 0.25,
    "terms": 0.2,
    "link": 0.05,
    "field": 0.25,
    "region": 0.2,
    "freshness": 0.05,
}

BASE = ("text", "terms", "link")  # what candidates are chosen by

# Text, terms and links of a person or an organization are those of its best documents; these are the shares of the
# best, the second, …
DOCUMENT_SHARES = (0.85, 0.1, 0.05)

"""Metapaths as sentences of kinds say nothing twice."""

from __future__ import annotations

import re

import pytest

from graph.links.captions import caption
from graph.links.metapath import Metapath
from tests.small_graphs import VOCABULARY

SAID = {
    "Enterprise>IN_INDUSTRY>Industry": ("企业属于行业。", "Enterprise belongs to the industry."),
    "Industry<IN_INDUSTRY<Demand": ("行业包含技术需求。", "Industry is the industry of demand."),
    "Patent>CLASSIFIED_AS>IPC": ("专利分类为IPC分类。", "Patent is classified as IPC class."),
    "Demand>MENTIONS>Term": ("技术需求涉及技术术语。", "Demand concerns the technique term."),
    "Achievement>PROTECTED_BY>Patent<OWNS<Institution": (
        "科技成果受专利保护，专利归高校院所所有。",
        "The achievement is protected by the patent, and the patent is owned by institution.",
    ),
    "Policy>BASED_ON>Policy": ("政策法规依据政策法规。", "Policy is based on policy."),
}


@pytest.mark.parametrize("way", SAID)
def test_kinds_are_not_said_twice(way: str) -> None:
    said = caption(Metapath.parse(way, VOCABULARY), VOCABULARY)
    assert (said.zh, said.en) == SAID[way]


def test_no_sentence_of_any_relation_repeats_itself() -> None:
    for relation in VOCABULARY.relations.values():
        for start in relation.start:
            for end in relation.end:
                for kinds, forward in (((start, end), True), ((end, start), False)):
                    said = caption(Metapath(kinds, ((relation.name, forward),)), VOCABULARY)
                    assert not re.search(r"([\u4e00-\u9fff]{2,})\1", said.zh), said.zh
                    assert not re.search(r"\b(\w{3,}) \1\b", said.en), said.en
                    assert not re.search("[“”《》{}]", said.zh + said.en)

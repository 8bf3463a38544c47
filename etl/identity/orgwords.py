"""The words that ``orgname.toml`` lists, ready to be looked for in names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.identity.fold import folded
from etl.identity.places import gazetteer

FILE = Path(__file__).with_name("orgname.toml")
INSIDE = re.compile("公司(?=.{2})")
GENERIC = frozenset(
    ["中国", "国家", "华东", "华北", "华南", "华中", "东北", "西北", "西南", "中华", "全国", "东方", "北方", "南方"]
)
LONGEST = 6  # characters of a trade's word


@dataclass(frozen=True, slots=True)
class OrgWords:
    """``forms`` by ending, ``trades``, ``short`` forms with what they stand for, ``called``: aliases by folded name."""

    forms: Mapping[str, str]
    trades: frozenset[str]
    short: Mapping[str, str]
    called: Mapping[str, tuple[str, ...]]
    heads: re.Pattern[str]
    kinds: Mapping[str, str]

    def form(self, text: str) -> str:
        """The legal form that ``text`` ends with; "" when it ends otherwise."""
        return next((form for form in self.forms if text.endswith(form) and len(text) > len(form)), "")

    def formless(self, text: str) -> bool:
        """Whether ``text`` is a company's name without its legal form: 上海中宇新材料. It then ends with a trade."""
        ending = any(text.endswith(end) for end in self.kinds) or self.heads.search(text)
        return not ending and bool(self.split(text)[1]) and not self.ordinary(text)

    def lengthen(self, text: str) -> str:
        """``text`` with a short form at its beginning, or after a place, written out."""
        place = gazetteer().leading(text)
        rest = text[len(place) :]
        for short, long in self.short.items():
            if rest.startswith(short) and not rest.startswith(long):
                return place + long + rest[len(short) :]
        return text

    def parent(self, text: str) -> tuple[str, str]:
        """A company's name and what follows it: 某有限公司|深圳分公司; the second is "" when nothing does."""
        found = INSIDE.search(text)
        return (text[: found.end()], text[found.end() :]) if found else (text, "")

    def split(self, middle: str) -> tuple[str, str]:
        """Core and trade of what is left of a name: 海信网络科技 → 海信, 网络科技. A core has two signs or more."""
        end = len(middle)
        while end > 2:
            size = next((n for n in range(min(LONGEST, end - 2), 1, -1) if middle[end - n : end] in self.trades), 0)
            if not size:
                break
            end -= size
        return middle[:end], middle[end:]

    def ordinary(self, text: str) -> bool:
        """Whether ``text`` is made of words of trades or a place alone, so that it tells no company from another."""
        core, _ = self.split(text)
        return core in self.trades or core in GENERIC or gazetteer().leading(core) == core

    def head(self, text: str) -> tuple[str, str, str]:
        """Kind, name and unit of an organization that is no company: university, 北京大学, 光华管理学院."""
        found = self.heads.search(text)
        if found is None:
            ending = next((end for end in self.kinds if text.endswith(end)), "")
            return self.kinds.get(ending, "other"), text, ""
        return self.kinds[found[1]], text[: found.end()], text[found.end() :]


@cache
def orgwords() -> OrgWords:
    """The words, read once."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    kinds = {word: kind for kind, listed in told["heads"].items() for word in listed.split()}
    kinds = dict(sorted(kinds.items(), key=lambda item: -len(item[0])))
    splitting = [word for word, kind in kinds.items() if kind not in ("other", "government", "laboratory")]
    return OrgWords(
        forms=dict(sorted(told["forms"].items(), key=lambda item: -len(item[0]))),
        trades=frozenset(told["trades"]["words"].split()),
        short=dict(sorted(told["short"].items(), key=lambda item: -len(item[0]))),
        called={folded(name): tuple(map(folded, aliases)) for name, aliases in told["called"].items()},
        heads=re.compile(f"({'|'.join(splitting)})(?=.{{2}})"),
        kinds=kinds,
    )

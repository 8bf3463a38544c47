"""Units as texts write them, each as a factor times canonical units: 5 kW·h/kg is 18,000,000 J/kg."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("units.toml")
POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
POWER = r"(?:\^[-−]?[1-9]|[-−]?[1-3](?![0-9])|⁻?[¹²³⁴⁵⁶⁷⁸⁹])?"
DOT = "[·⋅•*]"
ZERO = {"℃": 0.0, "°C": 0.0, "摄氏度": 0.0, "K": -273.15, "℉": -160.0 / 9, "°F": -160.0 / 9}  # at 0 of the unit, in ℃
Factors = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """``name``: canonical, such as ``J/kg``; a number times ``factor`` plus ``offset`` is in it."""

    name: str
    factor: float
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Units:
    """What every unit name means, and the pattern that a unit in a text matches."""

    means: dict[str, tuple[float, Factors]]
    pattern: str = field(repr=False)
    one: re.Pattern[str] = field(repr=False)

    def read(self, text: str) -> Unit:
        """The unit written as ``text``, which ``pattern`` matched. Raises ``ValueError`` for another text."""
        if text in ZERO:
            return Unit("℃", self.means[text][0], ZERO[text])
        factor, powers = 1.0, Counter[str]()
        over, _, under = text.partition("/")
        for part, sign in ((over, 1), *((p, -1) for p in under.split("/") if p)):
            for name, power in self._parts(part):
                of, atoms = self.means[name]
                factor *= of ** (sign * power)
                for atom, times in atoms:
                    powers[atom] += sign * power * times
        return Unit(_name(powers), factor)

    def _parts(self, product: str) -> list[tuple[str, int]]:
        parts = []
        for piece in filter(None, re.split(DOT, product.strip("()")) if product not in self.means else [product]):
            match = self.one.fullmatch(piece)
            if match is None:
                raise ValueError(piece)
            power = match["power"].translate(POWERS).removeprefix("^")
            parts.append((match["name"], int(power or 1)))
        return parts


@cache
def units() -> Units:
    """The units of ``units.toml``."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    means = {name: _meaning(text) for name, text in table["plain"].items()}
    for name, text in table["prefixed"].items():
        of, atoms = _meaning(text)
        means[name] = of, atoms
        for prefix, times in table["prefixes"].items():
            means.setdefault(prefix + name, (of * times, atoms))
    means |= {name: means[as_] for name, as_ in table["spelt"].items()}
    names = "|".join(map(re.escape, sorted(means, key=len, reverse=True)))
    atom = f"(?:{names}){POWER}"
    product = f"{atom}(?:{DOT}{atom})*"
    pattern = rf"{product}(?:/(?:\({product}\)|{product}))*(?![A-Za-z级型类号])"
    return Units(means, pattern, re.compile(f"(?P<name>{names})(?P<power>{POWER})"))


def _meaning(text: str) -> tuple[float, Factors]:
    """A factor and canonical units, read from ``1000 kg`` or ``0.1 Pa·s``."""
    factor, _, product = text.partition(" ")
    over, _, under = product.partition("/")
    return float(factor), (*_powers(over, 1), *_powers(under, -1))


def _powers(product: str, sign: int) -> list[tuple[str, int]]:
    parts = (part.partition("^") for part in product.split("·") if part)
    return [(name, sign * int(power or 1)) for name, _, power in parts]


def _name(powers: Counter[str]) -> str:
    over = [_written(name, power) for name, power in sorted(powers.items()) if power > 0]
    under = [_written(name, -power) for name, power in sorted(powers.items()) if power < 0]
    below = f"/({'·'.join(under)})" if len(under) > 1 else "".join(f"/{one}" for one in under)
    return ("·".join(over) or "1") + below


def _written(name: str, power: int) -> str:
    return name + ("" if power == 1 else "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(power)))

"""How the cost of each question grows with the graph, as an SVG: medians over edges, both on logarithmic axes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 250, 24, 46
COLOURS = ("#3b6fb6", "#c2572b", "#3a8f5c", "#8a5bb0", "#b08a1e", "#4a9aa8", "#a8425f", "#6b6b6b")
STYLE = "font-family:system-ui,sans-serif;font-size:12px"


class Line(NamedTuple):
    """A question with its points: edges of the graph, median in milliseconds."""

    name: str
    points: Sequence[tuple[float, float]]


def plot(lines: Sequence[Line], *, across: str, up: str) -> str:
    """The SVG; ``across`` and ``up`` name the axes. At least one line of one point, all values above 0."""
    points = [point for line in lines for point in line.points]
    reach = tuple(_decades([point[axis] for point in points]) for axis in (0, 1))
    parts = [*_grid(reach[0], reach[1]), *_labels(across, up)]
    ends = _apart([_place(line.points[-1], reach)[1] for line in lines])
    for number, (line, end) in enumerate(zip(lines, ends, strict=True)):
        parts += _line(line, reach, COLOURS[number % len(COLOURS)], end)
    body = "\n".join(parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" style="{STYLE}">'
    return f'{head}\n<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around some values."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _place(point: tuple[float, float], reach: tuple[tuple[int, int], ...]) -> tuple[float, float]:
    (left, right), (low, high) = reach
    across = (log10(point[0]) - left) / (right - left)
    up = (log10(point[1]) - low) / (high - low)
    return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def _grid(across: tuple[int, int], up: tuple[int, int]) -> list[str]:
    parts = []
    for power in range(across[0], across[1] + 1):
        x, _ = _place((10**power, 10 ** up[0]), (across, up))
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{10**power:,}</text>')
    for power in range(up[0], up[1] + 1):
        _, y = _place((10 ** across[0], 10.0**power), (across, up))
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    return parts


def _labels(across: str, up: str) -> list[str]:
    middle, turned = (LEFT + WIDTH - RIGHT) / 2, f"rotate(-90 14 {HEIGHT / 2})"
    return [
        f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>',
        f'<text x="14" y="{HEIGHT / 2}" text-anchor="middle" transform="{turned}">{escape(up)}</text>',
    ]


def _apart(heights: Sequence[float], least: float = 15.0) -> list[float]:
    """Where the names of lines stand: at their ends, moved down where they would cover each other."""
    found, last = [0.0] * len(heights), -least
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        last = found[at] = max(heights[at], last + least)
    return found


def _line(line: Line, reach: tuple[tuple[int, int], ...], colour: str, end: float) -> list[str]:
    places = [_place(point, reach) for point in line.points]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    name = f"{line.name}: {line.points[-1][1]:.3g} ms"
    return [
        f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *dots,
        f'<text x="{WIDTH - RIGHT + 10}" y="{end + 4:.1f}" fill="{colour}">{escape(name)}</text>',
    ]

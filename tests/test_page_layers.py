"""Paths by columns, computed by hand."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

LAYERED = """([walks]) => import('/parts/layers.js').then(({ layered }) => {
  const paths = walks.map((walk) => ({
    nodes: [...walk].map((uid) => ({ uid })),
    steps: [...walk].slice(1).map((end, i) => ({ start: walk[i], end })),
  }));
  const { columns, routes } = layered(paths, ({ start, end }) => start + end);
  return { columns: columns.map((column) => column.map((cell) => cell.id)), routes: [...routes] };
})"""


def layered(page: Page, *walks: str) -> dict[str, Any]:
    """The columns and routes of paths given as strings of one-letter nodes."""
    found: dict[str, Any] = page.evaluate(LAYERED, [list(walks)])
    return found


def test_a_node_stands_at_its_hop_on_the_best_path(page: Page) -> None:
    assert layered(page, "abz", "acbz")["columns"][0] == ["a"]
    assert {"b", "c"} <= set(layered(page, "abz", "acbz")["columns"][1])
    assert layered(page, "abz", "acbz")["columns"][-1] == ["z"]


def test_a_relation_that_passes_a_column_gets_room_in_it(page: Page) -> None:
    found = layered(page, "abz", "az")
    assert [len(column) for column in found["columns"]] == [1, 2, 1]
    assert dict(found["routes"])["az"] == ["a", "az 1", "z"]


def test_the_order_within_a_column_avoids_crossings(page: Page) -> None:
    # two strands a–b–d–z and a–c–e–z given crosswise: d stands beside b, e beside c
    _, second, third, _ = layered(page, "abdz", "acez", "abdz")["columns"]
    assert second.index("b") == third.index("d")
    assert second.index("c") == third.index("e")


def test_a_fan_keeps_its_distance(page: Page) -> None:
    spots = page.evaluate(
        "Promise.all([import('/scene/place.js'), import('/scene/room.js')])"
        ".then(([{ fan }, { Room }]) => fan({ x: 0, y: 0 }, 60, [], new Room([{ x: 0, y: 0 }])))"
    )
    points = [(0.0, 0.0), *[(spot["x"], spot["y"]) for spot in spots]]
    pairs = [(a, b) for i, a in enumerate(points) for b in points[:i]]
    assert all(abs(a[0] - b[0]) >= 3.4 or abs(a[1] - b[1]) >= 1.4 for a, b in pairs)


def test_the_scene_holds_two_thousand_nodes_and_says_what_it_left_out(page: Page) -> None:
    kept = page.evaluate(
        "import('/scene/show.js').then(({ joined }) => {"
        " const refs = Array.from({ length: 2001 }, (_, i) => ({ uid: String(i) }));"
        " const places = new Map(refs.map(({ uid }) => [uid, { x: Number(uid), y: 0 }]));"
        " const { nodes, truncated } = joined({ nodes: new Map(), edges: new Map() }, refs, [], places);"
        " return [nodes.size, truncated]; })"
    )
    assert kept == [2000, True]


def test_the_distance_to_a_line(page: Page) -> None:
    found = page.evaluate(
        "import('/scene/nearest.js').then(({ toSegment }) => [[5, 3], [13, 4], [-3, -4], [0, 0]].map("
        "([x, y]) => toSegment({ x, y }, { x: 0, y: 0 }, { x: 10, y: 0 })))"
    )
    assert found == [3, 5, 5, 0]  # beside the line; 3-4-5 beyond either end; on it

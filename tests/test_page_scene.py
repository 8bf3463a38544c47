"""The graph: what is placed stays, everything can be undone, and all of it is there without a canvas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page_fixtures import Ask, opened, until

BEIJING = "reg:code:110000"
PLACES = "import('/scene/model.js').then(({ scene }) => [...scene.value.nodes].map(([uid, n]) => [uid, n.x, n.y]))"
# Dark pixels of the canvas on which captions are written.
INK = """() => {
  const canvas = document.querySelector("canvas.sigma-labels");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let ink = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && data[i] < 90) ink += 1;
  return ink;
}"""


@pytest.fixture
def scene(browser: Browser, app_url: str, demand: str, best: str) -> Iterator[Page]:
    """The graph of the paths between a demand and its best answer."""
    with opened(browser, f"{app_url}#/paths?from={quote(demand)}&to={quote(best)}&lang=zh") as page:
        page.get_by_role("button", name="在图谱中查看").click()
        expect(page.locator(".canvas canvas").first).to_be_attached()
        yield page


def nodes(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.kezhuan.state.scene.nodes")
    return found


def places(page: Page) -> dict[str, tuple[float, float]]:
    return {uid: (x, y) for uid, x, y in page.evaluate(PLACES)}


def as_tables(page: Page) -> None:
    page.get_by_role("button", name="列表", exact=True).click()


def expand(page: Page, uid: str, ask: Ask) -> dict[str, Any]:
    """Unfold an entity's most frequent small relation and put it into the graph."""
    counts = [one for one in ask("node", uid=uid)["counts"] if one["count"] <= 50]
    most = max(counts, key=lambda one: one["count"])
    at = ask("node", uid=uid)["counts"].index(most)
    page.locator(".relation").nth(at).click()
    page.get_by_role("button", name="在图谱中展开").click()
    direction = "OUT" if most["forward"] else "IN"
    return ask("neighborhood", uid=uid, relation=most["relation"], direction=direction, first=most["count"])


def test_the_graph_holds_the_nodes_of_the_paths(scene: Page, ask: Ask, demand: str, best: str) -> None:
    paths = ask("paths", **{"from": demand, "to": best, "maxHops": 4, "first": 12})["paths"]
    assert set(nodes(scene)) == {node["uid"] for path in paths for node in path["nodes"]}


def test_expanding_moves_nothing_and_can_be_undone(scene: Page, ask: Ask, best: str) -> None:
    before = places(scene)
    as_tables(scene)
    scene.locator(".twin .entity-link", has_text=ask("node", uid=best)["caption"]).first.click()
    hood = expand(scene, best, ask)
    after = places(scene)
    assert set(after) == set(before) | {node["uid"] for node in hood["nodes"]}
    assert {uid: after[uid] for uid in before} == before
    scene.get_by_role("button", name="撤销").click()
    assert places(scene) == before
    scene.get_by_role("button", name="重做").click()
    assert places(scene) == after


def test_no_two_nodes_share_a_place(scene: Page, ask: Ask, best: str) -> None:
    as_tables(scene)
    scene.locator(".twin .entity-link", has_text=ask("node", uid=best)["caption"]).first.click()
    expand(scene, best, ask)
    spots = list(places(scene).values())
    assert len(set(spots)) == len(spots)


def test_chinese_captions_leave_ink_on_the_canvas(scene: Page) -> None:
    until(scene, f"({INK})() > 500")
    captions = scene.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').length")
    assert captions > 0
    for kind in scene.locator(".legend-kind").all():
        kind.click()
    until(scene, f"({INK})() === 0")


def spot(page: Page, uid: str) -> tuple[float, float]:
    """Where a node is drawn, in the window's pixels, once the view has come to rest."""
    page.wait_for_timeout(400)
    found = page.evaluate("(uid) => window.kezhuan.spot(uid)", uid)
    return found["x"], found["y"]


def test_a_click_on_a_node_opens_it_and_one_on_a_line_its_evidence(scene: Page, ask: Ask, demand: str) -> None:
    until(scene, f"({INK})() > 500")
    scene.mouse.click(*spot(scene, demand))
    expect(scene.locator(".panel-title")).to_have_text(ask("node", uid=demand)["caption"])
    scene.keyboard.press("Escape")
    expect(scene.locator(".panel")).to_have_count(0)
    start, _, end = scene.evaluate("window.kezhuan.state.scene.edges")[0].split("→")
    (x1, y1), (x2, y2) = spot(scene, start), spot(scene, end)
    scene.mouse.click(x1 + (x2 - x1) * 0.3, y1 + (y2 - y1) * 0.3)
    expect(scene.get_by_role("complementary", name="关系与证据")).to_be_visible()


def test_a_node_goes_where_it_is_dragged_and_back(scene: Page, demand: str) -> None:
    until(scene, f"({INK})() > 500")
    before = places(scene)
    x, y = spot(scene, demand)
    scene.mouse.move(x, y)
    scene.mouse.down()
    scene.mouse.move(x + 30, y + 90, steps=4)
    scene.mouse.up()
    after = places(scene)
    assert {uid for uid in before if before[uid] != after[uid]} == {demand}
    assert spot(scene, demand) == pytest.approx((x + 30, y + 90), abs=2)
    scene.get_by_role("button", name="撤销").click()
    assert places(scene) == before


def test_the_tables_say_what_the_canvas_shows(scene: Page) -> None:
    as_tables(scene)
    state = scene.evaluate("window.kezhuan.state.scene")
    expect(scene.locator(".twin table").first.locator("tbody tr")).to_have_count(len(state["nodes"]))
    expect(scene.locator(".twin table").nth(1).locator("tbody tr")).to_have_count(len(state["edges"]))
    scene.locator(".twin table").nth(1).locator(".entity-link").first.click()
    expect(scene.get_by_role("complementary", name="关系与证据")).to_be_visible()


def test_nodes_are_removed_pinned_and_cleared(scene: Page, demand: str) -> None:
    as_tables(scene)
    count = len(nodes(scene))
    scene.get_by_role("button", name="固定", exact=True).nth(1).click()
    expect(scene.get_by_role("button", name="取消固定")).to_have_count(1)
    scene.locator(".twin table").first.locator("tbody tr").first.get_by_role("button", name="移出").click()
    assert len(nodes(scene)) == count - 1
    scene.get_by_role("button", name="清空").click()
    assert nodes(scene) == []
    expect(scene.get_by_text("图谱还是空的")).to_be_visible()


def test_a_new_layout_keeps_pinned_nodes_and_can_be_undone(scene: Page) -> None:
    as_tables(scene)
    scene.locator(".twin table").first.locator("tbody tr").nth(1).get_by_role("button", name="固定").click()
    as_tables(scene)
    before = places(scene)
    pinned = nodes(scene)[1]
    scene.get_by_role("button", name="重新布局").click()
    expect(scene.locator(".scene-note")).to_contain_text("个实体")
    after = places(scene)
    assert after[pinned] == pytest.approx(before[pinned])
    assert after != before
    scene.get_by_role("button", name="撤销").click()
    assert places(scene) == before


def test_a_hub_asks_for_how_many(browser: Browser, app_url: str, ask: Ask) -> None:
    counts = ask("node", uid=BEIJING)["counts"]
    hub = next(i for i, one in enumerate(counts) if one["count"] > 50)
    with opened(browser, f"{app_url}#/scene?open={quote(BEIJING)}&lang=zh") as page:
        page.locator(".relation").nth(hub).click()
        expect(page.locator(".hub")).to_contain_text(f"{counts[hub]['count']:,}")
        expect(page.locator(".neighbours li")).to_have_count(0)
        page.locator("#hub-number").fill("7")
        page.get_by_role("button", name="显示", exact=True).click()
        expect(page.locator(".neighbours li")).to_have_count(7)


def test_without_webgl_the_tables_stand_in(browser: Browser, app_url: str, demand: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        " return kind.startsWith('webgl') ? null : real.call(this, kind, ...more); };"
    )
    page = context.new_page()
    page.goto(f"{app_url}#/scene?n={quote(demand)}&lang=zh")
    expect(page.locator(".twin table").first.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".scene-note")).to_contain_text("WebGL")
    context.close()

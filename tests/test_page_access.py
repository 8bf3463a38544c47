"""The page for everybody: no serious finding of axe in any view, and the keyboard alone is enough."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.page_fixtures import Size, opened, until

READY = {
    "start": ".example",
    "match": ".card",
    "paths": ".path-table tbody tr",
    "partners": ".view-title",
    "policies": ".view-title",
    "scene": ".legend-kind",
}


def serious(page: Page) -> list[Any]:
    """The findings of axe that shut somebody out, each with the elements."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_serious_in_any_view(
    browser: Browser, app_url: str, demand: str, best: str, width: int
) -> None:
    ends = f"from={quote(demand)}&to={quote(best)}&demand={quote(demand)}&uid={quote(demand)}&n={quote(demand)}"
    with opened(browser, app_url, size=Size(width, 800)) as page:
        for view, ready in READY.items():
            page.goto(f"{app_url}#/{view}?{ends}&lang=zh")
            expect(page.locator(ready).first).to_be_visible()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            assert serious(page) == [], view
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_axe_finds_nothing_serious_in_panels_lists_and_suggestions(browser: Browser, app_url: str, demand: str) -> None:
    with opened(browser, f"{app_url}#/scene?n={quote(demand)}&open={quote(demand)}&lang=en") as page:
        page.get_by_role("button", name="As tables").click()
        expect(page.locator(".hidden-properties")).to_be_visible()
        page.locator(".relation").first.click()
        expect(page.locator(".unfolded").first).to_be_visible()
        assert serious(page) == []
        page.locator(".neighbours .step").first.click()
        expect(page.locator(".evidence").first).to_be_visible()
        assert serious(page) == []
        page.get_by_role("combobox").fill("石墨烯")
        expect(page.get_by_role("option").first).to_be_visible()
        assert serious(page) == []


def test_the_keyboard_alone_goes_from_search_to_evidence(page: Page) -> None:
    keys = page.keyboard
    page.get_by_role("combobox").press_sequentially("需求:电芯")
    expect(page.get_by_role("option").first).to_be_hidden()  # 需求 is no kind: all is words
    page.get_by_role("combobox").fill("")
    page.get_by_role("combobox").press_sequentially("技术需求:电芯")
    expect(page.get_by_role("option").first).to_be_visible()
    keys.press("Enter")
    expect(page.locator(".card").first).to_be_visible()
    tab_to(page, ".card .card-tools .button")
    keys.press("Enter")
    expect(page.locator(".path-item").first).to_be_visible()
    tab_to(page, ".path-item .step")
    keys.press("Enter")
    panel = page.get_by_role("complementary", name="关系与证据")
    expect(panel).to_be_focused()
    expect(panel.locator(".evidence").first).to_be_visible()
    keys.press("Escape")
    expect(panel).to_have_count(0)
    until(page, "document.activeElement.matches('.path-item .step')")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that fits has the focus."""
    for _ in range(80):
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector}")


def test_the_first_tab_offers_to_skip_to_the_content(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}#/policies?lang=zh") as page:
        expect(page.locator(".view-title")).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_answers_are_announced(page: Page) -> None:
    page.locator(".example").first.click()
    expect(page.locator("main [aria-live=polite]")).to_have_text("20 个答案")

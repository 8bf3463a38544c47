"""The page's state stands in its address: it survives reload, the back button and a change of language."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

from tests.page_fixtures import opened, until

STATE = "window.kezhuan.state"
# All words a person meets: texts and the attributes that are read out or shown on pointing.
TEXTS = """() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) found.add(walk.currentNode.data.trim());
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) found.add(one.getAttribute(name) ?? "");
  }
  return [...found].filter(Boolean);
}"""
WORDS = "import('/words.js').then(({ WORDS }) => WORDS)"
KEYS = """Promise.all(["page", "views", "panels", "graph"].map((name) => import(`/words/${name}.js`)))
  .then((files) => files.flatMap((file) => Object.values(file).flatMap(Object.keys)))"""


def test_back_and_forward_follow_the_views(page: Page, demand: str) -> None:
    page.locator(".example").first.click()
    expect(page.locator(".card").first).to_be_visible()
    page.locator(".title-button").first.click()
    expect(page.locator(".panel-title")).to_be_visible()
    page.go_back()
    expect(page.locator(".panel")).to_have_count(0)
    assert page.evaluate(STATE)["demand"] == demand
    page.go_back()
    expect(page.locator(".start")).to_be_visible()
    page.go_forward()
    expect(page.locator(".card").first).to_be_visible()


def test_reload_restores_view_panel_and_filter(browser: Browser, app_url: str, demand: str) -> None:
    address = f"{app_url}#/match?demand={quote(demand)}&kind=Patent&open={quote(demand)}&lang=en"
    with opened(browser, address) as page:
        expect(page.locator(".card").first).to_be_visible()
        before = page.evaluate(STATE)
        page.reload()
        expect(page.locator(".card").first).to_be_visible()
        expect(page.locator(".panel-title")).to_be_visible()
        assert page.evaluate(STATE) == before
        assert set(page.locator(".card .kind").all_inner_texts()) == {"Patent"}


def test_an_edge_in_the_address_is_found_again(browser: Browser, app_url: str, demand: str, best: str) -> None:
    with opened(browser, f"{app_url}#/paths?from={quote(demand)}&to={quote(best)}&lang=zh") as page:
        page.locator(".edge-words").first.click()
        title = page.locator(".panel-title").inner_text()
        alone = re.sub(r"#/paths\?from=[^&]*&to=[^&]*&", "#/start?", page.url)
        page.goto("about:blank")
        page.goto(alone)
        expect(page.locator(".panel-title")).not_to_be_empty()
        ends = page.evaluate(STATE)["edge"].split("→")
        assert len(ends) == 3
        assert len(title) > 0


def test_the_graph_survives_reload_in_its_places(browser: Browser, app_url: str, demand: str, best: str) -> None:
    places = "import('/scene/model.js').then(({ scene }) => [...scene.value.nodes].map(([uid, n]) => [uid, n.x, n.y]))"
    with opened(browser, f"{app_url}#/paths?from={quote(demand)}&to={quote(best)}&lang=zh") as page:
        page.get_by_role("button", name="在图谱中查看").click()
        expect(page.locator(".canvas")).to_be_visible()
        before, spots = page.evaluate(STATE), page.evaluate(places)
        page.reload()
        expect(page.locator(".canvas")).to_be_visible()
        after = page.evaluate(STATE)
        assert (after["view"], after["scene"]) == (before["view"], before["scene"])
        assert page.evaluate(places) == spots


def test_a_graph_sent_to_somebody_else_has_the_same_nodes(
    browser: Browser, app_url: str, demand: str, best: str
) -> None:
    with opened(browser, f"{app_url}#/paths?from={quote(demand)}&to={quote(best)}&lang=zh") as page:
        page.get_by_role("button", name="在图谱中查看").click()
        expect(page.locator(".canvas")).to_be_visible()
        sent, state = page.url, page.evaluate(STATE)["scene"]
    with opened(browser, sent) as other:
        until(other, f"{STATE}.scene.edges.length > 0")
        found = other.evaluate(STATE)["scene"]
        assert found["nodes"] == state["nodes"]
        assert set(state["edges"]) <= set(found["edges"])


def test_the_other_language_leaves_no_word_behind(browser: Browser, app_url: str, demand: str, best: str) -> None:
    ends = f"from={quote(demand)}&to={quote(best)}&demand={quote(demand)}&uid={quote(demand)}&n={quote(demand)}"
    with opened(browser, app_url) as page:
        for view in ("start", "match", "paths", "partners", "policies", "scene"):
            page.goto(f"{app_url}#/{view}?{ends}&open={quote(demand)}&lang=zh")
            expect(page.get_by_role("button", name="English")).to_be_visible()
            expect(page.locator(".panel-title")).to_be_visible()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            assert foreign(page, other=1) == [], view
            page.get_by_role("button", name="English").click()
            expect(page.get_by_role("button", name="中文")).to_be_visible()
            expect(page.locator("html")).to_have_attribute("lang", "en")
            assert foreign(page, other=0) == [], view
        page.reload()
        expect(page.get_by_role("button", name="中文")).to_be_visible()


def foreign(page: Page, *, other: int) -> list[str]:
    """Texts on the page that are words of the other language."""
    patterns = [
        re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(pair[other])))
        for key, pair in page.evaluate(WORDS).items()
        if pair[0] != pair[1] and key != "other_language" and re.sub(r"[{}\w\s·:/-]", "", pair[other], flags=re.ASCII)
    ]
    return [text for text in page.evaluate(TEXTS) if any(pattern.fullmatch(text) for pattern in patterns)]


def test_both_languages_have_every_word_with_the_same_places(page: Page) -> None:
    words = page.evaluate(WORDS)
    assert sorted(page.evaluate(KEYS)) == sorted(words), "a word that stands in two files"
    for key, (zh, en) in words.items():
        assert zh.strip(), key
        assert en.strip(), key
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), key


def test_dates_and_amounts_are_in_the_readers_habit(page: Page) -> None:
    said = page.evaluate(
        "import('/numbers.js').then(({ date, amount, count }) =>"
        " [date('2018'), date('2018-01'), date('2018-01-31'), amount(185000), amount(2.5e8), count(1234567)])"
    )
    assert said == ["2018年", "2018年1月", "2018年1月31日", "18.5 万元", "2.5 亿元", "1,234,567"]
    page.get_by_role("button", name="English").click()
    said = page.evaluate(
        "import('/numbers.js').then(({ date, amount }) => [date('2018'), date('2018-01-31'), amount(185000)])"
    )
    assert said == ["2018", "31 Jan 2018", "CNY 185,000"]

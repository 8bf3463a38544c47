"""What an analyst does: search, match, follow paths to their evidence, gather a graph."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from api.keys import KeyRing
from api.settings import Settings
from graph.ontology import load_vocabulary
from tests.page_fixtures import Ask, opened, served

WEATHER = "今天天气很好"


def test_suggestions_by_keyboard_open_the_chosen_entity(page: Page) -> None:
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.press_sequentially("石墨烯")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    caption = options.nth(1).locator(".suggestion-caption").inner_text()
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page.get_by_role("heading", name=caption, exact=True).first).to_be_visible()
    expect(options).to_have_count(0)
    page.get_by_role("button", name="科转图谱").click()
    expect(page.locator(".recent")).to_contain_text(caption)


def test_enter_before_the_answer_takes_its_first(page: Page, ask: Ask) -> None:
    page.get_by_role("combobox").press_sequentially("石墨烯散热")
    page.keyboard.press("Enter")  # the list of 石墨 may stand there, that of all the words not yet
    first = ask("search", query="石墨烯散热", first=1)["hits"][0]["entity"]["caption"]
    expect(page.get_by_role("heading", name=first, exact=True).first).to_be_visible()


def test_a_prefix_asks_for_one_kind(page: Page) -> None:
    page.get_by_role("combobox").fill("专利：石墨烯")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_role("option").nth(5)).to_be_visible()
    assert set(page.get_by_role("option").locator(".kind").all_inner_texts()) == {"专利"}


def test_a_demand_shows_ranked_answers_whose_factors_add_up(page: Page, ask: Ask, demand: str) -> None:
    page.locator(".example").first.click()
    cards = page.locator(".card")
    expect(cards.first).to_be_visible()
    expected = ask("match", demand=demand, first=20)["explanations"]
    assert cards.locator(".title-button").all_inner_texts() == [one["target"]["caption"] for one in expected]
    scores = [float(text) for text in cards.locator(".card-score strong").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    parts = [
        float(text.split(":")[-1].split("得")[-1]) for text in cards.first.locator(".factor-value").all_inner_texts()
    ]
    assert sum(parts) == pytest.approx(scores[0], abs=0.005 * (len(parts) + 1))


def test_a_kind_narrows_the_answers(page: Page, ask: Ask, demand: str) -> None:
    page.locator(".example").first.click()
    page.get_by_role("group", name="按类型筛选").get_by_role("button", name="科研人员").click()
    expected = ask("match", demand=demand, targets=["Researcher"], first=20)["explanations"]
    expect(page.locator(".card")).to_have_count(len(expected))
    assert set(page.locator(".card .kind").all_inner_texts()) == {"科研人员"}


def test_a_path_leads_to_its_evidence(browser: Browser, app_url: str, ask: Ask, demand: str, best: str) -> None:
    address = f"{app_url}#/paths?from={quote(demand)}&to={quote(best)}&lang=zh"
    paths = ask("paths", **{"from": demand, "to": best, "maxHops": 4, "first": 12})["paths"]
    steps = {frozenset((s["start"], s["end"])) | {s["relation"]} for path in paths for s in path["steps"]}
    with opened(browser, address) as page:
        expect(page.locator(".path-table tbody tr")).to_have_count(len(paths))
        expect(page.locator(".edge-words")).to_have_count(len(steps))
        expect(page.locator(".node")).to_have_count(len({n["uid"] for path in paths for n in path["nodes"]}))
        first = paths[0]["steps"][0]
        page.locator(".path-table .step").first.focus()
        page.keyboard.press("Enter")
        panel = page.get_by_role("complementary", name="关系与证据")
        expect(panel.locator(".panel-title")).to_have_text(first["sentence"]["zh"])
        evidence = first["evidence"][0]
        expect(panel).to_contain_text(evidence["file"])
        expect(panel).to_contain_text(f"第 {evidence['row']:,} 行")
        expect(panel).to_contain_text(evidence["sha256"][:12])
        expect(panel).to_contain_text(evidence["licence"])


def test_the_words_of_an_edge_open_it_and_a_card_its_entity(
    browser: Browser, app_url: str, demand: str, best: str
) -> None:
    with opened(browser, f"{app_url}#/paths?from={quote(demand)}&to={quote(best)}&lang=zh") as page:
        page.locator(".edge-words").first.click()
        expect(page.locator(".edge-words").first).to_have_attribute("aria-pressed", "true")
        page.locator(".node").first.click()
        expect(page.get_by_role("complementary", name="实体详情")).to_be_visible()


def test_a_hidden_property_says_so_and_how_to_ask(browser: Browser, app_url: str, demand: str) -> None:
    with opened(browser, f"{app_url}#/match?demand={quote(demand)}&open={quote(demand)}&lang=zh") as page:
        hidden = page.locator(".hidden-properties")
        expect(hidden).to_contain_text("预算")
        expect(hidden).to_contain_text("核心信息")
        expect(hidden).to_contain_text("技术经理人")


def test_a_key_shows_what_was_hidden(browser: Browser, page_settings: Settings, app_url: str, demand: str) -> None:
    secret, _ = KeyRing(page_settings.keys_file, load_vocabulary()).add("matchmaker", note="page test")
    with opened(browser, f"{app_url}#/match?demand={quote(demand)}&open={quote(demand)}&lang=zh") as page:
        expect(page.locator(".hidden-properties")).to_be_visible()
        page.get_by_role("button", name="匿名").click()
        page.get_by_label("访问密钥").fill(secret)
        page.get_by_role("button", name="使用", exact=True).click()
        expect(page.get_by_role("button", name="技术经理人", exact=True)).to_be_visible()
        expect(page.locator(".panel-title")).to_be_visible()
        expect(page.locator(".hidden-properties")).to_have_count(0)
        expect(page.locator(".property", has_text="联系人")).to_be_visible()
        assert secret not in page.url


def test_typed_text_without_a_technique_gets_no_answer_and_the_reason(page: Page, ask: Ask) -> None:
    page.get_by_role("textbox", name="粘贴一段需求").fill(WEATHER)
    page.get_by_role("button", name="寻找答案").click()
    notice = page.locator(".notice-calm")
    expect(notice).to_contain_text("这次没有可靠的答案")
    expect(notice).to_contain_text(ask("match", text=WEATHER, first=20)["abstained"]["zh"])
    expect(page.locator(".card")).to_have_count(0)


def test_partners_name_their_introducers(browser: Browser, app_url: str, ask: Ask) -> None:
    enterprise = ask("search", query="云溪电池", kinds=["Enterprise"])["hits"][0]["entity"]["uid"]
    partners = ask("partners", uid=enterprise, maxHops=4, first=15)["partners"]
    with opened(browser, f"{app_url}#/partners?uid={quote(enterprise)}&lang=zh") as page:
        expect(page.locator(".card")).to_have_count(len(partners))
        introduced = next(i for i, one in enumerate(partners) if one["introducers"])
        names = [one["caption"] for one in partners[introduced]["introducers"]]
        assert page.locator(".card").nth(introduced).locator(".introducers .entity-link").all_inner_texts() == names


def test_policies_of_a_demand(browser: Browser, app_url: str, ask: Ask, demand: str) -> None:
    found = ask("policies", uid=demand, first=15)["explanations"]
    with opened(browser, f"{app_url}#/policies?uid={quote(demand)}&lang=zh") as page:
        if found:
            expect(page.locator(".card")).to_have_count(len(found))
        else:
            expect(page.locator(".notice-calm")).to_be_visible()


def test_a_store_that_is_away_is_told_with_a_code(browser: Browser, tmp_path: Path) -> None:
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path), "NEO4J_URI": "bolt://127.0.0.1:9"})
    with served(settings) as url, opened(browser, url) as page:
        notice = page.get_by_role("alert")
        expect(notice.locator(".code")).to_have_text(re.compile(r"^STORE_[A-Z_]+$"))
        expect(notice.get_by_role("button", name="重试")).to_be_visible()


def test_a_lost_connection_is_told_and_can_be_tried_again(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()
    page.context.set_offline(True)
    page.locator(".example").first.click()
    expect(page.get_by_role("alert")).to_contain_text("NETWORK")
    expect(page.get_by_role("alert")).to_contain_text("无法连接服务")
    page.context.set_offline(False)
    page.get_by_role("button", name="重试").first.click()
    expect(page.locator(".card").first).to_be_visible()


def test_an_unknown_entity_is_told_in_english_too(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}#/start?open=org%3Anobody&lang=en") as page:
        expect(page.get_by_role("alert")).to_contain_text("UNKNOWN_UID")
        expect(page.get_by_role("alert")).to_contain_text("No answer")

"""A key that is refused, when it is given or later: the page says why, forgets it, and stays readable."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from api.keys import KeyRing
from api.settings import Settings
from graph.ontology import load_vocabulary

KEPT = "sessionStorage.getItem('kezhuan.key')"


def give(page: Page, key: str) -> None:
    """Use a key."""
    expect(page.locator(".example").first).to_be_visible()
    page.get_by_role("button", name="匿名").click()
    page.get_by_label("访问密钥").fill(key)
    page.get_by_role("button", name="使用", exact=True).click()


def test_a_refused_key_says_why_and_is_dropped(page: Page) -> None:
    give(page, "kz_wrong")
    said = page.get_by_role("alert")
    expect(said).to_contain_text("KEY_REFUSED")
    expect(said).to_contain_text("无效")
    assert page.evaluate(KEPT) is None
    page.get_by_role("button", name="English").click()
    expect(said).to_contain_text("not valid")
    page.reload()
    expect(page.locator(".example").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_key_revoked_in_use_is_dropped_and_the_question_asked_again(page: Page, page_settings: Settings) -> None:
    ring = KeyRing(page_settings.keys_file, load_vocabulary())
    secret, key = ring.add("matchmaker", note="for an hour")
    give(page, secret)
    expect(page.get_by_role("button", name="技术经理人", exact=True)).to_be_visible()
    ring.revoke(key.id)
    page.locator(".example").first.click()
    expect(page.get_by_role("alert")).to_contain_text("KEY_REFUSED")
    expect(page.locator(".card").first).to_be_visible()
    assert page.evaluate(KEPT) is None

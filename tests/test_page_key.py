"""A key that is refused: the page says why, forgets it, and stays readable."""

from __future__ import annotations

from playwright.sync_api import Page, expect

KEPT = "sessionStorage.getItem('kezhuan.key')"


def test_a_refused_key_says_why_and_is_dropped(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()
    page.get_by_role("button", name="匿名").click()
    page.get_by_label("访问密钥").fill("kz_wrong")
    page.get_by_role("button", name="使用").click()
    said = page.get_by_role("alert")
    expect(said).to_contain_text("KEY_REFUSED")
    expect(said).to_contain_text("无效")
    assert page.evaluate(KEPT) is None
    page.get_by_role("button", name="English").click()
    expect(said).to_contain_text("not valid")
    page.reload()
    expect(page.locator(".example").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)

"""Several tabs of one browser: they keep one conversation and one shelf, and none disturbs another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from article_files import make
from browser_help import add, ask, held, settled
from playwright.sync_api import Page, expect

Opened = Callable[..., Page]


def beside(page: Page, address: str) -> Page:
    """Open the page in another tab."""
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator(".text p").first).to_be_attached()
    return other


def test_what_is_open_or_shown_in_one_tab_stays_so_when_another_asks(opened: Opened, address: str) -> None:
    page = opened(address)
    page.set_viewport_size({"width": 1280, "height": 500})
    ask(page, "When was xAI founded?")
    ask(page, "What will Dojo 2 focus on?")
    page.locator(".nearest summary").click()
    page.locator("a.source").last.click()
    expect(page.locator(".quote[aria-current]")).to_have_count(1)
    page.locator(".sure").last.focus()
    page.locator(".turns").evaluate("node => { node.scrollTop = 40; }")
    other = beside(page, address)
    ask(other, "What is Omar Qazi also known as?")
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".near").first).to_be_visible()
    expect(page.locator(".quote[aria-current]")).to_have_count(1)
    expect(page.locator(".sure").nth(0)).to_be_focused()
    assert page.locator(".turns").evaluate("node => node.scrollTop") == 40
    settled(other)


def test_a_tab_that_hears_nothing_of_another_takes_nothing_from_it(opened: Opened, address: str) -> None:
    page = opened(address)
    other = page.context.new_page()
    other.add_init_script("addEventListener('storage', event => event.stopImmediatePropagation())")  # as if asleep
    other.goto(address)
    expect(other.locator(".text p").first).to_be_attached()
    ask(page, "What is Omar Qazi also known as?")
    ask(other, "What will Dojo 2 focus on?")
    expect(page.locator(".asked h2")).to_have_text(["What is Omar Qazi also known as?", "What will Dojo 2 focus on?"])
    page.reload()
    expect(page.locator(".asked h2")).to_have_text(["What is Omar Qazi also known as?", "What will Dojo 2 focus on?"])
    settled(other)
    settled(page)


def test_what_one_tab_adds_or_removes_every_tab_hears_of(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    ask(page, "When was xAI founded?")
    page.locator(".nearest summary").click()
    other = beside(page, address)
    add(other, make(tmp_path / "pump.txt"))
    expect(page.locator(".bar select option")).to_have_text(["article.txt", "pump.txt"])
    expect(page.locator(".abstention")).to_contain_text("Not in article.txt.")  # which was "the article" before
    expect(page.locator(".near").first).to_be_visible()
    expect(page.locator(".tools .name")).to_have_text("article.txt")
    page.locator(".bar select").select_option(label="pump.txt")
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    waiting = held(page)
    page.locator(".composer textarea").fill("How many watts does the Brunnolt pump draw?")
    with page.expect_request("**/page/ask"):
        page.keyboard.press("Enter")
    reply = waiting[0].fetch()
    other.get_by_role("button", name="Add article").click()
    other.get_by_role("button", name="Remove pump.txt").click()
    other.get_by_role("button", name="Remove, with its answers?").click()
    expect(page.locator(".bar select option")).to_have_text(["article.txt"])
    expect(page.locator(".tools .name")).to_have_text("article.txt")
    waiting[0].fulfill(response=reply)
    expect(page.locator(".turn")).to_have_count(1)
    assert "Brunnolt" not in page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
    settled(other)


def test_each_tab_stays_with_its_article(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    other = beside(page, address)
    expect(other.locator(".tools .name")).to_have_text("pump.txt")
    page.locator(".bar select").select_option(label="article.txt")
    expect(page.locator(".tools .name")).to_have_text("article.txt")
    for tab, name in ((other, "pump.txt"), (page, "article.txt"), (other, "pump.txt")):
        settled(tab)
        tab.reload()
        expect(tab.locator(".tools .name")).to_have_text(name)
    settled(other)
    settled(page)

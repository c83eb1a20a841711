"""What the browser keeps: of whatever version it is, and however its keeping ends."""

from __future__ import annotations

import json
from collections.abc import Callable

from browser_help import ask, held, settled
from playwright.sync_api import Page, expect

Opened = Callable[..., Page]
NAME = "quoth.conversation"


def test_what_another_version_has_kept_costs_nothing_but_itself(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    (good,) = json.loads(page.evaluate("name => localStorage.getItem(name)", NAME))
    lean = {"status": "not_found", "quotes": []}
    broken = {**good["outcome"], "quotes": [{**good["outcome"]["quotes"][0], "also": "there"}]}
    kept = [
        good,
        {"question": "When was xAI founded?", "outcome": lean},
        {**good, "id": "b", "at": good["at"] + 1, "question": "Who is Omar?", "outcome": broken},
        {**good, "id": "c", "at": good["at"] + 2, "question": "Who asked?", "outcome": {"quotes": "none"}},
        {"what": "is this"},
        None,
    ]
    page.evaluate("([name, kept]) => localStorage.setItem(name, JSON.stringify(kept))", [NAME, kept])
    settled(page)
    page.reload()
    expect(page.locator(".asked h2")).to_have_text(
        [good["question"], "When was xAI founded?", "Who is Omar?", "Who asked?"]
    )
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    expect(page.locator(".error")).to_contain_text(["The answer, as it was kept, cannot be shown."] * 2)
    page.locator(".error").get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn").last.locator(".said").first).to_contain_text("Omar Qazi")
    settled(page)


def test_a_question_that_was_not_answered_is_there_after_a_reload(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    page.route("**/page/ask", lambda route: route.abort())
    ask(page, "What will Dojo 2 focus on?")
    expect(page.locator(".error")).to_contain_text("Is it still running?")
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator(".asked h2")).to_have_text(["What is Omar Qazi also known as?"])  # it is this tab's own
    settled(other)
    settled(page)
    page.reload()
    expect(page.locator(".asked h2")).to_have_text(["What is Omar Qazi also known as?", "What will Dojo 2 focus on?"])
    expect(page.locator(".error")).to_contain_text("Is it still running?")
    page.unroute("**/page/ask")
    waiting = held(page)
    page.locator(".error").get_by_role("button", name="Ask again").click()
    expect(page.locator(".searching")).to_be_visible()
    settled(page)
    page.reload()  # whoever waits too long for it
    expect(page.locator(".error")).to_contain_text("No answer has come.")
    assert len(waiting) == 1
    page.unroute("**/page/ask")
    page.locator(".error").get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn").last.locator(".said").first).to_contain_text("large models")
    settled(page)
    page.reload()
    expect(page.locator(".turn").last.locator(".said").first).to_contain_text("large models")
    expect(page.locator(".error")).to_have_count(0)
    settled(page)


def test_an_edited_question_that_fails_is_shown_and_can_be_edited_on(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    edit = page.get_by_role("button", name="Edit and ask again")
    box = page.get_by_role("textbox", name="Question").first
    long = "Who asked Musk about chips? " * 100
    for again in (False, True):
        edit.click()
        box.fill(long)
        box.press("Enter")
        expect(page.locator(".error q")).to_have_text(long.strip())
        expect(page.locator(".asked h2")).to_have_text("What is Omar Qazi also known as?")
        expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
        if again:
            settled(page)
            page.reload()
            expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
        edit.click()
        expect(box).to_have_value(long.strip())
        box.press("Escape")
    edit.click()
    box.fill("Who asked Musk about chips?")
    box.press("Enter")
    expect(page.locator(".said").first).to_contain_text("Omar Qazi")
    expect(page.locator(".error")).to_have_count(0)
    settled(page)

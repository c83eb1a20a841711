"""What the browser keeps: of whatever version it is, and however its keeping ends."""

from __future__ import annotations

import json
from collections.abc import Callable

from browser_help import ask, settled
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

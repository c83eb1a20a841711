"""What a screen reader hears, and what the keyboard reaches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from browser_help import SELECT, ask, served
from playwright.sync_api import Page, expect

from rag.evaluation import gold

Opened = Callable[..., Page]


def test_how_far_an_answer_can_be_relied_upon_is_heard_too(opened: Opened, address: str) -> None:
    page = opened(address)

    def spoken(article: str, answer: str, unquoted: list[str], **beside: Any) -> str:
        outcome = {"status": "answered", "answer": answer, "quotes": [{"article": article}], "missing": [], **beside}
        turn = {"question": "?", "articles": 1, "outcome": {**outcome, "unquoted": unquoted}}
        return str(page.evaluate("turn => import('/page/assets/wording.js').then(({ spoken }) => spoken(turn))", turn))

    assert spoken("a.md", "the second Dojo", [], probability=0.97) == "the second Dojo. Almost certainly right."
    assert spoken("a.txt", "**", ["HW 7"], probability=0.7, further=3) == (
        "**. No quote contains HW 7. 3 more sentences speak of this; ask something narrower to see what they say. "
        "Probably right."
    )
    ask(page, "What is Omar Qazi also known as, and when was he born?")
    heard = page.locator(".chat > [aria-live]")
    expect(heard).to_contain_text(
        "Whole Mars Catalog. Only a part of your question is answered. The article does not say: when was he born. "
    )
    expect(heard).to_contain_text(page.locator(".sure span").first.inner_text())


def test_a_notice_is_put_where_a_screen_reader_listens_and_is_gone_with_what_is_seen(
    opened: Opened, address: str
) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    status, alert = page.locator(".app > .notice[role=status]"), page.locator(".app > .notice[role=alert]")
    expect(status).to_be_empty()
    page.clock.install()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(status).to_have_text("Copied, with quotes and offsets")
    page.clock.fast_forward(3_000)
    expect(status).to_be_empty()
    page.get_by_role("button", name="Add article").click()
    page.evaluate("location.hash = '#cite='")
    expect(page.locator("dialog > .notice[role=alert]")).to_have_text("This link leads to no place in the article")
    expect(alert).to_be_empty()
    page.clock.fast_forward(11_000)
    expect(page.locator("dialog > .notice[role=alert]")).to_be_empty()


def test_the_right_words_can_be_selected_by_keyboard(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with served("--gold", str(file)) as address:
        page = opened(address)
        ask(page, "What is Omar Qazi also known as, and what will Dojo 2 focus on?")
        page.locator("a.source").first.click()
        expect(page.locator(".place")).to_contain_text("Quote 1 of 2")
        page.keyboard.press("Shift+ArrowRight")  # which selects, and does not step
        expect(page.locator(".place")).to_contain_text("Quote 1 of 2")
        wrong = page.get_by_role("button", name="Wrong: the answer is …")
        wrong.click()
        expect(page.locator(".marking")).to_be_visible()
        expect(page.locator(".text mark")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.locator(".marking")).to_have_count(0)
        expect(page.get_by_role("button", name="Right", exact=True)).to_be_focused()
        wrong.click()
        page.evaluate(SELECT, "a Twitter Spac")
        for _ in range(len("e conference")):
            page.keyboard.press("Shift+ArrowRight")
        page.get_by_role("button", name="Use the selected words").press("Enter")
        expect(page.locator(".kept")).to_have_text("Gold case kept: “a Twitter Space conference”")
    assert len(gold.read(file)) == 1

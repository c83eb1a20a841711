"""Who does not know the name and the password sees nothing; who does sees the page and can use it."""

from __future__ import annotations

from browser_help import ask, served
from playwright.sync_api import Browser, expect


def test_nobody_comes_in_without_the_password(browser: Browser) -> None:
    with served("--auth", "ann:secret") as address:
        context = browser.new_context(http_credentials={"username": "ann", "password": "wrong"})
        page = context.new_page()
        for path in ("", "page/articles", "page/assets/main.js", "gradio_api/info"):
            answered = page.goto(f"{address}/{path}")
            assert answered is not None
            assert answered.status == 401
            assert "name and a password" in page.content()
        context.close()


def test_whoever_knows_it_comes_in_and_asks(browser: Browser) -> None:
    with served("--auth", "ann:secret:with a colon") as address:
        context = browser.new_context(http_credentials={"username": "ann", "password": "secret:with a colon"})
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".text p").first).to_be_attached()
        ask(page, "How much more powerful is HW 5 than HW 4?")
        expect(page.locator(".reply").last).to_contain_text("4-5 times")
        context.close()

"""Who does not know the name and the password sees nothing; who does sees the page and can use it."""

from __future__ import annotations

from collections.abc import Callable

from browser_help import ask, served, settled
from playwright.sync_api import Browser, BrowserContext, expect

Fresh = Callable[..., BrowserContext]


def test_nobody_comes_in_without_the_password(fresh: Fresh) -> None:
    with served("--auth", "ann:secret") as address:
        context = fresh(http_credentials={"username": "ann", "password": "wrong"})
        page = context.new_page()
        for path in ("", "page/articles", "page/assets/main.js", "gradio_api/info"):
            answered = page.goto(f"{address}/{path}")
            assert answered is not None
            assert answered.status == 401
            assert "name and a password" in page.content()


def test_whoever_knows_it_comes_in_and_asks(fresh: Fresh) -> None:
    with served("--auth", "ann:secret:with a colon") as address:
        context = fresh(http_credentials={"username": "ann", "password": "secret:with a colon"})
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".text p").first).to_be_attached()
        ask(page, "How much more powerful is HW 5 than HW 4?")
        expect(page.locator(".reply").last).to_contain_text("4-5 times")


def test_on_another_address_the_page_works_under_the_same_policy(browser: Browser) -> None:
    with served("--host", "127.0.0.2", "--auth", "ann:secret") as address:
        assert "127.0.0.2" in address
        context = browser.new_context(http_credentials={"username": "ann", "password": "secret"})
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        answered = page.goto(address)
        assert answered is not None
        policy = answered.header_value("content-security-policy")
        assert policy is not None
        assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
        settled(page)
        ask(page, "How much more powerful is HW 5 than HW 4?")
        expect(page.locator(".reply").last).to_contain_text("4-5 times")
        blocked = page.evaluate(
            "() => new Promise(done => { document.addEventListener('securitypolicyviolation', e => done(e.blockedURI));"
            "const one = document.createElement('img');"
            "one.onload = one.onerror = () => setTimeout(done, 1000, 'let by');"
            "one.src = 'http://elsewhere.example/a.png';"
            "document.body.append(one); })"
        )
        assert blocked == "http://elsewhere.example/a.png"
        assert [one for one in complaints if "elsewhere.example" not in one] == []
        context.close()

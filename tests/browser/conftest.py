"""A real browser against a real server process; a missing browser is a failure, not a skip."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from browser_help import FLAGS, SIZES, served, settled
from playwright.sync_api import Browser, Page, expect, sync_playwright


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Yield the address of a server of the article that comes with Quoth."""
    with served() as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "no chromium; apt-get install chromium"
    expect.set_options(timeout=60_000)  # how long a busy machine may take decides on nothing
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield what opens a page for a new visitor; in the end, no page may have reached beyond this machine."""
    asked: list[str] = []
    broken: list[str] = []
    contexts = []

    def open_page(url: str, size: str = "desktop", scheme: str = "light") -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda sent: asked.append(sent.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("dialog", lambda dialog: broken.append(dialog.message))
        page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(url)
        expect(page.locator(".composer textarea")).to_be_visible()
        expect(page.locator(".text p").first).to_be_attached()
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in {"data", "blob"}}
    assert hosts == {"127.0.0.1"}
    assert broken == []

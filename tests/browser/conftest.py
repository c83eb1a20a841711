"""A real browser against a real server process; a missing browser is a failure, not a skip."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_help import FLAGS, SIZES, served, settled
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright


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
def fresh(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Yield what makes a context for a new visitor; in the end, none may have reached beyond this machine."""
    asked: list[str] = []
    contexts = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        contexts.append(context)
        context.on("request", lambda sent: asked.append(sent.url))
        return context

    yield make
    for context in contexts:
        context.close()
    hosts = {urlsplit(url).hostname or "" for url in asked if urlsplit(url).scheme not in {"data", "blob"}}
    assert all(host.startswith("127.0.0.") for host in hosts), hosts


@pytest.fixture
def opened(fresh: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Yield what opens a page for a new visitor; in the end, no page may have broken."""
    broken: list[str] = []

    def open_page(url: str, size: str = "desktop", scheme: str = "light") -> Page:
        width, height = SIZES[size]
        context = fresh(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.on("weberror", lambda one: broken.append(str(one.error)))
        context.on("dialog", lambda dialog: broken.append(dialog.message))
        context.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
        page = context.new_page()
        page.goto(url)
        expect(page.locator(".composer textarea")).to_be_visible()
        expect(page.locator(".text p").first).to_be_attached()
        settled(page)
        return page

    yield open_page
    assert broken == []
